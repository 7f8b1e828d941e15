import pytest

from gateway.attachments.kinds.reading import Reason, Unfit
from gateway.attachments.kinds.sheets import survey
from tests.gateway.attachments.files import BOUNDS


def sheet(inside: str) -> bytes:
    return f'<worksheet xmlns="http://x">{inside}</worksheet>'.encode()


def test_cells_merged_ranges_and_formulas_without_a_result_are_counted():
    found = survey(
        [
            sheet(
                '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1</f><v/></c><c r="C1"><v>1</v></c></row>'
            ),
            sheet(
                '<row><c><f t="shared"/><v></v></c></row><mergeCells><mergeCell ref="A1:C2"/></mergeCells>'
            ),
        ],
        BOUNDS,
    )
    assert (found.cells, found.merged, found.unsolved) == (4, 6, 2)


@pytest.mark.parametrize(
    "inside",
    [
        '<row r="1048577"/>',
        '<row r="-1"/>',
        '<row r="²"/>',
        '<cols><col min="1" max="99999999999"/></cols>',
        '<c r="XFE1"/>',
        '<c r="A1048577"/>',
        '<c r="A0"/>',
        '<c r="Luc"/>',
        '<mergeCell ref="C3:A1"/>',
    ],
)
def test_places_outside_a_sheet_are_refused(inside):
    with pytest.raises(Unfit) as caught:
        survey([sheet(inside)], BOUNDS)
    assert caught.value.reason is Reason.DAMAGED
