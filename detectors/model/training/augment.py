"""Makes new documents out of a marked one: other people, another case, no accents, other apostrophes."""

import re
import unicodedata
from dataclasses import replace

import numpy as np

from detectors.model.gazetteer import Gazetteer, Known, fold
from detectors.model.training.documents import Document, Span
from detectors.model.training.names import NamePool

_PART = re.compile(r"[^\W\d_][^\s,.;:()\"<>/]*")
_PARTICLES = frozenset(
    ("de", "du", "des", "la", "le", "van", "von", "el", "al", "ben", "da", "di", "dos", "et", "and", "y")
)


def swap(document: Document, rng: np.random.Generator, pool: NamePool, gazetteer: Gazetteer) -> Document:
    """Give the people of a document other names, the same name everywhere for the same one."""
    new: dict[str, str] = {}

    def renamed(span: Span) -> str:
        value = document.text[span.start : span.end]
        parts = list(_PART.finditer(value))
        pieces: list[str] = []
        done = 0
        for i, part in enumerate(parts):
            pieces += (value[done : part.start()], _other(part[0], _is_given(part[0], i, len(parts)), new))
            done = part.end()
        return "".join(pieces) + value[done:]

    def _is_given(part: str, place: int, of: int) -> bool:
        flags = gazetteer.of(fold(part)) % 64
        if bool(flags & Known.GIVEN) != bool(flags & Known.SURNAME):
            return bool(flags & Known.GIVEN)
        return place == 0 and of > 1

    def _other(part: str, given: bool, new: dict[str, str]) -> str:
        key = fold(part)
        if key in _PARTICLES or (not part[0].isupper() and len(key) < 3):  # noqa: PLR2004
            return part
        if key not in new:
            if len(key) == 1:
                new[key] = chr(65 + int(rng.integers(26)))
            else:
                new[key] = pool.given(rng) if given else pool.surname(rng)
        return _like(part, new[key])

    return rewrite(document, lambda span: renamed(span) if span.kind == "PERSON" else None)


def _like(model: str, name: str) -> str:
    """A name in the case of another."""
    if len(model) > 1 and model.isupper():
        return name.upper()
    return name.lower() if model.islower() else name


def rewrite(document: Document, change) -> Document:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The document with the text of each span replaced where ``change(span)`` gives one."""
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
    chance = rng.random()
    if chance < 0.07:  # noqa: PLR2004
        text = _same_length(text, str.lower)
    elif chance < 0.12:  # noqa: PLR2004
        text = _same_length(text, str.upper)
    elif chance < 0.22:  # noqa: PLR2004
        made = str.lower if chance < 0.17 else str.upper  # noqa: PLR2004
        letters = list(text)
        for span in document.spans:
            if span.kind == "PERSON":
                letters[span.start : span.end] = _same_length(text[span.start : span.end], made)
        text = "".join(letters)
    if rng.random() < 0.08:  # noqa: PLR2004
        text = _same_length(text, _bare)
    if rng.random() < 0.25:  # noqa: PLR2004
        text = text.translate({ord("'"): "’"}) if "'" in text else text.translate({ord("’"): "'"})
    return replace(document, text=text)


def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def _same_length(text: str, change) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Change characters one by one, leaving those that would not keep the length."""
    return "".join(new if len(new := change(char)) == 1 else char for char in text)
