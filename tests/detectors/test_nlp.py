"""Our place in Presidio for what is known of a text beforehand."""

from types import SimpleNamespace

from detectors.nlp import ReadingEngine
from detectors.prefilter import Prefilter
from detectors.weighing import LEAN


def test_a_text_is_read_once_and_sorted() -> None:
    engine = ReadingEngine(Prefilter([]))
    artifacts = engine.process_text("Élève")
    assert artifacts.reading.folded == "eleve"
    assert artifacts.idle == frozenset()
    assert [text for text, _ in engine.process_batch(["a", "b"])] == ["a", "b"]


def test_the_tagger_is_asked_for_the_normalised_text() -> None:
    asked = []

    def tag(text: str, strictness: float) -> list[object]:
        asked.append((text, strictness))
        return []

    engine = ReadingEngine(Prefilter([]), SimpleNamespace(tag=tag), 1.5)  # type: ignore[arg-type]
    assert engine.process_text("l’ami").reading.names == ()
    assert asked == [("l'ami", LEAN + 1.5)]


def test_what_presidio_asks_of_an_engine() -> None:
    engine = ReadingEngine(Prefilter([]))
    engine.load()
    assert engine.is_loaded()
    assert engine.get_supported_languages() == ["fr"]
    assert engine.get_supported_entities() == []
    assert engine.is_punct("…", "fr")
    assert not engine.is_stopword("le", "fr")
