"""Texts with known spans, and the marks by which they are written down."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from detectors.model.labels import KINDS, THINGS

#: Word and name lists, and templates, written for training.
LISTS = Path(__file__).parent / "lists"
_MARK = re.compile(r"\[\[([A-Z_]+)\|(.*?)\]\]", re.DOTALL)
_SENTENCE = re.compile(r"(?<![^\s])[^\W\d_][^.!?:;\n|\t{}\[\]<>=]{18,90}(?=[.!?;\n])")
#: Percentage of the marked documents that is not trained on.
_HELD_OUT = 15
#: Labels of marked documents that the tagger learns; every other mark is known to be none of its kinds.
_LEARNED = {
    **{kind: kind for kind in KINDS},
    "STREET_ADDRESS": "ADDRESS",
    **dict.fromkeys(
        ("CA_SIN", "QC_HEALTH_INSURANCE_NUMBER", "QC_DRIVER_LICENCE", "QC_PERMANENT_CODE", "CREDIT_CARD"),
        "OTHER",
    ),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where an entity stands; kind "O" is a value known to be none of the tagger's kinds."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its spans, in order and apart.

    ``hides``: kinds that its unmarked text may hold all the same, because nobody marked them.
    """

    text: str
    spans: tuple[Span, ...]
    source: str
    hides: tuple[str, ...] = ()
    english: bool = False


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text without its ``[[TYPE|text]]`` marks, and the spans they stood for."""
    pieces: list[str] = []
    spans: list[Span] = []
    size = done = 0
    for mark in _MARK.finditer(marked):
        before, value = marked[done : mark.start()], mark[2]
        start = size + len(before)
        size = start + len(value)
        spans.append(Span(start, size, _LEARNED.get(mark[1], "O")))
        pieces += (before, value)
        done = mark.end()
    pieces.append(marked[done:])
    return "".join(pieces), tuple(spans)


def read_marked(path: Path) -> Document:
    """Read a marked document: a header line, a blank line, the text."""
    header, _, body = path.read_text("utf-8").partition("\n\n")
    text, spans = unmark(body)
    return Document(text, spans, path.stem, THINGS, english="lang=en" in header)


def sentences(document: Document) -> list[str]:
    """Return the sentences of a document that hold no span, neither short nor long."""
    taken = [(span.start, span.end) for span in document.spans]
    return [
        found[0].strip()
        for found in _SENTENCE.finditer(document.text)
        if not any(start < found.end() and end > found.start() for start, end in taken)
    ]


def held_out(path: Path) -> bool:
    """Tell whether a marked document is kept for choosing between models (by a hash of its name)."""
    digest = hashlib.sha256(path.name.encode()).digest()
    return int.from_bytes(digest[:4]) % 100 < _HELD_OUT
