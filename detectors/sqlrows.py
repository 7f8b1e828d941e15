"""Rows written in SQL: what the columns of an INSERT say about each of its values."""

import re
from collections.abc import Iterator

from detectors.normalise import fold
from detectors.tables import Cell

_NAME = r"[\w.`\"\[\]-]{1,80}"
_INSERT = re.compile(
    rf"(?i)\b(?:insert|replace)\s+into\s+(?P<table>{_NAME})\s*(?:\((?P<columns>[^()]{{1,2000}})\)\s*)?va"
    rf"lues?\s*(?=\()"
)
_CREATE = re.compile(
    rf"(?i)\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?(?P<table>{_NAME})\s*\((?P<columns>[^;]{{1,4000}})"
)
_COLUMN = re.compile(r"(?:\A|,)\s*[`\"\[]?(?P<name>\w+)[^,()]*(?:\([^()]*\)[^,()]*)*")
_VALUE = re.compile(
    r"\s*(?:[NE]?'(?P<quoted>(?:[^'\\\n]|''|\\.)*)'|\"(?P<named>[^\"\n]*)\"|(?P<bare>[^,()'\"\s]+))\s*"
)
_COMMA = re.compile(r"\s*,\s*(?=\()")


def read_inserts(text: str) -> Iterator[Cell]:
    """Tell the values of the INSERT statements of a text, each with its column at its head, folded.

    The columns are those that the statement names, or those of the CREATE TABLE before it.
    """
    created: dict[str, list[str]] | None = None
    for insert in _INSERT.finditer(text):
        if insert["columns"]:
            columns = [_bare(name) for name in insert["columns"].split(",")]
        else:
            if created is None:
                created = {_bare(one["table"]): _columns(one["columns"]) for one in _CREATE.finditer(text)}
            columns = created.get(_bare(insert["table"]), [])
        if columns:
            yield from _rows(text, insert.end(), columns)


def _columns(declared: str) -> list[str]:
    return [fold(one["name"]) for one in _COLUMN.finditer(declared)]


def _bare(name: str) -> str:
    return fold(name.strip(' \t\r\n`"[]').rpartition(".")[2])


def _rows(text: str, at: int, columns: list[str]) -> Iterator[Cell]:
    while text[at : at + 1] == "(":
        at += 1
        for column in columns:
            match = _VALUE.match(text, at)
            if match is None:
                return
            group = match.lastgroup or "bare"
            if match.start(group) < match.end(group):
                yield Cell(*match.span(group), column)
            at = match.end()
            if text[at : at + 1] != ",":
                break
            at += 1
        if text[at : at + 1] != ")":
            return
        comma = _COMMA.match(text, at + 1)
        at = comma.end() if comma else at + 1
