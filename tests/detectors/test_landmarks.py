import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detectors.landmarks import Landmarks, needed, strings_of
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
    assert list(needed(regex)) == list(map(frozenset, sets))


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
    for strings in needed(pattern.regex, fold=pattern.cased):
        assert any(string in held for string in strings)


@given(st.lists(st.sets(st.text("ab1@", min_size=1, max_size=3), min_size=1), max_size=6), st.text("ab1@ \n"))
def test_what_is_seen_in_a_text(sets: list[set[str]], text: str) -> None:
    landmarks = Landmarks()
    every = [frozenset(one) for one in sets]
    bits = [landmarks.bits([one]) for one in every]
    for _ in range(2):  # words are remembered the second time
        seen = landmarks.seen(text)
        assert [bool(seen & bit) for bit in bits] == [any(string in text for string in one) for one in every]


def test_the_same_set_has_the_same_bit_and_a_later_one_is_seen() -> None:
    landmarks = Landmarks()
    first = landmarks.bits([frozenset({"nip"})])
    assert landmarks.seen("mon nip 12") == first
    both = landmarks.bits([frozenset({"nip"}), _DIGITS])
    assert both & first
    assert landmarks.seen("mon nip 12") == both
    assert landmarks.seen("mon nip") == first


def test_memory_is_bounded() -> None:
    landmarks = Landmarks()
    landmarks.bits([frozenset({"x"})])
    for number in range(0, 100_000, 1000):
        words = " ".join(map(str, range(number, number + 1000)))
        assert landmarks.seen(words.translate(str.maketrans("0123456789", "abcdefghij"))) == 0
        assert 0 < len(landmarks._words or ()) < 40_000


def test_no_number_is_remembered() -> None:
    landmarks = Landmarks()
    bit = landmarks.bits([_DIGITS])
    assert landmarks.seen("son nip : a4821") == bit
    assert set(landmarks._words or ()) == {"son", "nip", ":"}


def test_a_blob_is_read_and_forgotten() -> None:
    landmarks = Landmarks()
    bit = landmarks.bits([frozenset({"x"})])
    assert landmarks.seen("x" * 1_000_000) == bit
    assert not landmarks._words
