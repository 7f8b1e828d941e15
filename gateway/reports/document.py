"""What a report is made of, before it is written in any form or language's figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    #: A ratio: 0.25 is a quarter more.
    CHANGE = "change"
    #: Names and how many of each.
    COUNTS = "counts"


Counts = Mapping[str, int]
Cell = str | int | float | date | Counts | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in JSON, its title, already in the reader's language, and its form."""

    key: str
    title: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one title. ``key`` is its name in JSON and in the first column of a CSV."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its paragraphs and its list."""

    title: str
    paragraphs: Sequence[str] = ()
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report. ``facts`` are what it is about (whose, when), ``notes`` what it cannot tell."""

    key: str
    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table] = ()
    sections: Sequence[Section] = ()
    notes: Sequence[str] = field(default_factory=tuple)
