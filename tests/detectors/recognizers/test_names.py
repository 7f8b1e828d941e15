from dataclasses import dataclass

from detectors.reading import Reading
from detectors.recognizers.names import PersonByModel, denies


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: str = "PERSON"
    score: float = 0.9999


def found(text: str, *names: str) -> list[str]:
    """What is told of a text in which the model sees these names, each from where the last one begins on."""
    reading = Reading(text)
    spans, at = [], 0
    for name in names:
        at = reading.legible.text.index(name, at)
        spans.append(Span(at, at + len(name)))
    reading.names = spans
    return [text[hit.start : hit.end] for hit in PersonByModel().find(reading)]


def test_names_that_come_to_overlap_are_one() -> None:
    assert found("vu Rodrigo Salazar Mejia hier", "Rodrigo", "Salazar Mejia") == ["Rodrigo Salazar Mejia"]


def test_an_initial_joined_to_a_name_is_one_name() -> None:
    assert found("Rosalie G.-Dubé est là", "Rosalie G", "Dubé") == ["Rosalie G.-Dubé"]


def test_surname_and_given_name_stay_two() -> None:
    assert found("Nom : Tremblay, Julie", "Tremblay", "Julie") == ["Tremblay", "Julie"]


def test_a_name_spread_out_by_a_scanner_is_told_as_it_stands() -> None:
    assert found("Mr.  Wi1l   Boyce  and  his  son  are  here", "Will Boyce") == ["Wi1l   Boyce"]


def test_what_the_model_marks_for_a_doubtful_thing_is_spared() -> None:
    reading = Reading("Retour à l'école Papineau")
    reading.names = [Span(17, 25, score=0.9)]
    assert not list(PersonByModel().find(reading))


def test_the_model_denies_only_what_it_was_asked_and_left() -> None:
    reading = Reading("Dr Pepper et Julie Roy")
    assert not denies(reading, 3, 9)
    reading.names = [Span(13, 22), Span(3, 9, "ORG")]
    assert denies(reading, 3, 9)
    assert not denies(reading, 13, 18)
