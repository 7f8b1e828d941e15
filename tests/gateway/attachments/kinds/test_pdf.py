import io
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from gateway.attachments.kinds.pdf import legible, read
from gateway.attachments.kinds.reading import Bounds, Reason, Unfit
from tests.gateway.attachments.files import BOUNDS, pdf, write_page


def written(writer: PdfWriter) -> bytes:
    room = io.BytesIO()
    writer.write(room)
    return room.getvalue()


def refused(content: bytes, bounds: Bounds = BOUNDS) -> tuple[Reason, str]:
    with pytest.raises(Unfit) as caught:
        read(content, bounds)
    return caught.value.reason, caught.value.limit


def test_pages_are_read_in_order_and_those_without_text_are_told():
    found = read(pdf("Mme Ève Gagnon\nNAS 558 073 029", "", "Fin"), BOUNDS)
    assert found.text == "[Page 1]\nMme Ève Gagnon\nNAS 558 073 029\n\n[Page 3]\nFin"
    assert (found.pages, dict(found.left_out)["pages without text"]) == (3, 1)


def test_notes_links_and_filled_fields_are_read():
    writer = PdfWriter()
    write_page(writer, "Texte")
    note = FreeText(text="Rappeler Luc", rect=(0, 0, 9, 9))
    note[NameObject("/T")] = TextStringObject("Zoé Caron")
    writer.add_annotation(0, note)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="mailto:luc@exemple.quebec"))
    field = writer._add_object(
        DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject("nom"),
                NameObject("/TU"): TextStringObject("Nom de famille"),
                NameObject("/V"): TextStringObject("Gagnon"),
            }
        )
    )
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([field]), NameObject("/XFA"): TextStringObject("x")}
    )
    found = read(written(writer), BOUNDS)
    assert (
        found.text
        == "Texte\n[Comment] Rappeler Luc\n(mailto:luc@exemple.quebec)\n\n[Form]\nNom de famille: Gagnon"
    )
    left_out = dict(found.left_out)
    assert (left_out["authors of comments"], left_out["dynamic forms"]) == (1, 1)


def test_files_inside_are_left_out_and_told():
    found = read(pdf("Texte", attached=b"Gagnon"), BOUNDS)
    assert found.text == "Texte"
    assert dict(found.left_out)["attached files"] == 1


def test_an_encrypted_file_is_refused():
    assert refused(pdf("Texte", password="Hiver2026")) == (Reason.ENCRYPTED, "")
    assert refused(pdf("Texte", password="")) == (Reason.ENCRYPTED, "")


def test_a_scan_is_refused_and_an_image_beside_text_is_told():
    def with_image(text: str) -> bytes:
        writer = PdfWriter()
        write_page(writer, text)
        image = StreamObject()
        image._data = zlib.compress(bytes(3))
        image[NameObject("/Subtype")] = NameObject("/Image")
        objects = DictionaryObject({NameObject("/Im"): writer._add_object(image)})
        writer.pages[0]["/Resources"][NameObject("/XObject")] = objects
        return written(writer)

    assert refused(with_image("")) == (Reason.NO_TEXT, "")
    assert dict(read(with_image("Texte"), BOUNDS).left_out)["images"] == 1


def test_too_many_pages_are_refused_without_reading_them():
    kids = b"3 0 R " * 10_000
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 10000/Kids[" + kids + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj%sendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    content = body + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF\n"
    assert refused(content) == (Reason.TOO_LARGE, "pages")


def test_a_page_count_that_lies_is_not_believed():
    writer = PdfWriter()
    for _ in range(5):
        write_page(writer, "Page")
    writer.root_object["/Pages"][NameObject("/Count")] = NumberObject(1)
    content = written(writer)
    assert refused(content, Bounds(pages=3, cells=9, characters=999, unpacked=9, ratio=9)) == (
        Reason.TOO_LARGE,
        "pages",
    )


def test_text_that_does_not_look_like_words_is_refused():
    kerned = "M a ri e - È v e G a g n o n , N A S 5 5 8 0 7 3 0 2 9 " * 3
    together = "mariegagnondemeureaumontrealdepuislongtempsettravaillepourlacommunaute" * 8
    for text in (kerned, together, "\ue001\ue002\ue003" * 9, "(cid:12)(cid:13)", "/g12/g13/g14/g15"):
        with pytest.raises(Unfit) as caught:
            legible(text)
        assert caught.value.reason is Reason.GARBLED


def test_ordinary_text_is_believed():
    text = (
        "Le comité s'est réuni à 19 h. M. J. Roy y a lu l'ordre du jour ; il n'y a pas eu d'autre avis "
        "que celui de la présidente, déposé avec le procès-verbal. " * 4
    )
    assert legible(text) == text
    assert legible("\uf0b7 un point\n\uf0b7 un autre point de la liste qui est plus long que le premier " * 3)
    assert legible("1 2 3 4 5 6 7 8 9 A B C " * 3)
