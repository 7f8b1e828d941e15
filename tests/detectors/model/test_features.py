import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.features import GRAMS, OFFSETS, ROWS, WORD_FEATURES, row, shape, word_rows
from detectors.model.gazetteer import Gazetteer, Known
from detectors.model.tokens import tokenize

_NAMES = Gazetteer({"marie": int(Known.GIVEN), "roy": int(Known.SURNAME)})


@given(st.text(min_size=1).flatmap(lambda text: st.sampled_from(tokenize(text).words or ["x"])))
def test_every_token_has_rows_of_the_table(word):
    rows, grams = word_rows(word, _NAMES)
    assert len(rows) == WORD_FEATURES
    assert len(grams) <= GRAMS
    assert all(0 <= r < ROWS for r in [*rows, *grams])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Marie-Ève", "Xxx-Xxx"),
        ("TREMBLAY", "XX"),
        ("H2C", "XdX"),
        ("2024-05-06", "dd-dd-dd"),
        ("J.-P.", "X.-X."),
    ],
)
def test_shape(word, expected):
    assert shape(word) == expected


def test_case_and_accents_change_only_the_rows_that_hold_them():
    plain, accented = word_rows("eve", _NAMES)[0], word_rows("ÈVE", _NAMES)[0]
    assert [a == b for a, b in zip(plain, accented, strict=True)] == [
        k not in (2, 8) for k in range(WORD_FEATURES)
    ]


def test_line_breaks_count_as_one_or_as_a_blank_line():
    assert word_rows("\r\n", _NAMES) == word_rows("\n", _NAMES)
    assert word_rows("\n\n\n", _NAMES) == word_rows("\r\n\r\n", _NAMES) != word_rows("\n", _NAMES)
    assert word_rows("\t", _NAMES) == word_rows("     ", _NAMES)


def test_digits_are_alike_and_listings_show():
    assert (
        word_rows("418-555-0199", _NAMES)[0]
        == word_rows("514-555-0123", _NAMES)[0]
        != word_rows("1", _NAMES)[0]
    )
    assert word_rows("Marie-Roy", _NAMES)[0][9] != OFFSETS["known"]


def test_rows_are_the_same_on_every_machine():
    assert row("norm", "tremblay") == 1 + 8292
    assert row("norm", "") == 0
