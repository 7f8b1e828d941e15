"""Makes new documents out of a marked one: other people, another case, no accents, other apostrophes."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from detectors.model.gazetteer import FLAGS, Gazetteer, Known, fold
from detectors.model.labels import KINDS, THINGS
from detectors.model.training.chance import happens, pick
from detectors.model.training.documents import Document, Span
from detectors.model.training.identifiers import CAPITALS
from detectors.model.training.names import NamePool

_PART = re.compile(r"[^\W\d_][^\s,.;:()\"<>/]*")
#: Changes of case, of the whole text or of its people alone, and how often each is made.
_CASES: tuple[tuple[Callable[[str], str], bool] | None, ...] = (
    None,
    (str.lower, True),
    (str.upper, True),
    (str.lower, False),
    (str.upper, False),
)
_CASE_CHANCES = (0.78, 0.07, 0.05, 0.05, 0.05)
#: A name in lower case that is shorter is more likely a particle.
_SHORT = 3
#: Kinds whose values are numbers and codes: a birth date must stay one, an account name is a word.
NUMBERED = frozenset(KINDS) - {"PERSON", "ADDRESS", "USERNAME", "DATE_OF_BIRTH", *THINGS}
_PARTICLES = frozenset(
    ("de", "du", "des", "la", "le", "van", "von", "el", "al", "ben", "da", "di", "dos", "et", "and", "y")
)


def swap(document: Document, rng: np.random.Generator, pool: NamePool, gazetteer: Gazetteer) -> Document:
    """Give the people of a document other names, the same for the same one, and its numbers other digits."""
    new: dict[str, str] = {}

    def renamed(span: Span) -> str | None:
        value = document.text[span.start : span.end]
        if span.kind in NUMBERED:
            return _renumbered(value, rng)
        if span.kind != "PERSON":
            return None
        parts = list(_PART.finditer(value))
        pieces: list[str] = []
        done = 0
        for place, part in enumerate(parts):
            pieces += (value[done : part.start()], other(part[0], first=place == 0 and len(parts) > 1))
            done = part.end()
        return "".join(pieces) + value[done:]

    def other(part: str, *, first: bool) -> str:
        key = fold(part)
        if key in _PARTICLES or (not part[0].isupper() and len(key) < _SHORT):
            return part
        if key not in new:
            if len(key) == 1:
                new[key] = chr(ord("A") + int(rng.integers(26)))
            else:
                new[key] = pool.given(rng) if _is_given(key, gazetteer, first=first) else pool.surname(rng)
        return _like(part, new[key])

    return rewrite(document, renamed)


def _renumbered(value: str, rng: np.random.Generator) -> str:
    """Return a number or a code of the same look."""
    digits = [str(int(rng.integers(10))) if char.isdecimal() else char for char in value]
    letters = not any(map(str.islower, value)) and happens(rng, 0.5)
    return "".join(pick(rng, CAPITALS) if letters and char.isupper() else char for char in digits)


def _is_given(key: str, gazetteer: Gazetteer, *, first: bool) -> bool:
    """Tell whether a part of a name is a given name: by the lists, else by its place."""
    flags = gazetteer.of(key) % FLAGS
    if bool(flags & Known.GIVEN) != bool(flags & Known.SURNAME):
        return bool(flags & Known.GIVEN)
    return first


def _like(model: str, name: str) -> str:
    """Return a name in the case of another."""
    if len(model) > 1 and model.isupper():
        return name.upper()
    return name.lower() if model.islower() else name


def rewrite(document: Document, change: Callable[[Span], str | None]) -> Document:
    """Return the document with the text of each span replaced where ``change(span)`` gives one."""
    pieces: list[str] = []
    spans: list[Span] = []
    size = done = 0
    for span in document.spans:
        before = document.text[done : span.start]
        value = change(span)
        value = document.text[span.start : span.end] if value is None else value
        start = size + len(before)
        size = start + len(value)
        pieces += (before, value)
        spans.append(Span(start, size, span.kind))
        done = span.end
    pieces.append(document.text[done:])
    return replace(document, text="".join(pieces), spans=tuple(spans))


def restyle(document: Document, rng: np.random.Generator) -> Document:
    """Now and then another case, no accents or typographic apostrophes; offsets stay."""
    text = document.text
    case = _CASES[rng.choice(len(_CASES), p=_CASE_CHANCES)]
    if case is not None:
        change, all_of_it = case
        if all_of_it:
            text = _same_length(text, change)
        else:
            letters = list(text)
            for span in document.spans:
                if span.kind == "PERSON":
                    letters[span.start : span.end] = _same_length(text[span.start : span.end], change)
            text = "".join(letters)
    if happens(rng, 0.08):
        text = _same_length(text, _bare)
    if happens(rng, 0.25):
        text = text.translate({ord("'"): "’"}) if "'" in text else text.translate({ord("’"): "'"})
    return replace(document, text=text)


def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """Change characters one by one, leaving those that would not keep the length."""
    return "".join(new if len(new := change(char)) == 1 else char for char in text)
