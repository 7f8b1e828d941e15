from importlib.resources import files

import pytest

from detectors import gazetteer
from detectors.normalise import fold

FILES = sorted(file.name for file in files(gazetteer).iterdir() if file.name.endswith(".txt"))


@pytest.mark.parametrize("name", FILES)
def test_a_list_is_folded_and_clean(name: str) -> None:
    entries = gazetteer.load(name.removesuffix(".txt"))
    assert entries
    assert {entry for entry in entries if entry != fold(entry).strip()} == set()


@pytest.mark.parametrize("word", ["marie-eve", "lea-rose", "julie", "kouame", "ngoc", "aime"])
def test_given_names(word: str) -> None:
    assert gazetteer.is_given(word)


@pytest.mark.parametrize("word", ["tremblay", "morneau-khoury", "nguyen", "vollant", "st-pierre", "gagne"])
def test_surnames(word: str) -> None:
    assert gazetteer.is_surname(word)


@pytest.mark.parametrize("word", ["maison", "loyer-du", "-", "", "rendez-vous", "de"])
def test_what_is_no_given_name(word: str) -> None:
    assert not gazetteer.is_given(word)


def test_a_given_name_that_stands_alone_is_no_everyday_word_and_no_town() -> None:
    everyday = gazetteer.WORDS | gazetteer.HOMONYMS | gazetteer.PLACES | gazetteer.NEVER
    assert gazetteer.GIVEN_ALONE.isdisjoint(everyday)
    assert {"monique", "marie-eve", "guillaume"} <= gazetteer.GIVEN_ALONE
    assert gazetteer.GIVEN_ALONE.isdisjoint({"rose", "page", "will", "roy", "claire", "pierre", "laval"})
