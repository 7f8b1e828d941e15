import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml

from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.kinds.word import read
from tests.gateway.attachments.files import BOUNDS, part, saved, with_parts, word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def extract(document):
    content = document if isinstance(document, bytes) else saved(document)
    return read(content, Package(content, BOUNDS), BOUNDS)


def test_paragraphs_tables_headers_and_comments_are_read():
    document = docx.Document()
    run = document.add_paragraph("Mme ").add_run("Trem")
    document.paragraphs[-1].add_run("blay").bold = True
    table = document.add_table(2, 2)
    for at, text in enumerate(("Nom", "NAS", "Luc", "1")):
        table.cell(at // 2, at % 2).text = text
    document.sections[0].header.paragraphs[0].text = "En-tête"
    document.sections[0].footer.paragraphs[0].text = "Pied"
    document.add_comment(run, text="À vérifier", author="Zoé Caron", initials="ZC")
    document.core_properties.author = "Zoé Caron"
    found = extract(document)
    lines = [line for line in found.text.splitlines() if line]
    assert lines == [
        "[Header]",
        "En-tête",
        "[Footer]",
        "Pied",
        "Mme Tremblay",
        "Nom | NAS",
        "Luc | 1",
        "[Comments]",
        "À vérifier",
    ]
    assert dict(found.left_out) == {"authors of comments": 1, "document properties": 1}


def test_deleted_and_hidden_text_is_left_out_and_told():
    document = docx.Document()
    document.add_paragraph("visible")
    for xml in (
        f'<w:p {W}><w:del w:author="Z"><w:r><w:delText>effacé</w:delText></w:r></w:del><w:ins w:author="Z"><w:r><w:t>ajouté</w:t></w:r></w:ins></w:p>',
        f'<w:p {W}><w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>montré</w:t></w:r></w:p>',
    ):
        document.element.body.insert(0, parse_xml(xml))
    found = extract(document)
    assert not {word for word in ("effacé", "caché") if word in found.text}
    assert "ajouté" in found.text
    assert "montré" in found.text
    assert dict(found.left_out)["deleted text of tracked changes"] == dict(found.left_out)["hidden text"] == 1


def test_text_boxes_are_read_once_and_alternative_text_is_read():
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>dans la boîte</w:t></w:r></w:p></w:txbxContent>"
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>avant</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
            f'<w:drawing><wp:inline><wp:docPr id="1" name="n" descr="Photo de Luc"/><wps:txbx>{box}</wps:txbx></wp:inline></w:drawing>'
            f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r><w:r><w:t>après</w:t></w:r></w:p>"
        ),
    )
    text = extract(document).text
    assert text.count("dans la boîte") == 1
    assert text.index("après") < text.index("dans la boîte")
    assert "[Photo de Luc]" in text


def test_links_tell_where_they_lead():
    document = docx.Document()
    paragraph = document.add_paragraph("Écrire à ")
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"),
        document.part.relate_to("mailto:luc@exemple.quebec", "http://x/hyperlink", is_external=True),
    )
    link.append(parse_xml(f"<w:r {W}><w:t>Luc</w:t></w:r>"))
    paragraph._p.append(link)
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:p {W}><w:r><w:instrText> HYPERLINK "https://exemple.quebec/eve" </w:instrText></w:r><w:r><w:instrText> MERGEFIELD Nom </w:instrText></w:r><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>'
        ),
    )
    found = extract(document)
    assert "Écrire à Luc (mailto:luc@exemple.quebec)" in found.text
    assert "(https://exemple.quebec/eve)" in found.text
    assert dict(found.left_out)["field codes"] == 1


def test_footnotes_are_read():
    content = word("Texte")
    rels = part(content, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>',
    )
    types = part(content, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    notes = (
        f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>Voir Luc.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    changed = {
        "word/_rels/document.xml.rels": rels,
        "[Content_Types].xml": types,
        "word/footnotes.xml": notes.encode(),
    }
    assert extract(with_parts(content, changed)).text.endswith("[Footnotes]\nVoir Luc.")


def test_a_table_in_a_table_is_read_once():
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "a"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "b", "c"
    assert extract(document).text == "a | b c"


def test_images_and_embedded_objects_are_told():
    content = with_parts(word("Texte"), {"word/embeddings/oleObject1.bin": b"x"})
    assert dict(extract(content).left_out)["embedded objects"] == 1


def test_an_empty_document_is_refused():
    with pytest.raises(Unfit) as caught:
        extract(word(""))
    assert caught.value.reason is Reason.NO_TEXT
