"""What is looked at in the sheets of a workbook before openpyxl opens it.

The library makes an object for each cell, and for each cell of a merged range: a few bytes can ask for
millions. It also does not tell which formulas have no result.
"""

import re
from dataclasses import dataclass
from xml.parsers import expat

from gateway.attachments.kinds.reading import Bounds, Reason, Unfit

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
#: Excel's own limits (ECMA-376, part 1, 18.3.1).
_COLUMNS, _ROWS = 16_384, 1_048_576


@dataclass(slots=True)
class Survey:
    """What the sheets of a workbook hold, counted."""

    cells: int = 0
    merged: int = 0
    #: Formulas whose result the file does not hold.
    unsolved: int = 0


def survey(sheets: list[bytes], bounds: Bounds) -> Survey:
    """Count what is in the XML of some sheets.

    Raises:
        Unfit: more cells than the bounds allow, or places outside a sheet.

    """
    found = Survey()
    for content in sheets:
        _Sheet(found, bounds).feed(content)
    return found


class _Sheet:
    def __init__(self, found: Survey, bounds: Bounds) -> None:
        self._found = found
        self._bounds = bounds
        self._formula = self._value = self._in_value = False

    def feed(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "c":
                self._found.cells += 1
                self._formula = self._value = False
                _area(attributes.get("r", "A1"))
            case "mergeCell":
                self._found.merged += _area(attributes.get("ref", "A1"))
            case "row":
                # A row or column number far out makes the library fill in what lies between.
                _within(attributes.get("r", "1"), _ROWS)
            case "col":
                _within(attributes.get("min", "1"), _COLUMNS)
                _within(attributes.get("max", "1"), _COLUMNS)
            case "f":
                self._formula = True
            case "v" | "is":
                self._in_value = True
        if self._found.cells + self._found.merged > self._bounds.cells:
            raise Unfit(Reason.TOO_LARGE, "cells")

    def _end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "c":
                self._found.unsolved += self._formula and not self._value
            case "v" | "is":
                self._in_value = False

    def _text(self, _text: str) -> None:
        self._value |= self._in_value


def _within(number: str, most: int) -> None:
    if not number.isdecimal() or not number.isascii() or len(number) > len(str(most)) or int(number) > most:
        raise Unfit(Reason.DAMAGED)


def _area(reference: str) -> int:
    """Return how many cells a reference such as ``A1:C3`` names."""
    match = _RANGE.fullmatch(reference)
    if match is None:
        raise Unfit(Reason.DAMAGED)
    left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], int(match[4] or match[2])
    width, height = _column(right) - _column(left) + 1, bottom - top + 1
    if min(width, height, top) < 1 or _column(right) > _COLUMNS or bottom > _ROWS:
        raise Unfit(Reason.DAMAGED)
    return width * height


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
