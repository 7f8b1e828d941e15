r"""Texts and the letters by which they were written: ``Ève`` in a JSON string may be ``\u00c8ve`` there."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

#: What stands for one character in a JSON string (RFC 8259, section 7), a pair of surrogates included.
IN_STRING = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^u]")
#: An escape of a character outside ASCII, as in ``Andr\u00e9``; halves of surrogate pairs stay as they are.
OF_LETTER = re.compile(r"(?<!\\)\\u(?!00[0-9])(?![dD][89a-fA-F])([0-9a-fA-F]{4})")


class Edit(NamedTuple):
    """A part of a text and what is to stand in its place."""

    start: int
    end: int
    new: str


class Edited(str):  # noqa: SLOT000 - one is made for a text that changed, and no more
    """A text that was made of another by ``edits``, which are in order and do not overlap."""

    edits: tuple[Edit, ...]


def edited(text: str, edits: Iterable[Edit]) -> Edited:
    """Return a text with these edits made."""
    made = tuple(edits)
    pieces: list[str] = []
    done = 0
    for edit in made:
        pieces += (text[done : edit.start], edit.new)
        done = edit.end
    whole = Edited("".join((*pieces, text[done:])))
    whole.edits = made
    return whole


def edits_of(text: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that made a text of another: one of all of it, where nothing more is known."""
    if isinstance(new, Edited):
        return new.edits
    return (Edit(0, len(text), new),) if new != text else ()


class Written(str):  # noqa: SLOT000 - what is computed of it is kept
    """A text that was read out of others, ``raw``: what ``escapes`` finds there stands for one character."""

    raw: str
    escapes: re.Pattern[str]

    def where(self, offset: int) -> int:
        """Return where in ``raw`` the character at an offset begins."""
        at = bisect_left(self._escaped, offset)
        return offset + (self._longer[at - 1] if at else 0)

    def token(self, start: int, end: int) -> str:
        """Return a part as a JSON string, spelled as it was; "" where it was spelled as anybody would.

        What is none in those letters (a log's, with quotes of its own) is "" as well.
        """
        token = f'"{self.raw[self.where(start) : self.where(end)]}"'
        part = self[start:end]
        try:
            same = json.loads(token) == part
        except ValueError:
            return ""
        return token if same and token != json.dumps(part, ensure_ascii=False) else ""

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in self.escapes.finditer(self.raw)]

    @cached_property
    def _escaped(self) -> list[int]:
        """The offset of each character that an escape stands for."""
        return [start - longer for (start, _), longer in zip(self._spans, [0, *self._longer], strict=False)]

    @cached_property
    def _longer(self) -> list[int]:
        """By how much ``raw`` is the longer behind each of them."""
        sums: list[int] = []
        total = 0
        for start, end in self._spans:
            total += end - start - 1
            sums.append(total)
        return sums


class Digits(str):  # noqa: SLOT000 - as the others
    """A JSON number, as a text that can be read. ``raw`` is how it was written."""

    raw: str

    def token(self, start: int, end: int) -> str:
        """Return the number as it was written, where all of it is meant."""
        return self.raw if (start, end) == (0, len(self)) else ""


def written(text: str, raw: str, escapes: re.Pattern[str]) -> Written:
    """Return a text that was read out of ``raw``."""
    read = Written(text)
    read.raw, read.escapes = raw, escapes
    return read


def digits(text: str, raw: str) -> Digits:
    """Return a number that was written ``raw``."""
    read = Digits(text)
    read.raw = raw
    return read


def token_of(text: str, start: int, end: int) -> str:
    """Return the JSON token by which a part of a text was written, "" where nothing is to be told of it."""
    return text.token(start, end) if isinstance(text, Written | Digits) else ""
