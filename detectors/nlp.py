"""Our NLP engine for Presidio: it reads the text once for all recognizers. No model, no network."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from presidio_analyzer.nlp_engine import NlpEngine

from detectors.artifacts import Artifacts
from detectors.prefilter import Prefilter
from detectors.reading import NameSpan, Reading
from detectors.weighing import LEAN


class Tagger(Protocol):
    """What the engine asks of a name model."""

    def tag(self, text: str, strictness: float = 0.0) -> Sequence[NameSpan]:
        """Return the names in a text."""


class ReadingEngine(NlpEngine):
    """Presidio's place for text processing, filled with a `Reading` and the pre-filter's verdict."""

    def __init__(self, prefilter: Prefilter, tagger: Tagger | None = None, strictness: float = 0.0) -> None:
        self._prefilter = prefilter
        self._tagger = tagger
        self._strictness = strictness

    def process_text(self, text: str, language: str = "fr") -> Artifacts:  # noqa: ARG002 - one for all
        """Return the artifacts of a text."""
        reading = Reading(text)
        if self._tagger is not None:
            reading.strictness = self._strictness
            reading.names = tuple(self._tagger.tag(reading.legible.text, LEAN + self._strictness))
        return Artifacts(reading, self._prefilter.idle(reading))

    def process_batch(
        self,
        texts: Iterable[str],
        language: str = "fr",
        batch_size: int = 1,  # noqa: ARG002 - Presidio's signature
        n_process: int = 1,  # noqa: ARG002
        **_: Any,
    ) -> Iterator[tuple[str, Artifacts]]:
        """Return each text with its artifacts."""
        for text in texts:
            yield text, self.process_text(text, language)

    def load(self) -> None:
        """Nothing to load."""

    def is_loaded(self) -> bool:
        """Tell that there is nothing to load."""
        return True

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002
        """Tell that words are not sorted here."""
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002
        """Tell whether a word is made of punctuation."""
        return not any(map(str.isalnum, word))

    def get_supported_entities(self) -> list[str]:
        """Return nothing: entities come from recognizers."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Return the one language the registry is filed under: our recognizers read French and English."""
        return ["fr"]
