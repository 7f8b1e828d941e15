"""Numbers dictated in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.spoken import transcribe

_WORDS = st.sampled_from(
    ["un", "deux", "quatre", "vingt", "cent", "mille", "tiret", "k", "et", "dossier", "one", "-", ","]
)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("nas deux un deux trois quatre cinq six sept deux.", "nas 212345672."),
        ("quatre cent dix-huit cinq cent cinquante-cinq zero un quarante-deux", "4185550142"),
        ("dossier vingt quatre tiret zero neuf un, fermez", "dossier 24-091, fermez"),
        ("plaque f comme francois zero huit b c s", "plaque f08bcs"),
        ("five one four five five five oh one four two", "5145550142"),
        ("quatre-vingt-onze soixante-quinze", "9175"),
    ],
)
def test_what_is_dictated_is_written_in_digits(said: str, written: str) -> None:
    found = transcribe(said)
    assert found is not None
    assert found.text == written


@pytest.mark.parametrize(
    "text",
    [
        "quatre cent dix-huit personnes",
        "en deux mille vingt-quatre",
        "mil neuf cent quarante-huit",
        "un soleil",
        "",
    ],
)
def test_a_number_said_as_one_stays_in_words(text: str) -> None:
    assert transcribe(text) is None


@given(st.lists(_WORDS).map(" ".join))
def test_each_character_comes_from_the_text(text: str) -> None:
    found = transcribe(text)
    if found is not None:
        assert found.starts is not None
        assert found.ends is not None
        assert len(found.text) == len(found.starts) == len(found.ends)
        assert list(found.starts) == sorted(found.starts)
        assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
