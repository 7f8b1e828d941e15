"""Every recognizer finds what it says it finds and spares what it says it spares."""

import re

import pytest
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from detectors.prefilter import Prefilter
from detectors.reading import Reading
from detectors.recognizers import RECOGNIZERS
from detectors.recognizers.recognizer import Recognizer

_MARK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_MINIMUM = 0.5
_NAMED = {kind.__name__: kind for kind in RECOGNIZERS}


def marked(example: str) -> tuple[str, set[tuple[int, int]]]:
    """The text of an example, and the spans between its double brackets."""
    spans, text, at = set(), "", 0
    for match in _MARK.finditer(example):
        text += example[at : match.start()]
        spans.add((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + example[at:], spans


def outermost(spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    return {
        one
        for one in spans
        if not any(other != one and other[0] <= one[0] and one[1] <= other[1] for other in spans)
    }


FINDS = [(name, example) for name, kind in _NAMED.items() for example in kind.FINDS]
SPARES = [(name, example) for name, kind in _NAMED.items() for example in kind.SPARES]
_MADE = {name: kind() for name, kind in _NAMED.items()}


@pytest.mark.parametrize(("name", "example"), FINDS)
def test_a_recognizer_finds_exactly_its_examples(name: str, example: str) -> None:
    text, spans = marked(example)
    found = {(one.start, one.end) for one in _MADE[name].analyze(text, [], None) if one.score >= _MINIMUM}
    assert outermost(found) == spans


@pytest.mark.parametrize(("name", "example"), SPARES)
def test_a_recognizer_spares_its_examples(name: str, example: str) -> None:
    assert not [one for one in _MADE[name].analyze(example, [], None) if one.score >= _MINIMUM]


@pytest.mark.parametrize(("name", "example"), FINDS)
def test_the_gate_opens_for_what_is_found(name: str, example: str) -> None:
    text, _ = marked(example)
    assert name not in Prefilter([_MADE[name]]).idle(Reading(text))


@pytest.mark.parametrize("kind", RECOGNIZERS, ids=lambda kind: kind.__name__)
def test_each_recognizer_has_examples_of_both_kinds(kind: type[Recognizer]) -> None:
    assert kind.FINDS
    assert kind.SPARES


def test_each_recognizer_has_a_name_of_its_own() -> None:
    assert len(_NAMED) == len(RECOGNIZERS)


@pytest.fixture(scope="module")
def stock() -> AnalyzerEngine:
    registry = RecognizerRegistry(recognizers=[kind(supported_language="en") for kind in RECOGNIZERS])
    return AnalyzerEngine(
        registry=registry, nlp_engine=NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])
    )


@pytest.mark.parametrize(("name", "example"), FINDS)
def test_a_stock_presidio_engine_finds_the_examples(stock: AnalyzerEngine, name: str, example: str) -> None:
    text, spans = marked(example)
    label = str(_NAMED[name].LABEL)
    found = {(one.start, one.end) for one in stock.analyze(text, "en", entities=[label])}
    assert spans <= found
