from dataclasses import dataclass

import pytest

from detectors.reading import Reading
from detectors.recognizers.model_values import VALUES_BY_MODEL

_BY_LABEL = {str(kind.LABEL): kind for kind in VALUES_BY_MODEL}


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: str
    score: float


def found(text: str, marked: str, kind: str) -> list[str]:
    """What is told of a text where the model is sure that one run of it is of a kind."""
    reading = Reading(text)
    start = reading.legible.text.index(marked)
    reading.names = (Span(start, start + len(marked), kind, 0.99999),)
    return [reading.text[hit.start : hit.end] for hit in _BY_LABEL[kind]().find(reading)]


@pytest.mark.parametrize(
    ("text", "marked", "kind", "value"),
    [
        ("son joueur HCR 0118 4402 771 |", "0118 4402 771", "ID_NUMBER", "HCR 0118 4402 771"),
        ("membre OTTIAQ 11806, ici", "OTTIAQ 11806", "ID_NUMBER", "11806"),
        ("pour entrer, tape Hiver2031! ici", "Hiver2031!", "SECRET", "Hiver2031!"),
        ("le code du portail est 2204 ici", "2204", "SECRET", "2204"),
        ("son compte est mbelanger42 ici", "mbelanger42", "USERNAME", "mbelanger42"),
    ],
)
def test_a_value_is_told_whole(text: str, marked: str, kind: str, value: str) -> None:
    assert found(text, marked, kind) == [value]


@pytest.mark.parametrize(
    ("text", "marked", "kind"),
    [
        ("pensionné (1988-2003), puis", "1988-2003", "ID_NUMBER"),
        ("formulaire, rév. 2021-07-05", "2021-07-05", "ID_NUMBER"),
        ("facture FG-20931 payée", "FG-20931", "ID_NUMBER"),
        ("passeport (SEN) copie", "SEN", "ID_NUMBER"),
        ("<td>2204</td><td>Roy</td>", "2204", "SECRET"),
        ("né le 1er (yes, Canada Day!)", "Canada Day!", "SECRET"),
        ("bon matin @channel, pizza", "@channel", "USERNAME"),
        ("nouveaux = @( Prenom", "@(", "USERNAME"),
        ("à 8811-0042 Québec inc., M. Roy", "8811-0042", "CA_IMMIGRATION_ID"),
    ],
)
def test_what_cannot_be_such_a_value_is_left(text: str, marked: str, kind: str) -> None:
    assert found(text, marked, kind) == []
