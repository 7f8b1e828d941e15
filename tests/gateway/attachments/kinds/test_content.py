import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.attachments.kinds.content import ENDINGS, MEDIA, read
from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.reading import Document, Reason, Unfit
from tests.gateway.attachments.files import BOUNDS, DOCX, XLSX, excel, part, pdf, powerpoint, with_parts, word

SAMPLES = {
    Document.WORD: word("Bonjour Luc."),
    Document.EXCEL: excel(("Nom",), ("Luc",)),
    Document.POWERPOINT: powerpoint("Bonjour Luc."),
    Document.PDF: pdf("Bonjour Luc.", "Page deux"),
    Document.HTML: b"<!doctype html><p>Bonjour Luc.</p>",
    Document.JSON: b'{"nom": "Luc"}',
    Document.CSV: b"Nom;Prenom\nRoy;Luc\n",
    Document.MARKDOWN: b"# Bonjour\n\nLuc.",
    Document.TEXT: b"Bonjour Luc.",
}
OFFICE = (Document.WORD, Document.EXCEL, Document.POWERPOINT)


def refused(content, media="", ending="") -> Reason:
    with pytest.raises(Unfit) as caught:
        read(content, media, ending, BOUNDS)
    return caught.value.reason


@pytest.mark.parametrize("document", SAMPLES)
def test_each_kind_is_read_whichever_way_it_is_named(document):
    media = next(media for media, kind in MEDIA.items() if kind is document)
    ending = next(ending for ending, kind in ENDINGS.items() if kind is document)
    ways = [
        (media, ""),
        ("", ending),
        ("application/octet-stream", ending.upper()),
        (f"{media}; charset=x", "bin"),
    ]
    for said in ways:
        found = read(SAMPLES[document], *said, BOUNDS)
        assert found.document is document
        assert "Luc" in found.text


@pytest.mark.parametrize(
    "document", [Document.WORD, Document.EXCEL, Document.POWERPOINT, Document.PDF, Document.HTML]
)
def test_content_tells_the_kind_of_what_is_not_named(document):
    assert read(SAMPLES[document], "", "", BOUNDS).document is document


@pytest.mark.parametrize("said", SAMPLES)
@pytest.mark.parametrize("is_really", [Document.WORD, Document.EXCEL, Document.POWERPOINT, Document.PDF])
def test_what_is_not_what_it_is_said_to_be_is_refused(said, is_really):
    media = next(media for media, kind in MEDIA.items() if kind is said)
    if said is not is_really:
        assert refused(SAMPLES[is_really], media) is Reason.MISMATCH
        assert refused(SAMPLES[Document.TEXT], XLSX) is Reason.MISMATCH


def test_what_is_said_to_be_json_and_is_not_is_refused():
    assert refused(b"{nom: Luc}", "application/json") is Reason.MISMATCH
    assert refused(b"[" * 100_000, "application/json") is Reason.MISMATCH


def test_a_page_that_is_said_to_be_plain_text_is_read_as_a_page():
    assert read(b"<html><p>Ren&eacute;</p></html>", "text/plain", "txt", BOUNDS).text == "René"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"{\\rtf1 Luc}",
        b"\x1f\x8b\x08",
        b"Rar!\x1a",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    ],
)
def test_other_kinds_are_refused(content):
    assert refused(content) is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    "media", ["application/zip", "application/rtf", "image/png", "application/x-msdownload"]
)
def test_other_media_types_are_refused(media):
    assert refused(b"Bonjour", media) is Reason.UNSUPPORTED


def test_an_encrypted_office_file_is_told_from_an_old_one():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)
    assert refused(old + "EncryptedPackage".encode("utf-16-le"), DOCX, "docx") is Reason.ENCRYPTED


def test_a_csv_file_may_be_said_to_be_of_excel():
    assert read(SAMPLES[Document.CSV], "application/vnd.ms-excel", "csv", BOUNDS).document is Document.CSV


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content):
    assert refused(content, "text/plain") is Reason.NO_TEXT


def test_whatever_a_library_raises_is_a_refusal(monkeypatch):
    from gateway.attachments.kinds import pdf as module

    for error, reason in (
        (KeyError("Luc"), Reason.DAMAGED),
        (RecursionError(), Reason.DAMAGED),
        (MemoryError(), Reason.TOO_LARGE),
    ):
        monkeypatch.setattr(module, "read", lambda *_, error=error: (_ for _ in ()).throw(error))
        assert refused(SAMPLES[Document.PDF]) is reason


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=4), st.integers(0, 8)), max_size=6),
)
def test_a_changed_file_is_read_or_refused_and_nothing_else(document, changes):
    content = bytearray(SAMPLES[document])
    for where, put, taken in changes:
        at = int(where * len(content))
        content[at : at + taken] = put
    with suppress(Unfit):
        read(bytes(content), "", "", BOUNDS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(OFFICE), st.data())
def test_a_changed_part_of_an_office_file_is_read_or_refused_and_nothing_else(document, data):
    """Changed before it is packed, so that it is the parser that meets it, and not only the checksum."""
    names = sorted(Package(SAMPLES[document], BOUNDS).xml)
    name = data.draw(st.sampled_from(names))
    words = re.split(rb"([<>\"=/ ]+)", part(SAMPLES[document], name))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(words) - 1))
        words[at] = data.draw(st.sampled_from(words) | st.binary(max_size=3) | st.just(b"-1"))
    with suppress(Unfit):
        read(with_parts(SAMPLES[document], {name: b"".join(words)}), "", "", BOUNDS)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", *ENDINGS]))
def test_any_bytes_are_read_or_refused_and_nothing_else(content, ending):
    with suppress(Unfit):
        read(content, "", ending, BOUNDS)


@pytest.mark.parametrize("document", SAMPLES)
def test_the_same_file_gives_the_same_text(document):
    assert read(SAMPLES[document], "", "", BOUNDS) == read(SAMPLES[document], "", "", BOUNDS)
