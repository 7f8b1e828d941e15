from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.features import (
    GRAMS,
    OFFSETS,
    RANGES,
    ROWS,
    WORD_FEATURES,
    row,
    shape,
    word_rows,
)
from detectors.model.gazetteer import Gazetteer, Known, fold
from detectors.model.lexicon import Lexicon
from detectors.model.senses import COMMONNESS, Senses
from detectors.model.tokens import tokenize

_SENSES = Senses(b"marie\nroy\n", *np.array([[0, 2], [1, 6], [8, 9]], np.uint16))
_NAMES = Lexicon(Gazetteer({"marie": int(Known.GIVEN), "roy": int(Known.SURNAME)}), _SENSES, _SENSES)


@given(st.text(min_size=1).flatmap(lambda text: st.sampled_from(tokenize(text).words or ["x"])))
def test_every_token_has_rows_of_the_table(word):
    rows, grams, meanings = word_rows(word, _NAMES)
    assert all(0 <= meaning <= 6 for meaning in meanings)
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


def test_a_word_is_known_by_its_letters_alone_to_be_a_name_or_a_thing():
    roy, marie, other = (word_rows(word, _NAMES) for word in ("ROY", "Marie-Lune", "Lune"))
    assert (roy.meanings, marie.meanings, other.meanings) == ((2, 6), (0, 1), (0, 0))
    assert roy.features[-1] == OFFSETS["english"] + 9
    assert other.features[-2] == OFFSETS["french"] + COMMONNESS - 1
    assert roy.features[12:16] != other.features[12:16] == [0] * 4


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


@given(st.sampled_from(sorted(RANGES)), st.text(max_size=9))
def test_a_row_is_the_sum_of_its_kind_and_text(kind, text):
    told = f"{kind}:{text}".encode("utf-8", "surrogatepass")
    assert row(kind, text) == (OFFSETS[kind] + crc32(told) % RANGES[kind] if text else 0)


@given(st.text("aZé-", min_size=1, max_size=9))
def test_the_shape_of_a_plain_word_is_that_of_any(word):
    shaped = shape(word)
    assert shape("!" + word) == "!" + shaped


@given(st.text("abé<>", min_size=3, max_size=20))
def test_trigrams_are_those_of_the_word_as_it_is_spelled(word):
    word = "a" + word
    framed = f"<{fold(word)}>"
    expected = [row("gram", framed[i : i + 3]) for i in range(min(len(framed) - 2, GRAMS))]
    assert word_rows(word, _NAMES).grams == expected
