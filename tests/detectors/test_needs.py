import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detectors.needs import BLANKS, ENDLESS, digits, longest, needed, strings_of
from detectors.normalise import fold
from detectors.recognizers import RECOGNIZERS
from detectors.recognizers.pattern import Pattern, PatternRecognizer

_PATTERNS: list[Pattern] = [
    pattern for kind in RECOGNIZERS if issubclass(kind, PatternRecognizer) for pattern in kind.PATTERNS
]
_DIGITS = frozenset("0123456789")


@pytest.mark.parametrize(
    ("regex", "sets"),
    [
        ("abc", [{"abc"}]),
        ("a[bc]d?", [{"ab", "ac", "abd", "acd"}]),
        (r"(?:nip|pin)\s?:? ?\d", [{"nip", "pin"}, _DIGITS]),
        (r"\bpin\b", [{"pin"}]),
        ("mot de passe", [{"mot"}, {"de"}, {"passe"}]),
        (r"(?:mots? de passe|\w+)x", [{"x"}]),
        ("(?:ab)+c", [{"ab"}, {"c"}]),
        ("(?:ab)*c", [{"c"}]),
        ("(?i)AB", [{"ab"}]),
        ("a*", []),
        (r"[^a]\w.", []),
        ("a|", []),
        ("(a)(?:b|cd)\\1", [{"ab", "acd"}]),
    ],
)
def test_what_a_pattern_needs(regex: str, sets: list[set[str]]) -> None:
    assert [need.strings for need in needed(regex)] == list(map(frozenset, sets))


@pytest.mark.parametrize(
    ("regex", "strings"),
    [
        ("clients?", {"client", "clients"}),
        ("[@#]", {"@", "#"}),
        (r"\bpin\b", None),
        ("mot de", None),
        ("a+", None),
        ("^a", None),
        ("", None),
    ],
)
def test_patterns_that_are_lists_of_strings(regex: str, strings: set[str] | None) -> None:
    assert strings_of(regex) == (None if strings is None else frozenset(strings))


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_whatever_a_pattern_matches_holds_what_it_needs(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(_PATTERNS))
    latin = st.characters(codec="latin-1")
    try:
        text = data.draw(st.from_regex(pattern.regex, alphabet=latin))
    except ValueError:  # it holds a character of its own that Latin-1 has not
        return
    match = pattern.compiled.search(text)
    assert match is not None
    held = fold(match[0]) if pattern.cased else match[0]
    assert sum(char in _DIGITS for char in held) >= digits(pattern.regex)
    gaping = " " * (BLANKS + 1) in "".join(" " if char.isspace() else char for char in held)
    assert gaping or len(held) <= longest(pattern.regex)
    for strings, before in needed(pattern.regex, fold=pattern.cased):
        places = [held.find(string) for string in strings if string in held]
        assert places
        assert gaping or min(places) <= before


@pytest.mark.parametrize(
    ("regex", "before"),
    [("abc", [0]), (r"\w{2,3}-ab", [3]), (r"(?:\w|[yz]{1,4})\W?(?:ab|cd)", [5]), (r"\w+:", [ENDLESS])],
)
def test_how_far_in_a_match_what_it_needs_may_stand(regex: str, before: list[int]) -> None:
    assert [need.before for need in needed(regex)] == before


@pytest.mark.parametrize(
    ("regex", "most", "least"),
    [
        (r"\d{3}[ -]?\d{3}", 7, 6),
        (r"(\d\d|a)x\1", 5, 0),
        (r"(?<!\d)a\s*[0-9]b?(?=cd)", BLANKS + 3, 1),
        (r"\d+", ENDLESS, 1),
        (r"(?>ab|1)[01]{2}", 4, 2),
    ],
)
def test_how_long_a_match_is_and_how_many_digits_it_has(regex: str, most: int, least: int) -> None:
    assert longest(regex) == most
    assert digits(regex) == least
