import re

from hypothesis import given
from hypothesis import strategies as st

from detectors.wordtree import word_tree

WORDS = st.sets(st.text("ab c.-", min_size=1, max_size=6), min_size=1, max_size=12)


@given(WORDS)
def test_every_word_matches_whole_and_nothing_else_does(words: set[str]) -> None:
    pattern = re.compile(word_tree(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not any(pattern.fullmatch(word + "z") for word in words)


@given(WORDS, st.text("ab c.-", max_size=8))
def test_the_longest_word_at_a_place_is_matched(words: set[str], text: str) -> None:
    match = re.compile(word_tree(words)).match(text)
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    assert (match[0] if match else None) == longest
