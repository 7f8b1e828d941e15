"""What is a word, and what is made up."""

import pytest

from detectors.vocabulary import is_word


@pytest.mark.parametrize("word", ["verrouille", "desactive", "deployment", "backup", "server"])
def test_words_of_both_languages_are_known(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["mhamel", "tremlau", "jpgariepy", "xqzw", ""])
def test_what_is_made_up_is_not(word: str) -> None:
    assert not is_word(word)
