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
    (r"(?<=: )[a-z]{1,3}", False, False),
    (r"(?<![A-Z])[a-z]+\d", True, False),
    (r"\Ano \d", False, False),
    (r"(?:no|cp)\.? ?\d{1,3}(?!\d)", False, False),
    (r"(?:no|cp) [a-z]+:", False, False),
    (r"(?<!\d)\d[ .]?\d{2}[ .]?\d(?!\d)", False, False),
    (r"[a-z]{1,4}\s*:\s*cp", False, False),
]


_TEXTS = st.text("aAbB no.:cpCP12\né", max_size=60)


@pytest.mark.parametrize(("regex", "cased", "minds"), PATTERNS)
@given(
    text=st.one_of(
        _TEXTS, st.builds("{}{}{}".format, _TEXTS, st.sampled_from(("x " * 900, " " * 99)), _TEXTS)
    )
)
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


def test_only_what_touches_the_spans_asked_for_need_be_told() -> None:
    reading = Reading("no 12, " + "x " * 900 + "no 34, no 56 " + "y " * 900 + "no 78")
    for regex in (r"no \d{1,3}(?!\w)", r"(?<!\d)\d\d(?!\d)"):
        at = reading.text.index("34")
        told = [match[0][-2:] for match in Seek(regex).matches(reading, [(at, at + 1)])]
        assert "34" in told
        assert not {"12", "78"} & set(told)
