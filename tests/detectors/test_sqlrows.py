"""Rows written in SQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.sqlrows import read_inserts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "INSERT INTO t (nom, ddn) VALUES ('Roy', '1991-05-04'), ('O''Neil', NULL);",
            [("nom", "Roy"), ("ddn", "1991-05-04"), ("nom", "O''Neil"), ("ddn", "NULL")],
        ),
        ("insert into `t`(`Clé`) values(12)", [("cle", "12")]),
        (
            "CREATE TABLE t (id INT PRIMARY KEY, nom VARCHAR(40));\nINSERT INTO t VALUES (1, 'Ly');",
            [("id", "1"), ("nom", "Ly")],
        ),
        ("INSERT INTO t VALUES (1, 2)", []),
        ("insert into the box values of all kinds", []),
    ],
)
def test_a_value_knows_its_column(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(cell.header, text[cell.start : cell.end]) for cell in read_inserts(text)] == expected


@given(st.text(alphabet="insertovalu (),'\"abc;"))
def test_any_text_is_read(text: str) -> None:
    whole = f"insert into t (a, b) values ({text}"
    assert all(0 <= cell.start < cell.end <= len(whole) for cell in read_inserts(whole))
