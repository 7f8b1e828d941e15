"""The entities of a spaCy pipeline of the operator's own, as Presidio results."""

from typing import Any

import spacy
from presidio_analyzer import AnalysisExplanation, LocalRecognizer, RecognizerResult

#: The labels that spaCy's pipelines give, and ours; a pipeline with others needs ``entities``.
_USUAL = {"PER": "PERSON", "PERSON": "PERSON"}


class SpacyModel(LocalRecognizer):
    """What a spaCy pipeline marks: an installed package, or a folder that `Language.to_disk` wrote.

    ``entities`` gives for each label of the pipeline the label to report; its other labels are left alone.
    ``score`` is that of each finding. Nothing is downloaded. It is named in ``detection.recognizers``.
    Raises ValueError when the pipeline is not there, telling how to install it.
    """

    name: str

    def __init__(
        self,
        model: str,
        entities: dict[str, str] | None = None,
        score: float = 0.85,
        supported_language: str = "fr",
    ) -> None:
        self.model = model
        self.score = score
        self._labels = dict(entities or _USUAL)
        super().__init__(
            supported_entities=sorted(set(self._labels.values())),
            supported_language=supported_language,
            name=f"SpacyModel({model})",
        )

    def load(self) -> None:
        """Load the pipeline, once."""
        try:
            self._pipeline = spacy.load(self.model)
        except OSError as error:
            raise ValueError(
                f"the spaCy pipeline {self.model!r} is not installed: pip install its package, or"
                " give its folder"
            ) from error

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: Any = None,  # noqa: ARG002 - Presidio's signature
    ) -> list[RecognizerResult]:
        """Return the entities that are asked for, in offsets of ``text``."""
        return [
            self._result(entity.start_char, entity.end_char, label)
            for entity in self._pipeline(text).ents
            if (label := self._labels.get(entity.label_, "")) in entities
        ]

    def _result(self, start: int, end: int, label: str) -> RecognizerResult:
        return RecognizerResult(
            entity_type=label,
            start=start,
            end=end,
            score=self.score,
            analysis_explanation=AnalysisExplanation(recognizer=self.name, original_score=self.score),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )
