from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.formula import ArrayFormula

from gateway.attachments.kinds.excel import read
from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.reading import Bounds, Reason, Unfit
from tests.gateway.attachments.files import BOUNDS, excel, part, saved, with_parts

SHEET = "xl/worksheets/sheet1.xml"


def extract(book, bounds=BOUNDS):
    content = book if isinstance(book, bytes) else saved(book)
    return read(content, Package(content, bounds), bounds)


@pytest.fixture
def book():
    return openpyxl.Workbook()


def test_rows_are_lines_with_each_cell_below_its_header(book):
    book.active.title = "Membres"
    for row in (
        ("Nom", "NAS", "Depuis", "Actif"),
        ("Luc Roy", 558073029, date(2026, 1, 2), True),
        (None, None, None, 0.5),
    ):
        book.active.append(row)
    assert (
        extract(book).text
        == "[Sheet Membres]\nNom | NAS | Depuis | Actif\nLuc Roy | 558073029 | 2026-01-02 | TRUE\n |  |  | 0.5"
    )


def test_a_number_keeps_the_zeros_that_its_format_shows(book):
    for at, (value, form) in enumerate(
        ((46454286, "000 000 000"), (46454286, '000"-"000"-"000'), (7, "0"), (-5, "000"), (1234, "000")), 1
    ):
        book.active.cell(at, 1, value).number_format = form
    assert extract(book).text.splitlines()[1:] == ["046 454 286", "046-454-286", "7", "-005", "1234"]


def test_times_and_breaks_stand_on_one_line(book):
    book.active.append((datetime(2026, 1, 2, 3, 4), time(5, 6), "a\nb\tc"))  # noqa: DTZ001 - Excel has no zones
    assert extract(book).text.splitlines()[1] == "2026-01-02 03:04:00 | 05:06:00 | a b c"


def test_what_is_hidden_is_left_out_and_told(book):
    sheet = book.active
    for row in (("a", "secret-colonne", "c"), ("secret-rangée", "x", "y"), ("d", "e", "f")):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("Cachée").append(("secret-feuille",))
    book["Cachée"].sheet_state = "veryHidden"
    found = extract(book)
    assert "secret" not in found.text
    assert found.text.splitlines()[1:] == ["a | c", "d | f"]
    left_out = dict(found.left_out)
    assert (left_out["hidden sheets"], left_out["hidden rows"], left_out["hidden columns"]) == (1, 1, 1)
    assert found.pages == 1


def test_comments_links_headers_and_formulas_are_read(book):
    sheet = book.active
    sheet["A1"] = "Luc"
    sheet["A1"].comment = Comment("À rappeler", "Zoé Caron")
    sheet["B1"] = "écrire"
    sheet["B1"].hyperlink = "mailto:luc@exemple.quebec"
    sheet["C1"] = '="Mme "&A1'
    sheet["D1"] = ArrayFormula("D1:D2", "=SUM(E1:E2)")
    sheet.oddHeader.center.text = "Confidentiel"
    found = extract(book)
    assert found.text.splitlines()[1:] == [
        "Confidentiel",
        'Luc | écrire (mailto:luc@exemple.quebec) | ="Mme "&A1 | =SUM(E1:E2)',
        "[Comments]",
        "A1: À rappeler",
    ]
    assert dict(found.left_out)["authors of comments"] == 1


def test_the_result_of_a_formula_is_read_where_there_is_one(book):
    book.active["A1"] = "=1+1"
    content = saved(book)
    solved = (
        part(content, SHEET)
        .replace(b"<v></v>", b"<v>2</v>")
        .replace(b"<v />", b"<v>2</v>")
        .replace(b"<v/>", b"<v>2</v>")
    )
    assert extract(with_parts(content, {SHEET: solved})).text.splitlines()[1] == "2"


def test_text_in_drawings_is_read():
    drawing = b'<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><xdr:sp><xdr:txBody><a:p><a:r><a:t>Bulle de Luc</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
    assert extract(with_parts(excel(("a",)), {"xl/drawings/drawing1.xml": drawing})).text.endswith(
        "[Drawing]\nBulle de Luc"
    )


def test_a_dimension_that_lies_costs_nothing():
    content = excel(("Nom",), ("Luc",))
    lie = part(content, SHEET).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert lie != part(content, SHEET)
    assert extract(with_parts(content, {SHEET: lie})).text == "[Sheet Sheet]\nNom\nLuc"


@pytest.mark.parametrize(
    ("inside", "limit"),
    [
        (b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "cells"),
        (b"".join(b'<c r="A1"><v>%d</v></c>' % at for at in range(1_001)) + b"</sheetData>", "cells"),
    ],
)
def test_more_cells_than_may_be_read_are_refused(inside, limit):
    content = excel(("a",))
    sheet = part(content, SHEET).replace(b"</sheetData>", inside, 1)
    with pytest.raises(Unfit) as caught:
        extract(
            with_parts(content, {SHEET: sheet}),
            Bounds(pages=9, cells=1_000, characters=10**6, unpacked=10**8, ratio=200),
        )
    assert (caught.value.reason, caught.value.limit) == (Reason.TOO_LARGE, limit)


def test_too_many_sheets_are_refused(book):
    for _ in range(3):
        book.create_sheet()
    with pytest.raises(Unfit) as caught:
        extract(book, Bounds(pages=3, cells=99, characters=99, unpacked=10**7, ratio=99))
    assert caught.value.limit == "pages"


def test_cells_far_out_end_at_the_characters_that_may_be_read(book):
    for row in range(1, 200):
        book.active.cell(row, 16_384, "x")
    with pytest.raises(Unfit) as caught:
        extract(book)
    assert caught.value.limit == "characters"
