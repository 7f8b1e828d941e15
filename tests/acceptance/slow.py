"""A recognizer that takes its time over a text that says so, as an operator's own might."""

import os
import time
from pathlib import Path

from presidio_analyzer import EntityRecognizer, RecognizerResult

#: A text with one of these words is searched for so many seconds.
LONG, LONGISH = "interminablement", "longuement"
SECONDS = {LONG: 10.0, LONGISH: 0.7}
#: The variable that names the file made when such a search begins.
MARK = "PARAVENT_TEST_SEARCHING"


class Slow(EntityRecognizer):
    def __init__(self, supported_language: str = "xx") -> None:
        super().__init__(supported_entities=["SLOW"], supported_language=supported_language)

    def load(self) -> None:
        pass

    def analyze(self, text, entities, nlp_artifacts=None) -> list[RecognizerResult]:
        for word, seconds in SECONDS.items():
            if word in text:
                Path(os.environ[MARK]).touch()
                time.sleep(seconds)
        return []
