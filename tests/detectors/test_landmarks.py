"""All that patterns need is looked for at once."""

from hypothesis import given
from hypothesis import strategies as st

from detectors.landmarks import Landmarks

_DIGITS = frozenset("0123456789")


@given(st.lists(st.sets(st.text("ab1@", min_size=1, max_size=3), min_size=1), max_size=6), st.text("ab1@ \n"))
def test_what_is_seen_in_a_text(sets: list[set[str]], text: str) -> None:
    landmarks = Landmarks()
    every = [frozenset(one) for one in sets]
    bits = [landmarks.bits([one]) for one in every]
    seen = landmarks.look(text)
    assert landmarks.look(text, places=False) == (seen.bits, {})
    assert [bool(seen.bits & bit) for bit in bits] == [any(map(text.__contains__, one)) for one in every]


@given(st.sets(st.text("ab1@", min_size=2, max_size=3), min_size=1), st.text("ab1@ \n"))
def test_where_the_strings_of_a_set_start(strings: set[str], text: str) -> None:
    landmarks = Landmarks()
    landmarks.place(frozenset(strings))
    found = landmarks.look(text).starts.get(frozenset(strings), [])
    expected = [at for string in strings for at in range(len(text)) if text.startswith(string, at)]
    assert sorted(found) == sorted(expected)


def test_the_same_set_has_the_same_bit_and_a_later_one_is_seen() -> None:
    landmarks = Landmarks()
    first = landmarks.bits([frozenset({"nip"})])
    assert landmarks.look("mon nip 12").bits == first
    both = landmarks.bits([frozenset({"nip"}), _DIGITS])
    assert both & first
    assert landmarks.look("mon nip 12").bits == both
    assert landmarks.look("mon nip").bits == first
    assert not landmarks.look("mon nip").starts
