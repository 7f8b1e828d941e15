"""Dates of birth that a number of the same person holds: a NAM, a permanent code, a driver's licence."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.dates import DATE, days
from detectors.findings import Why
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek

_GAP = "[ .-]?"
_LETTERS = rf"(?<![a-z0-9])[a-z]{{4}}{_GAP}(\d\d){_GAP}(\d\d){_GAP}(\d\d){_GAP}[0-9a-z]\d(?![a-z0-9])"
_LICENCE = rf"(?<![a-z0-9])[a-z]{_GAP}\d{{4}}{_GAP}(\d\d){_GAP}(\d\d){_GAP}(\d\d){_GAP}\d\d(?![a-z0-9])"
_NUMBER = re.compile(rf"{_LETTERS}|{_LICENCE}")
_DATE = Seek(DATE.pattern)
#: What is added to the month of women, and to the day of those born after 1999.
_FEMALE, _AFTER_1999 = 50, 62
_SCORE = 0.9


class CodedBirthDate(Recognizer):
    """A date that a NAM, a permanent code or a driver's licence of the same text says to be a birth."""

    LABEL = Label.DATE_OF_BIRTH
    GATE = r"[a-z][ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}"
    FINDS: ClassVar = (
        "my license is T6515-120385-04, [[12 march 85]], thanks",
        "Roy;[[1985-03-12]];ROYM85531216",
        "code permanent NGUL67610703, [[5 novembre 2007]]",
    )
    SPARES: ClassVar = (
        "T6515-120385-04, examen du 13 mars 2024",
        "TREM 8503 1216, admis le 2024-03-12",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the dates that agree with a number."""
        born = {day for match in _NUMBER.finditer(reading.folded) for day in _births(match)}
        if not born:
            return
        for match in _DATE.matches(reading):
            if not born.isdisjoint(days(match[0])):
                yield Hit(*match.span(), _SCORE, Why("date of a number"))


def _births(number: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """Tell the births that a number may hold: years first in a NAM, days first elsewhere."""
    first, second, third = (int(part) for part in number.groups() if part is not None)
    month = second - _FEMALE if second > _FEMALE else second
    day = first - _AFTER_1999 if first > _AFTER_1999 else first
    if number[1] is not None:
        yield first, month, third
    yield third, month, day
