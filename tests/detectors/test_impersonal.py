"""A long text that names no person has no person's numbers."""

from dataclasses import dataclass

import pytest

from detectors.impersonal import is_nobodys
from detectors.reading import Reading

_LONG = "Le service des travaux publics annonce la fermeture de la rue pour une semaine. " * 6
_NUMBER = "Dossier : AM-2000-1184."


@dataclass(frozen=True)
class _Name:
    start: int
    end: int
    kind: str
    score: float


def _is_nobodys(text: str, *names: _Name, asked: bool = True) -> bool:
    reading = Reading(text)
    reading.names = names if asked else None
    return is_nobodys(reading, text.index("AM-"))


def test_a_file_of_a_text_about_nobody_is_nobodys() -> None:
    assert _is_nobodys(_LONG + _NUMBER)


@pytest.mark.parametrize("told", ["Mme Roy appelle. ", "Je demande. ", "My question: "])
def test_somebody_speaks_or_is_spoken_to(told: str) -> None:
    assert not _is_nobodys(_LONG + told + _NUMBER)


def test_a_name_a_short_text_and_a_personal_noun_count() -> None:
    assert not _is_nobodys(_LONG + _NUMBER, _Name(0, 2, "PERSON", 0.95))
    assert not _is_nobodys(_NUMBER)
    assert not _is_nobodys(_LONG + "Patient, " + _NUMBER)
    assert not _is_nobodys(_LONG + _NUMBER, asked=False)
