"""Personal information inside what is written in base64 or hexadecimal digits: the whole run is hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from presidio_analyzer import RecognizerResult

from detectors.encodings import read_encoded
from detectors.findings import Why
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.names import marked
from detectors.recognizers.recognizer import Hit, Recognizer

_LEAST = 0.5
_MOST = 0.95


@dataclass(frozen=True, slots=True)
class _Run(Hit):
    """An encoded run, and the label of what it holds."""

    label: str = ""


class EncodedText(Recognizer):
    """What our other recognizers find in a decoded run hides the run, as a secret or by the surest label.

    So does a text that is too long to be read: what is not inspected does not leave.
    """

    LABEL = Label.PERSON
    GATE = r"[a-z0-9+/_-]{16}|(?:[0-9a-f]{2}[ :]){9}"
    FINDS: ClassVar = (
        "jeton : [[bm9tIDogTWFyaWUgVHJlbWJsYXk=]]",
        "data:text/plain;base64,[[bm9tIDogTWFyaWUgVHJlbWJsYXk=]]",
        "octets [[6e6f6d203a204d61726965205472656d626c6179]] lus",
    )
    SPARES: ClassVar = (
        "bW9uIGNoYXQgZXN0IGdyaXMgZXQgYmxhbmM=",
        "commit 3f2a9c1d4b5e6f708192a3b4c5d6e7f809112233",
        "anticonstitutionnellement/interdepartementalisation",
    )

    def __init__(self, supported_language: str = "fr") -> None:
        super().__init__(supported_language)
        self.supported_entities = [str(label) for label in Label if label is not Label.CONFIDENTIAL_TERM]

    @cached_property
    def _others(self) -> "tuple[Recognizer, ...]":
        """All other recognizers, made when the first run has been read."""
        from detectors.recognizers import RECOGNIZERS  # noqa: PLC0415 - they are listed where this one is

        return tuple(kind() for kind in RECOGNIZERS if kind is not type(self))

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the encoded runs that hold something personal."""
        for run in read_encoded(reading.text):
            if run.text is None:
                yield _Run(run.start, run.end, _MOST, Why(f"{run.kind}, too long to be read"), Label.SECRET)
                continue
            inner = Reading(run.text)
            if reading.names is not None:
                inner.names = tuple(marked(inner))
            found = [
                (label == Label.SECRET, hit.score, label)
                for other in self._others
                if inner.names is not None or not other.NEEDS_NAMES
                for label in [str(other.LABEL)]
                for hit in other.find(inner)
                if hit.score >= _LEAST
            ]
            if found:
                _, score, label = max(found)
                yield _Run(run.start, run.end, min(score, _MOST), Why(run.kind), label)

    def _result(self, reading: Reading, hit: Hit) -> RecognizerResult:
        result = super()._result(reading, hit)
        if isinstance(hit, _Run):
            result.entity_type = hit.label
        return result
