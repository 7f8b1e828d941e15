"""The organisation's own confidential terms: project names, clients, places of work."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import ahocorasick

from detectors.findings import Why
from detectors.labels import Label
from detectors.normalise import fold, normalise
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer

_SPACES = str.maketrans("\n\t\r", "   ")


class ConfidentialTerms(Recognizer):
    """Finds an operator's terms in any case, with or without accents, as whole words.

    One automaton for all of them: ten thousand terms cost what one does.
    """

    LABEL: ClassVar = Label.CONFIDENTIAL_TERM

    def __init__(self, terms: Iterable[str], supported_language: str = "fr") -> None:
        super().__init__(supported_language)
        self._automaton = ahocorasick.Automaton()
        for term in terms:
            key = " ".join(_fold(normalise(term).text).split())
            if key:
                self._automaton.add_word(key, len(key))
        if len(self._automaton):
            self._automaton.make_automaton()

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell each term that stands as whole words."""
        if not len(self._automaton):
            return
        text = _fold(reading.text)
        for last, length in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if not (_joins(text, start) or _joins(text, end)):
                yield Hit(start, end, 1.0, Why("term"))


def _fold(text: str) -> str:
    return fold(text).translate(_SPACES)


def _joins(text: str, at: int) -> bool:
    """Tell whether an offset lies inside a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
