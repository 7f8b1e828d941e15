"""Words around a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.cues import Cue, Cues
from detectors.relax import encode

CUES = Cues("NAS", "assurance sociale", "date de naissance")


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("mon nas : ", Cue("NAS", 3)),
        ("no d'assurance_sociale ", Cue("assurance sociale", 1)),
        ("date  de naissance, nas", Cue("NAS", 0)),
        ("nasa ", None),
        ("anas ", None),
        ("", None),
    ],
)
def test_the_last_cue_and_its_distance(folded: str, expected: Cue | None) -> None:
    assert CUES.last(folded) == expected


def test_the_first_cue_after() -> None:
    assert CUES.first(" (nas)") == Cue("NAS", 2)
    assert CUES.first("rien") is None


def test_no_words_no_cue() -> None:
    assert Cues().last("nas") is None
    assert Cues().first("nas") is None


@given(st.text(alphabet="nas denist-_ \né"), st.integers(0, 20), st.integers(0, 20))
def test_a_part_that_holds_a_cue_may_hold_one(text: str, start: int, size: int) -> None:
    part = text[start : start + size]
    if CUES.last(part) is not None or CUES.first(part) is not None:
        assert CUES.may_stand(encode(text), start, start + size)


def test_a_part_without_a_cue_costs_one_look() -> None:
    assert not CUES.may_stand(b"mon nas : 212", 7, 13)
