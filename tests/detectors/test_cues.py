"""Words around a value."""

import pytest

from detectors.cues import Cue, Cues

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
