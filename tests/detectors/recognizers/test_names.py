from types import SimpleNamespace

import pytest

from detectors.reading import Reading
from detectors.recognizers.names import PersonByModel


@pytest.fixture(scope="module")
def recognizer():
    return PersonByModel()


def test_the_names_of_the_reading_are_used(recognizer):
    reading = Reading("Marie et Alma")
    reading.names = (
        SimpleNamespace(start=0, end=5, kind="PERSON", score=0.95),
        SimpleNamespace(start=9, end=13, kind="LOC", score=0.9),
    )
    (hit,) = recognizer.find(reading)
    assert (hit.start, hit.end) == (0, 5)
    assert 0.5 <= hit.score <= 1


def test_without_them_the_model_is_asked(recognizer):
    text = "Hier, Marie-Ève Gagnon a téléphoné."
    (found,) = recognizer.analyze(text, ["PERSON"])
    assert text[found.start : found.end] == "Marie-Ève Gagnon"
    assert found.entity_type == "PERSON"


def test_offsets_are_those_of_the_text_as_given(recognizer):
    text = "Hier,\u00a0Marie-E\u0300ve\u200b Gagnon a téléphoné."
    (found,) = recognizer.analyze(text, ["PERSON"])
    assert text[found.start : found.end] == "Marie-E\u0300ve\u200b Gagnon"
