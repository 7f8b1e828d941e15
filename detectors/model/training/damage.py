"""Damages a document as scanners, hurried hands and copying do: wrong letters, lost lines and line breaks."""

import re
from dataclasses import replace

import numpy as np

from detectors.model.training.chance import happens
from detectors.model.training.documents import Document, Span

_SCANNED = {
    "l": "1", "I": "l", "o": "0", "O": "0", "e": "c", "m": "rn", "S": "5", "B": "8", "é": "e", "è": "e",
    "ê": "e", "à": "a", "ç": "c", "h": "b", "i": "1", "u": "ii", "c": "e", "g": "q",
}  # fmt: skip
_WAYS = ("scanned", "lost", "parted", "doubled")
_WAY_CHANCES = (0.65, 0.15, 0.1, 0.1)
_LINE = re.compile(r"[^\n]*\n?")
_LOST_LINE = 0.15
#: How often a scanned text has wider spaces all through.
_SPACED = 0.3


def lose_lines(document: Document, rng: np.random.Generator) -> Document:
    """Leave out some lines, never a part of a span."""
    pieces: list[str] = []
    spans: list[Span] = []
    size = 0
    for line in _LINE.finditer(document.text):
        start, end = line.span()
        cut = any(s.start < start < s.end or s.start < end < s.end for s in document.spans)
        if not cut and happens(rng, _LOST_LINE):
            continue
        shift = size - start
        spans += (
            Span(s.start + shift, s.end + shift, s.kind) for s in document.spans if start <= s.start < end
        )
        pieces.append(line[0])
        size += end - start
    return replace(document, text="".join(pieces), spans=tuple(spans))


def join_lines(document: Document) -> Document:
    """Turn line breaks into spaces."""
    return replace(document, text=document.text.replace("\n", " "))


def garble(document: Document, rng: np.random.Generator, rate: float) -> Document:
    """Replace, drop or double about ``rate`` of the letters."""
    text = document.text
    dice = rng.random(len(text))
    pieces: list[str] = []
    moved = [0] * (len(text) + 1)
    size = 0
    spaced = happens(rng, _SPACED)
    for at, char in enumerate(text):
        moved[at] = size
        new = char
        if dice[at] < rate and char.isalpha():
            way = _WAYS[rng.choice(len(_WAYS), p=_WAY_CHANCES)]
            new = {"scanned": _SCANNED.get(char, char), "lost": "", "parted": char + " "}.get(way, char * 2)
        elif spaced and char == " ":
            new = " " * (1 + int(dice[at] * 3))
        pieces.append(new)
        size += len(new)
    moved[len(text)] = size
    spans = (Span(moved[s.start], moved[s.end], s.kind) for s in document.spans)
    return replace(document, text="".join(pieces), spans=tuple(s for s in spans if s.end > s.start))
