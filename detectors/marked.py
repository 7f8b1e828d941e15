"""Documents whose personal information is marked by hand: ``[[PERSON|Marie-Ève]]``."""

import re
from dataclasses import dataclass

from detectors.labels import Label

_MARK = re.compile(r"\[\[([A-Z][A-Z0-9_]*)\|(.+?)\]\]", re.DOTALL)
_FIELD = re.compile(r"(\w+)=(\S+)")


class MarkedError(ValueError):
    """A document that does not follow the guideline; the message tells where, never what it holds."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the plain text that is personal information; code points, end exclusive."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its marks, and where they were."""

    name: str
    language: str
    genre: str
    text: str
    marks: tuple[Mark, ...]


def read_marked(name: str, source: str) -> Document:
    """Return a document from its source: a ``# lang=… genre=…`` header, an empty line, the marked text.

    Raises:
        MarkedError: there is no header, or a mark's type is not a label.

    """
    header, _, body = source.partition("\n")
    if not header.startswith("#"):
        raise MarkedError(f"{name}: the first line is not a header (# lang=fr genre=…)")
    fields = dict(_FIELD.findall(header))
    pieces: list[str] = []
    marks: list[Mark] = []
    done = length = 0
    body = body.removeprefix("\n")
    for match in _MARK.finditer(body):
        if match[1] not in Label.__members__:
            line = body.count("\n", 0, match.start()) + 3
            raise MarkedError(f"{name}: line {line}: {match[1]} is not a label")
        before = body[done : match.start()]
        start = length + len(before)
        length = start + len(match[2])
        pieces += (before, match[2])
        marks.append(Mark(start, length, match[1]))
        done = match.end()
    text = "".join((*pieces, body[done:]))
    return Document(name, fields.get("lang", ""), fields.get("genre", ""), text, tuple(marks))
