"""A text as the recognizers see it: plain, folded, with its lines and its tables."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import itemgetter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detectors.landmarks import LANDMARKS, SHORT, Seen
from detectors.legible import Legible, make_legible
from detectors.needs import BLANKS
from detectors.normalise import Normalised, fold, normalise
from detectors.relax import encode
from detectors.scans import misread, put_right
from detectors.spoken import transcribe
from detectors.sqlrows import read_inserts
from detectors.tables import Cell, read_tables

_WORD = re.compile(r"[a-z]")
_NUMBER = re.compile(r"\d{3}")


def _small(code: int) -> int:
    char = chr(code)
    folded = fold(char) if char.islower() else char
    return ord(folded) if folded in "abcdefghijklmnopqrstuvwxyz'-" else ord(" ")


#: From a text of one byte a character, the small letters without accents, and blanks for all else.
_SMALL = bytes(map(_small, range(256)))
#: Blanks as one, and more of them than are usual; digits as ones, and all else as zeros.
_BLANKED = bytes(ord(" ") if chr(code).isspace() else code for code in range(256))
_GAP = b" " * (BLANKS + 1)
_MARKED = bytes(chr(code) in "0123456789" for code in range(256))
#: No longer string is looked for.
_MOST_SEEN = 64


class NameSpan(Protocol):
    """A name as the model sees it; ``kind`` is PERSON, ADDRESS, ORG or LOC."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The end, exclusive."""

    @property
    def kind(self) -> str:
        """What the name names."""

    @property
    def score(self) -> float:
        """How sure the model is."""


