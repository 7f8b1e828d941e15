"""The frame of our recognizers: stock Presidio on the outside, one shared reading of the text inside."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult

from detectors.artifacts import Artifacts
from detectors.findings import Why
from detectors.labels import Label
from detectors.reading import Reading

#: Key of a result's metadata that holds its `Why`.
WHY = "why"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found in a reading; offsets are those of ``Reading.text``."""

    start: int
    end: int
    score: float
    why: Why


class Recognizer(LocalRecognizer):
    """One idea of what is personal, written once for the shared reading.

    A subclass sets the class variables and writes `find`. It works the same in a stock `AnalyzerEngine`
    (``AnalyzerEngine.registry.add_recognizer(Subclass(supported_language="en"))``).
    """

    LABEL: ClassVar[Label]
    name: str

    #: RE2 pattern, on the folded text, without which nothing can be found; None: always run.
    GATE: ClassVar[str | None] = None

    #: Texts with what must be found in them between double brackets, as in "NAS : [[212 345 672]]".
    FINDS: ClassVar[tuple[str, ...]] = ()

    #: Texts in which nothing may be found.
    SPARES: ClassVar[tuple[str, ...]] = ()

    #: The recognizer reads `Reading.names`, and is left out where the name model is not wanted.
    NEEDS_NAMES: ClassVar[bool] = False

    def __init__(self, supported_language: str = "fr", *, label: str | None = None) -> None:
        super().__init__(supported_entities=[label or str(self.LABEL)], supported_language=supported_language)

    @abstractmethod
    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell everything found in a text, in any order; overlaps are settled later."""

    def load(self) -> None:
        """Nothing to load: what a recognizer needs is made with its class."""

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002 - Presidio's signature
        nlp_artifacts: object = None,
    ) -> list[RecognizerResult]:
        """Return Presidio results, in offsets of ``text``."""
        if isinstance(nlp_artifacts, Artifacts) and nlp_artifacts.reading.original is text:
            if self.name in nlp_artifacts.idle:
                return []
            reading = nlp_artifacts.reading
            return [self._result(reading, hit) for hit in self.find(reading)]
        reading = Reading(text)
        return [self._explained(self._result(reading, hit), hit) for hit in self.find(reading)]

    def _explained(self, result: RecognizerResult, hit: Hit) -> RecognizerResult:
        """Add Presidio's explanation, which our engine leaves out: it reads the `Why`."""
        result.analysis_explanation = AnalysisExplanation(
            recognizer=self.name,
            original_score=hit.score,
            pattern_name=hit.why.pattern,
            validation_result=bool(hit.why.validation),
            textual_explanation=hit.why.context,
        )
        return result

    def _result(self, reading: Reading, hit: Hit) -> RecognizerResult:
        start, end = reading.normalised.original(hit.start, hit.end)
        return RecognizerResult(
            entity_type=self.supported_entities[0],
            start=start,
            end=end,
            score=hit.score,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                WHY: hit.why,
            },
        )
