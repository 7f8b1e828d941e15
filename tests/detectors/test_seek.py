"""A pattern by way of RE2 finds what it finds by itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.reading import Reading
from detectors.seek import Seek

PATTERNS = [
    (r"(?<![a-z])no \d+(?!\d)", False, False),
    (r"(?<!\w)[A-Z][a-z]+ [A-Z][a-z]+(?!\w)", True, True),
    (r"(?i)c\.p\. \d{1,4}(?!\d)", True, False),
    (r"(?m)^[a-z]+ ?:", False, False),
]


@pytest.mark.parametrize(("regex", "cased", "minds"), PATTERNS)
@given(text=st.text("aAbB no.:cpCP12\né", max_size=60))
def test_the_matches_are_those_of_finditer(regex: str, cased: bool, minds: bool, text: str) -> None:
    reading = Reading(text)
    searched = reading.text if cased else reading.folded
    expected = [match.span() for match in re.finditer(regex, searched) if match.end() > match.start()]
    assert [match.span() for match in Seek(regex, cased=cased, minds=minds).matches(reading)] == expected


def test_many_false_starts_change_nothing() -> None:
    reading = Reading("no 12x " * 40 + "no 34")
    assert [match[0] for match in Seek(r"no \d+(?!\w)").matches(reading)] == ["no 34"]


def test_a_compiled_pattern_keeps_its_flags() -> None:
    pattern = re.compile(r"box \d", re.IGNORECASE)
    assert [match[0] for match in Seek(pattern, cased=True).matches(Reading("PO BOX 4"))] == ["BOX 4"]