class Reading:
    """One text, prepared once for all recognizers. Offsets are those of ``text`` unless told otherwise.

    ``text`` is the normalised text; ``folded`` the same, in lower case and without accents, of the same
    length. ``names`` holds what the name model sees in ``legible.text`` with a head start of `weighing.LEAN`
    and ``strictness``, None when it was not asked. Nothing here is shared between texts.
    """

    names: Sequence[NameSpan] | None = None
    strictness: float = 0.0
    #: The reading that this one puts right, and where; None where tables differ, whose headers reach far.
    source: "Reading | None" = None
    changes: Sequence[tuple[int, int]] = ()

    def __init__(self, original: str, *, plain: bool = False) -> None:
        """Read a text; one that is ``plain`` is normalised already."""
        self.original = original
        #: What recognizers know of values of this text: their names and the values, and which check passed.
        self.checks: dict[tuple[str, str], str | None] = {}
        self.normalised = Normalised(original) if plain else normalise(original)
        self.text = self.normalised.text

    @cached_property
    def folded(self) -> str:
        """The text in lower case and without accents, same length."""
        return fold(self.text)

    @cached_property
    def legible(self) -> Legible:
        """The text as the name model is given it."""
        return make_legible(self.text, self.original)

    @cached_property
    def people(self) -> Sequence[tuple[int, int]]:
        """Where the model, which has been asked, marks people; in order."""
        names = self.names or ()
        return sorted(self.legible.back(name.start, name.end) for name in names if name.kind == "PERSON")

    @cached_property
    def seen(self) -> Seen:
        """What the folded text holds of what patterns need."""
        return LANDMARKS.look(self.folded, places=len(self.folded) > SHORT)

    @cached_property
    def gaping(self) -> bool:
        """Whether the text has a run of more blanks than `longest` counts with."""
        return _GAP in self.encoded.translate(_BLANKED)

    @cached_property
    def _digits(self) -> NDArray[np.intp]:
        return np.flatnonzero(np.frombuffer(self.encoded.translate(_MARKED), np.uint8))

    def crowds(self, count: int, size: int, most: int) -> list[tuple[int, int]] | None:
        """Return where something of at most ``size`` characters with ``count`` digits may start.

        Those are stretches, end exclusive, in order; None when they are more than ``most``.
        """
        ends = self._digits[count - 1 :]
        starts = self._digits[: len(ends)]
        close = (ends - starts < size).nonzero()[0]
        if len(close) > most:
            return None
        floors = np.maximum(ends[close] - (size - 1), 0).tolist()
        return list(zip(floors, (starts[close] + 1).tolist(), strict=True))

    @cached_property
    def encoded(self) -> bytes:
        """The folded text for RE2, one byte for each character."""
        return encode(self.folded)

    @cached_property
    def written(self) -> bytes:
        """The text with its capitals for RE2, one byte for each character."""
        return encode(self.text)

    @cached_property
    def small_words(self) -> frozenset[bytes]:
        """The words in small letters, folded; a capital cuts the word that it stands in."""
        return frozenset(self.written.translate(_SMALL).split())

    @cached_property
    def repaired(self) -> "Reading | None":
        """The text with the letters that a scanner read in its numbers put right, None when it has none.

        Same length; its offsets are those of this reading.
        """
        found = list(misread(self.folded, self.encoded))
        if not found:
            return None
        reading = Reading(put_right(self.folded, found), plain=True)
        reading.seen = self._seen_again(reading.text, found)
        if reading.cells == self.cells:
            reading.source, reading.changes = self, [(start, end) for start, end, _ in found]
        return reading

    def _seen_again(self, text: str, found: Sequence[tuple[int, int, str]]) -> Seen:
        """Return what is seen in this text or where it was put right: what it does not hold does no harm."""
        bits, starts = self.seen.bits, {strings: list(places) for strings, places in self.seen.starts.items()}
        for start, end, _ in found:
            first = max(start - _MOST_SEEN, 0)
            more = LANDMARKS.look(text[first : end + _MOST_SEEN], places=len(text) > SHORT)
            bits |= more.bits
            for strings, places in more.starts.items():
                starts.setdefault(strings, []).extend(first + place for place in places)
        return Seen(bits, starts)

    def near(self, reach: int) -> Sequence[tuple[int, int]] | None:
        """Return the spans within reach of what was put right here, in order; None: anywhere."""
        if self.source is None:
            return None
        spans: list[tuple[int, int]] = []
        for start, end in self.changes:
            first = max(start - reach, 0)
            if spans and first <= spans[-1][1]:
                first = spans.pop()[0]
            spans.append((first, end + reach))
        return spans

    def says_the_same(self, match: re.Match[str], reach: int) -> bool:
        """Tell whether a match, and what stands within reach of it, is as in the reading put right here."""
        if self.source is None:
            return False
        start, end = match.span()
        at = bisect_right(self.changes, start - reach, key=itemgetter(1))
        return at == len(self.changes) or self.changes[at][0] >= end + reach

    @cached_property
    def spoken(self) -> "Reading | None":
        """The text with its dictated numbers in digits, None when it has none.

        Its ``normalised.original`` leads to offsets of this reading.
        """
        written = transcribe(self.folded)
        if written is None:
            return None
        reading = Reading(written.text, plain=True)
        reading.normalised = written
        return reading

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that stand under a header, and the values of SQL rows, in the order of the text."""
        cells = read_tables(self.text)
        if "insert" not in self.folded and "replace" not in self.folded:
            return cells
        values = sorted(read_inserts(self.text), key=lambda cell: cell.start)
        if not values:
            return cells
        apart = [
            cell for cell in cells if not any(one.start < cell.end and cell.start < one.end for one in values)
        ]
        return tuple(sorted([*apart, *values], key=lambda cell: cell.start))

    @cached_property
    def headers(self) -> frozenset[str]:
        """The different headers of the cells."""
        return frozenset(cell.header for cell in self.cells)

    @cached_property
    def _starts(self) -> list[int]:
        return [cell.start for cell in self.cells]

    def cell(self, start: int) -> Cell | None:
        """Return the cell that holds an offset, None outside tables and in their headers."""
        at = bisect_right(self._starts, start) - 1
        return self.cells[at] if at >= 0 and start < self.cells[at].end else None

    def before(self, start: int, reach: int = 60) -> str:
        """Return the folded text that leads to an offset, at most ``reach`` characters.

        That is its line, and the line before where they belong together: a label above its value, a sentence
        cut by its width; not the field before of a form.
        """
        floor = max(0, start - reach)
        line = self.folded.rfind("\n", floor, start)
        if line < 0:
            return self.folded[floor:start]
        end = floor + len(self.folded[floor:line].rstrip())
        above = self.folded[max(floor, self.folded.rfind("\n", floor, end) + 1) : end]
        here = self.folded[line + 1 : start]
        if _WORD.search(here) and _NUMBER.search(above):
            return here
        return f"{above}\n{here}"

    def after(self, end: int, reach: int = 25) -> str:
        """Return the folded text that follows an offset, within its line."""
        return self.folded[end : end + reach].partition("\n")[0]
