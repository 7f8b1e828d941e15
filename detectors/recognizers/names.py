"""People as the name model sees them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import ClassVar

from detectors.findings import Why
from detectors.labels import Label
from detectors.model.tagger import NameTagger
from detectors.nameedges import tidy
from detectors.reading import NameSpan, Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.weighing import LEAN, weigh

_EVEN = 0.5


class PersonByModel(Recognizer):
    """Names of people that the model marks; it is asked here when the engine has not asked it."""

    LABEL = Label.PERSON
    NEEDS_NAMES: ClassVar = True
    FINDS: ClassVar = (
        "Hier, [[Marie-Ève Gagnon]] a téléphoné à [[Nguyen Thi Lan]] pour le bail.",
        "Présents : [[Amadou Diallo]], [[Julie Tremblay]] et [[Karim Benali]]",
        "I spoke with [[Jennifer O'Brien]] yesterday about the lease.",
    )
    SPARES: ClassVar = (
        "Le comité se réunit à l'école Louis-Joseph-Papineau, sur le boulevard René-Lévesque.",
        "La caisse Desjardins de Saint-Jérôme est fermée le lundi.",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the people among the names of the reading."""
        text, names = reading.legible.text, marked(reading)
        found: list[Hit] = []
        last: Hit | None = None
        for name, chance in weigh(text, names, reading.strictness):
            start, end = tidy(text, name.start, name.end) if chance >= _EVEN else (0, 0)
            if start >= end:
                continue
            if last and (start < last.end or (text[last.end - 1] == "." and text[last.end : start] == "-")):
                last = Hit(last.start, max(last.end, end), max(last.score, chance), last.why)
                continue
            if last:
                found.append(last)
            last = Hit(start, end, chance, Why("name model"))
        if last:
            found.append(last)
        for hit in found:
            yield Hit(*reading.legible.back(hit.start, hit.end), hit.score, hit.why)


def marked(reading: Reading) -> Sequence[NameSpan]:
    """Return what the model marks in a reading; it is asked here when the engine has not asked it."""
    return shipped_tagger().tag(reading.legible.text, LEAN) if reading.names is None else reading.names


def denies(reading: Reading, start: int, end: int) -> bool:
    """Tell whether the engine has asked the model, and it marks nobody there even with a head start."""
    if reading.names is None:
        return False
    at = bisect_right(reading.people, start, key=itemgetter(1))
    return at == len(reading.people) or reading.people[at][0] >= end


@cache
def shipped_tagger() -> NameTagger:
    """Return the shipped model, one for all who ask; it is loaded when it is first asked for."""
    return NameTagger()
