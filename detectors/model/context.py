"""What bears on a token beyond the network's sight: its field label, its column's heading, its line's case.

``Nom : Tremblay`` and a CSV file tell what a cell holds far from the cell. Each token gets a `Context`;
most tokens of a line share one, so that a text has few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from detectors.model.features import row
from detectors.model.gazetteer import fold
from detectors.model.tokens import LINE_BREAKS

#: Longer than this many tokens, what stands before a colon is a sentence, not a label.
_LABEL = 8
_SEPARATORS = ("\t", "|", ";")
#: A line needs this many commas to be a row of a table.
_COMMAS = 3


class Case(IntEnum):
    """How a line is written."""

    NONE = 0
    LOWER = 1
    UPPER = 2
    TITLE = 3
    MIXED = 4


class Context(NamedTuple):
    """Rows of the last and the first word of the label in force (0: none), and the case of the line."""

    last: int
    first: int
    case: int


@dataclass(slots=True)
class _Table:
    """The table that the lines just read belong to."""

    separator: str = ""
    headings: list[tuple[int, int]] = field(default_factory=list)


_NO_LABEL = (0, 0)


def contexts(words: Sequence[str]) -> tuple[list[Context], list[int]]:
    """Return the distinct contexts of a text's tokens, and for each token the index of its own."""
    known: dict[Context, int] = {}
    index: list[int] = []
    carried = _NO_LABEL
    table = _Table()
    start = 0
    for end in [*(i for i, word in enumerate(words) if word[0] in LINE_BREAKS), len(words)]:
        line = words[start:end]
        labels = _labels(line, carried, table)
        case = _case(line)
        previous, place = None, 0
        for label in labels:
            if label != previous:
                previous = label
                place = known.setdefault(Context(*label, case), len(known))
            index.append(place)
        if end < len(words):
            blank = words[end].count("\n") > 1
            index.append(known.setdefault(Context(0, 0, Case.NONE), len(known)))
            if line and line[-1] == ":":
                carried = _label(line[:-1], "last")
            elif blank:
                carried = _NO_LABEL
            if blank:
                table.separator = ""
        start = end + 1
    return list(known), index


def _case(line: Sequence[str]) -> Case:
    text = " ".join(line)
    if text.islower():
        return Case.LOWER
    if text.isupper():
        return Case.UPPER
    if text.istitle():
        return Case.TITLE
    return Case.MIXED if text.upper() != text.lower() else Case.NONE


def _labels(line: Sequence[str], carried: tuple[int, int], table: _Table) -> list[tuple[int, int]]:
    """Return the label in force at each token of a line."""
    separator = _separator(line, table)
    if separator:
        return _cells(line, separator, table)
    if ":" not in line:
        return [carried] * len(line)
    labels: list[tuple[int, int]] = []
    current, start = carried, 0
    for i, word in enumerate(line):
        if word == ":":
            current = _label(line[start:i], "first")
            start = i + 1
        elif word.isspace():
            start = i + 1
        labels.append(current)
    return labels


def _label(words: Sequence[str], kind: str) -> tuple[int, int]:
    """Return the rows of the last and first words before a colon; a long label keeps the last alone."""
    letters = [word for word in words[-_LABEL - 1 :] if word[0].isalpha()]
    if not letters:
        return _NO_LABEL
    last = row("context", f"{kind} {fold(letters[-1])}")
    return last, row("context", f"start {fold(letters[0])}") if len(words) <= _LABEL else 0


def _separator(line: Sequence[str], table: _Table) -> str:
    for separator in _SEPARATORS:
        if separator in line:
            return separator
    commas = line.count(",")
    if commas >= _COMMAS and (table.separator == "," or commas * 2 + 1 >= len(line)):
        return ","
    table.separator = ""
    return ""


def _cells(line: Sequence[str], separator: str, table: _Table) -> list[tuple[int, int]]:
    """Return the labels of a table row: its column's heading, which the first row of a table declares."""
    heading = table.separator != separator
    if heading:
        table.separator, table.headings = separator, []
        start = 0
        for i in [*(i for i, word in enumerate(line) if word == separator), len(line)]:
            table.headings.append(_label(line[start:i], "column"))
            start = i + 1
        return [_NO_LABEL] * len(line)
    labels: list[tuple[int, int]] = []
    column = 0
    for word in line:
        if word == separator:
            column += 1
        labels.append(table.headings[column] if column < len(table.headings) else _NO_LABEL)
    return labels
