"""Tables pasted into a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.tables import read_tables


def cells(text: str) -> list[tuple[str, str]]:
    return [(cell.header, text[cell.start : cell.end]) for cell in read_tables(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nom\tNAS\nRoy\t12\n", [("nom", "Roy"), ("nas", "12")]),
        ('nom,ddn,"tél"\n"Roy, Jean",1,2', [("nom", "Roy, Jean"), ("ddn", "1"), ("tel", "2")]),
        ("| Nom | Clé |\n|---|---|\n| Ly | x |", [("nom", "Ly"), ("cle", "x")]),
        ("a;b\n1;2\n\n3;4", [("a", "1"), ("b", "2")]),
        (
            "DA       Nom          Local\n2033817  Roy Noah     2.118",
            [("da", "2033817"), ("nom", "Roy Noah"), ("local", "2.118")],
        ),
    ],
)
def test_a_cell_knows_its_header(text: str, expected: list[tuple[str, str]]) -> None:
    assert [cell for cell in cells(text) if cell[0]] == expected


@pytest.mark.parametrize(
    "text", ["Bonjour, Jean\nMerci, Luc", "Roy;514 555-0199\nLy;514 555-0100", "un seul | trait", ""]
)
def test_prose_and_lists_are_no_tables(text: str) -> None:
    assert cells(text) == []


@given(st.text(alphabet='ab1 ,;|\t\n"-:'))
def test_cells_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for cell in read_tables(text):
        assert last <= cell.start < cell.end <= len(text)
        last = cell.end
