"""A recognizer that takes its time over a text that says so, as an operator's own might."""

import time

from presidio_analyzer import EntityRecognizer, RecognizerResult

#: A text with this word is searched for ten seconds.
LONG = "interminablement"


class Slow(EntityRecognizer):
    def __init__(self, supported_language: str = "xx") -> None:
        super().__init__(supported_entities=["SLOW"], supported_language=supported_language)

    def load(self) -> None:
        pass

    def analyze(self, text, entities, nlp_artifacts=None) -> list[RecognizerResult]:
        if LONG in text:
            time.sleep(10)
        return []
