"""Tables pasted into a text: what the header of a column says about each of its cells."""

import re
from dataclasses import dataclass
from itertools import islice

from detectors.normalise import fold

_SEPARATORS = ("\t", "|", ";", ",")
_RULE = re.compile(r"[\s|:+=-]+")
_NUMBERS = re.compile(r"\d[\d .-]{4,}\d|@")
_CELL = {
    separator: re.compile(rf'(?:"(?:[^"\n]|"")*"|[^{re.escape(separator)}\n])*') for separator in _SEPARATORS
}
_ALIGNED = re.compile(r"\S+(?: \S+)*")
_DIGITS = re.compile(r"\d{3}")
_FEWEST = 2
_WIDEST = 25
_LONGEST_HEADER = 60
_LONGEST_LINE = 2_000
_FEW = 3  # "Roy, Jean" is no header


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: where it stands, and what stands at the head of its column, folded."""

    start: int
    end: int
    header: str


def read_tables(text: str) -> tuple[Cell, ...]:
    """Return the cells below a header, in order, of every table in a text: CSV, TSV, Markdown, or spaces.

    A table is two or more lines in a row that the same separator cuts into as many cells, of which the
    first line looks like headers: short, each cell with letters, none with a number or an address in it.
    """
    lines: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, line.rstrip("\r")))
        at += len(line) + 1
    cells: list[Cell] = []
    index = 0
    while index < len(lines):
        below = lines[index + 1][1] if index + 1 < len(lines) else ""
        separator, headers = _headers(lines[index][1], below)
        rows = 0
        if columns := _columns(lines[index][1]):
            for start, line in islice(lines, index + 1, None):
                spans = [match.span() for match in _ALIGNED.finditer(line)]
                if len(spans) < _FEWEST:
                    break
                rows += 1
                cells += (
                    Cell(start + left, start + right, _over(columns, left, right)) for left, right in spans
                )
        elif separator:
            for start, line in islice(lines, index + 1, None):
                spans = _cut(line, separator)
                if len(spans) != len(headers):
                    break
                rows += 1
                if not _RULE.fullmatch(line):
                    cells += (
                        Cell(start + left, start + right, header)
                        for (left, right), header in zip(spans, headers, strict=True)
                        if right > left
                    )
        index += rows + 1
    return tuple(cells)


def _same(line: str, other: str, separator: str) -> bool:
    """Tell whether two lines may have as many cells: quoted ones are counted later."""
    return '"' in line or '"' in other or line.count(separator) == other.count(separator)


def _headers(line: str, below: str) -> tuple[str, list[str]]:
    """Return the separator and the header cells of a line that may head a table with the one below it."""
    if len(line) > _LONGEST_LINE:
        return "", []
    for separator in _SEPARATORS:
        if separator not in line:
            continue
        if (
            not _same(line, below, separator)
            or (separator == "," and line.count(",") < _FEW and ", " in line)
            or _NUMBERS.search(line)
        ):
            return "", []
        cells = [line[left:right] for left, right in _cut(line, separator)]
        named = sum(any(map(str.isalpha, cell)) for cell in cells)
        if (
            len(cells) > 1
            and named * 2 >= len(cells)
            and max(map(len, cells)) <= _LONGEST_HEADER
            and (separator != "," or len(cells) > _FEW or ", " not in line)
        ):
            return separator, list(map(fold, cells))
        return "", []
    return "", []


def _columns(line: str) -> list[tuple[int, int, str]]:
    """Return the header cells of a line set out with spaces: where they stand, and their folded text."""
    if line.count("  ") < _FEW - 1 or ":" in line or len(line) > _LONGEST_LINE or _DIGITS.search(line):
        return []
    cells = [(match.start(), match.end(), fold(match[0])) for match in _ALIGNED.finditer(line)]
    return cells if len(cells) >= _FEW and all(len(text) <= _WIDEST for *_, text in cells) else []


def _over(columns: list[tuple[int, int, str]], left: int, right: int) -> str:
    """Return the header that stands over most of a cell, or nearest to it."""
    return max(columns, key=lambda one: (min(right, one[1]) - max(left, one[0]), -abs(left - one[0])))[2]


def _cut(line: str, separator: str) -> list[tuple[int, int]]:
    """Return the spans of the cells of a line, without the spaces and quotes around them."""
    spans = []
    at = 0
    while at <= len(line):
        match = _CELL[separator].match(line, at)
        if match is None:  # the pattern also matches nothing: only for the type checker
            break
        start, end = match.span()
        while start < end and line[start] in ' "':
            start += 1
        while end > start and line[end - 1] in ' "':
            end -= 1
        spans.append((start, end))
        at = match.end() + 1
    return spans
