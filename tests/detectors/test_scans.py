"""Numbers that a scanner misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.relax import encode
from detectors.scans import MISREAD, misread, repair


@pytest.mark.parametrize(
    ("misread", "right"),
    [
        ("4l8 555-ol42", "418 555-0142"),
        ("58l 555-ol 46", "581 555-01 46"),
        ("m22l0-090697-o5", "m2210-090697-05"),
        ("té1. fo1io", "té1. folio"),
        ("o391502049007", "o391502049007"),
        ("g5l 1a9 et l'ile", "g5l 1a9 et l'ile"),
    ],
)
def test_letters_among_digits_become_digits(misread: str, right: str) -> None:
    assert repair(misread) == right


@given(st.text(alphabet="oil01 ab-."))
def test_the_length_stays(text: str) -> None:
    assert len(repair(text)) == len(text)


@given(st.text(alphabet="oil01 ab-.\né€"))
def test_no_line_with_something_misread_is_passed_over(text: str) -> None:
    told = {start: end for start, end, _ in misread(text, encode(text))}
    for match in MISREAD.finditer(text):
        assert told.get(match.start()) == match.end() or repair(match[0]) == match[0]
    assert all(MISREAD.search(text, start) for start in told)
