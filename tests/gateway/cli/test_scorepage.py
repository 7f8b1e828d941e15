import itertools
from xml.etree import ElementTree as ET

import pytest

from detectors.findings import Finding
from detectors.marked import Document, Mark
from detectors.scoring import score
from gateway.cli.scorepage import render, visible
from gateway.cli.scores import Measured

HOSTILE = '<script>alert("x")</script> &amp; \x00\x1b \u202e\u200b ]]> <!-- %(x)s {y} Roy </td></tr>'


def measured(name, *pairs):
    return Measured(name, score(pairs), sum(len(document.text) for document, _ in pairs), 0.5)


def document(text, *marks, name="a.txt", genre="lettre", language="fr"):
    return Document(name, language, genre, text, tuple(Mark(*mark) for mark in marks))


def page(*pairs, language="en", beside=()):
    every = [measured("Paravent", *pairs), *beside]
    return render(every, [document for document, _ in pairs], language)


def parsed(text):
    return ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))


def texts(element, tag):
    return ["".join(one.itertext()) for one in element.iter(tag)]


@pytest.fixture
def missed():
    return document("Bonjour Roy, à demain.", (8, 11, "PERSON")), []


def test_the_page_says_what_was_measured(missed):
    tree = parsed(page(missed))
    assert tree.get("lang") == "en"
    assert texts(tree, "title") == ["How good detection is"]
    assert "holds text of the documents" in texts(tree, "p")[0]
    figures = dict(zip(texts(tree, "dt"), texts(tree, "dd"), strict=True))
    assert figures["Strict recall"] == "0.000"
    assert figures["Marked characters that leak"] == "3 (100.0%)"
    assert texts(tree, "mark") == ["Roy"]
    assert "…Bonjour Roy, à demain.…" in texts(tree, "td")
    assert texts(tree, "h3") == ["Missed: nothing covers them (1)"]


def test_it_speaks_french(missed):
    tree = parsed(page(missed, language="fr"))
    figures = dict(zip(texts(tree, "dt"), texts(tree, "dd"), strict=True))
    assert tree.get("lang") == "fr"
    assert figures["Rappel exact"] == "0,000"
    assert figures["Caractères marqués qui fuient"] == "3 (100,0\N{NO-BREAK SPACE}%)"


def test_each_table_can_be_heard(missed):
    tree = parsed(page(missed, beside=[measured("Presidio", missed)]))
    tables = list(tree.iter("table"))
    assert len(tables) == 4
    for table in tables:
        assert table.find("caption").text
        head = table.findall("thead/tr/th")
        assert all(cell.get("scope") == "col" and cell.text for cell in head)
        for row in [*table.findall("tbody/tr"), *table.findall("tfoot/tr")]:
            assert row[0].tag == "th"
            assert row[0].get("scope") == "row"
            assert len(row) == len(head)
    levels = [int(one.tag[1]) for one in tree.iter() if one.tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_text_of_documents_is_never_markup():
    at = HOSTILE.index("Roy")
    hostile = document(HOSTILE, (at, at + 3, "PERSON"), name='"><script>.txt', genre="<b>", language='"><i>')
    found = [Finding(0, 8, "<u>", 0.9, "x")]
    tree = parsed(page((hostile, found), beside=[measured("<em>", (hostile, found))]))
    assert not {one.tag for one in tree.iter()} & {"script", "b", "i", "u", "em", "a", "img", "link"}
    assert not any(name.startswith("on") for one in tree.iter() for name in one.attrib)
    cells = texts(tree, "td")
    assert any(
        '<script>alert("x")</script> &amp; ‹U+0000›‹U+001B› ‹U+202E›‹U+200B›' in cell for cell in cells
    )
    assert any(cell == '"><script>.txt' for cell in texts(tree, "th"))
    assert texts(tree, "mark") == ["Roy", "<script>"]


def test_detectors_stand_beside_each_other(missed):
    right = missed[0], [Finding(8, 11, "PERSON", 0.9, "x")]
    tree = parsed(page(right, beside=[measured("Presidio", missed)]))
    rows = [["".join(cell.itertext()) for cell in row] for row in list(tree.iter("table"))[2].find("tbody")]
    assert rows[0][:5] == ["PERSON", "Paravent", "1", "1", "1.000"]
    assert rows[1][:6] == ["PERSON", "Presidio", "1", "0", "–", "0.000"]
    assert [row[:2] for row in rows[2:]] == [["Total", "Paravent"], ["Total", "Presidio"]]
    assert texts(tree, "li")[1] == "Presidio: 44 characters per second."


def test_without_errors_it_says_so():
    clean = document("Rien ici.")
    assert "There is none." in texts(parsed(page((clean, []))), "p")


def test_a_long_value_is_cut():
    text = "a" * 300 + "b" * 300
    tree = parsed(page((document(text, (0, 600, "SECRET")), [])))
    assert texts(tree, "mark") == ["a" * 60 + "…" + "b" * 60]


def test_visible():
    assert visible("é\n\t\x7f\u2066\N{NO-BREAK SPACE}") == "é⏎⇥‹U+007F›‹U+2066›\N{NO-BREAK SPACE}"
