"""A relaxed pattern matches wherever the pattern does."""

import re

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.reading import Reading
from detectors.recognizers import RECOGNIZERS
from detectors.recognizers.pattern import Pattern, PatternRecognizer
from detectors.relax import encode, options, relax

PATTERNS = [
    pattern for kind in RECOGNIZERS if issubclass(kind, PatternRecognizer) for pattern in kind.PATTERNS
]
EXAMPLES = [re.sub(r"\[\[|\]\]", "", text) for kind in RECOGNIZERS for text in (*kind.FINDS, *kind.SPARES)]


@pytest.mark.parametrize(
    ("regex", "text"),
    [
        (r"(?<!\d)\d{3}(?!\d)", "a 123"),
        (r"(?>a+)b\b", "aab"),
        (r"(x|y)\1", "yy"),
        (r"[^\W\d_]+", "œuf"),
        (r"[⑆|]\d", "⑆1"),
        (r"\w\s\w", "é\u00a0é"),
        (r"a{2,40}", "aaaaaaaaaa"),
        (r"[^\W_]\W[^\s,]", "œ…½"),
    ],
)
def test_what_re2_lacks_is_left_out(regex: str, text: str) -> None:
    assert re.search(regex, text)
    for loose in (False, True):
        assert re2.compile(relax(regex, loose=loose), options(1 << 20)).search(encode(text))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES), st.integers(0, 60), st.text(max_size=3))
def test_our_patterns_find_the_same_through_re2(one: str, other: str, at: int, between: str) -> None:
    reading = Reading(one[:at] + between + other)
    for pattern in PATTERNS:
        text = reading.text if pattern.cased else reading.folded
        expected = [match.span() for match in pattern.compiled.finditer(text)]
        assert [match.span() for match in pattern.matches(reading)] == expected, pattern.name


def test_a_pattern_with_many_false_starts_still_finds() -> None:
    pattern = Pattern("numbers", r"(?<!\d)\d{4}(?!\d)", 0.5)
    reading = Reading("12345 " * 50 + "1234")
    assert [match[0] for match in pattern.matches(reading)] == ["1234"]
