import pytest

from gateway.attachments.heading import headed
from gateway.attachments.kinds.reading import Document, Extract


def test_the_kind_the_name_and_what_is_left_out_are_told_above_the_text():
    extract = Extract(Document.WORD, "Bonjour.", 0, (("document properties", 1), ("images", 2)))
    assert headed(extract, "lettre.docx") == (
        "[Attached file: Word document (DOCX), lettre.docx]\n"
        "[Left out of this file: document properties, images (2)]\n\nBonjour."
    )


def test_a_file_without_a_name_has_none():
    assert headed(Extract(Document.TEXT, "x"), "") == "[Attached file: text]\n\nx"


def test_a_name_stays_in_its_line():
    told = headed(Extract(Document.PDF, "x"), "a]\n[Left out: rien\u2028" + "b" * 999)
    assert told.splitlines()[0].startswith("[Attached file: PDF, a")
    assert told.count("[") == 1
    assert len(told) < 250


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("CV_Gagnon_Marie-Eve.docx", "CV Gagnon Marie-Eve.docx"),
        ("cvGagnonLuc.docx", "cv Gagnon Luc.docx"),
        ("CV%20%C3%88ve+Roy.docx", "CV Ève Roy.docx"),
        ("RAMQ 2026.docx", "RAMQ 2026.docx"),
    ],
)
def test_a_name_is_told_in_words_so_that_people_are_found_in_it(name, told):
    assert f", {told}]" in headed(Extract(Document.WORD, "x"), name)


def test_each_kind_has_a_name():
    for document in Document:
        assert headed(Extract(document, "x"), "").startswith("[Attached file: ")
