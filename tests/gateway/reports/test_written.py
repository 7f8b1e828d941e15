import csv
import io
import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from audit.export import BYTE_ORDER_MARK
from gateway.reports.document import Column, Document, Form, Section, Table
from gateway.reports.written import as_csv, as_html, as_json, as_markdown

COLUMNS = [
    Column("name", "Nom"),
    Column("calls", "Appels", Form.NUMBER),
    Column("day", "Jour", Form.DATE),
    Column("change", "Écart", Form.CHANGE),
    Column("teams", "Équipes", Form.COUNTS),
]
PLAIN = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40)


def document(name="rh", language="fr", **given):
    row = [name, 1234, date(2026, 5, 1), -0.25, {"rh": 1500, name: 2}]
    table = Table("rows", "Tableau", COLUMNS, [row, ["vide", None, None, None, {}]])
    values = {"facts": [("Organisation", name)], "tables": [table], "notes": ["Réserve"]}
    return Document("test", language, "Rapport", **(values | given))


def test_json_keeps_values_as_they_are():
    told = json.loads(as_json(document()))
    assert told["rows"][0] == {
        "name": "rh",
        "calls": 1234,
        "day": "2026-05-01",
        "change": -0.25,
        "teams": {"rh": 2},
    }
    assert (told["report"], told["notes"]) == ("test", ["Réserve"])


def read(lines, delimiter=";"):
    text = "".join(lines)
    assert text.startswith(BYTE_ORDER_MARK)
    return [*csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), delimiter=delimiter)]


def test_csv_opens_in_a_spreadsheet_of_its_language():
    rows = read(as_csv(document()))
    assert rows[0] == ["Tableau", "Nom", "Appels", "Jour", "Écart", "Équipes"]
    assert rows[1] == ["Tableau", "rh", "1234", "2026-05-01", "-0,25", "rh = 2"]
    assert rows[2][2:] == ["", "", "", ""]
    rows = read(as_csv(document(language="en")), ",")
    assert rows[0][0] == "Table"
    assert rows[1][1:5] == ["rh", "1234", "2026-05-01", "-0.25"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}"])
def test_no_cell_of_a_csv_is_a_formula(start, language):
    rows = read(as_csv(document(f"{start}cmd()", language)), "," if language == "en" else ";")
    assert rows[1][1] == f"'{start}cmd()"
    assert rows[1][5].startswith("rh = ")


@pytest.mark.parametrize("language", ["fr", "en"])
@given(name=st.text(st.sampled_from('a;,\t"=+-@ \n'), max_size=12))
def test_no_cell_is_one_in_a_spreadsheet_that_ends_cells_elsewhere(language, name):
    """Whatever it takes for the end of a cell, and whether or not it knows the quotes."""
    text = "".join(as_csv(document(f"x{name}", language))).removeprefix(BYTE_ORDER_MARK)
    for piece in re.split("[;,\t\n]", text):
        assert not piece.startswith(("=", "+", "@"))
        assert not piece.startswith("-") or piece in ("-0", "-0.25"), "the one number that is below zero"


def test_tables_with_other_columns_share_a_csv():
    other = Table("autre", "Autre", [Column("name", "Nom"), Column("more", "Plus")], [["a", "b"]])
    rows = read(as_csv(document(tables=[*document().tables, other])))
    assert rows[-1] == ["Autre", "a", "", "", "", "", "b"]


def test_a_page_writes_numbers_and_dates_as_its_language_does():
    assert "1\N{NARROW NO-BREAK SPACE}234" in as_html(document())
    assert "\N{MINUS SIGN}25,0\N{NO-BREAK SPACE}%" in as_html(document())
    assert "1,234" in as_html(document(language="en"))


@given(PLAIN)
def test_whatever_a_name_holds_a_page_is_well_formed_and_shows_it(name):
    page = ET.fromstring(as_html(document(f"x{name}")).removeprefix("<!DOCTYPE html>"))
    (cell, *_) = page.iterfind(".//tbody/tr/th")
    assert cell.text.strip() == f"x{name}".strip()
    assert page.find(".//script") is None


def test_a_page_is_made_for_everyone_and_fetches_nothing():
    page = as_html(document())
    tree = ET.fromstring(page.removeprefix("<!DOCTYPE html>"))
    assert tree.get("lang") == "fr"
    assert len(tree.findall(".//h1")) == len(tree.findall(".//main")) == 1
    for table in tree.iterfind(".//table"):
        assert table.find("caption") is not None
        assert {head.get("scope") for head in table.iterfind("thead//th")} == {"col"}
        assert all(row.find("th").get("scope") == "row" for row in table.iterfind("tbody/tr"))
    identifiers = {each.get("id") for each in tree.iter() if each.get("id")}
    for region in tree.iterfind(".//*[@role='region']"):
        assert (region.get("tabindex"), region.get("aria-labelledby") in identifiers) == ("0", True)
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)
    assert "@media print" in page


def test_a_printed_page_repeats_the_titles_of_columns_and_cuts_neither_rows_nor_dates():
    page = as_html(document())
    assert "thead { display: table-header-group }" in page
    assert "tr, dl div { break-inside: avoid }" in page
    assert re.search(r"td\.date \{[^}]*white-space: nowrap", page)
    tree = ET.fromstring(page.removeprefix("<!DOCTYPE html>"))
    forms = [column.form for column in COLUMNS]
    assert [head.get("class") for head in tree.find(".//thead").iter("th")] == forms
    for row in tree.iterfind(".//tbody/tr"):
        assert [cell.get("class") for cell in row.iterfind("td")] == forms[1:]


def test_the_colours_of_a_page_have_enough_contrast():
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", as_html(document())))

    def light(colour):
        channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for text in ("text", "quiet"):
        for ground in ("ground", "shade"):
            dark, bright = sorted((light(colours[text]), light(colours[ground])))
            assert (bright + 0.05) / (dark + 0.05) >= 4.5
    bright, dark = light(colours["ground"]), light(colours["accent"])
    assert (bright + 0.05) / (dark + 0.05) >= 3


def test_an_empty_table_says_so():
    page = as_html(document(tables=[Table("rows", "Tableau", COLUMNS, [])]))
    assert "<table>" not in page
    assert "Aucun" in page


@given(PLAIN)
def test_whatever_a_name_holds_markdown_shows_it_as_text(name):
    text = as_markdown(document(tables=[], sections=[Section("Titre", [f"x{name}x"], [f"y{name}y"])]))
    tokens = MarkdownIt().parse(text)
    inline = [token for token in tokens if token.type == "inline"]
    shown = [[child.type for child in token.children] for token in inline]
    assert all(set(kinds) <= {"text", "text_special"} for kinds in shown)
    told = ["".join(child.content for child in token.children) for token in inline]
    assert f"x{name}x" in told
    assert f"y{name}y" in told
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block", "ordered_list_open"}
