"""Recognizers made of patterns, a check, and the words around a value."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from detectors.cues import Cue, Cues
from detectors.findings import Why
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek

_FARTHEST = 0.03
_PER_CHARACTER = 0.0005
#: Farther from a match than any check or cue looks.
_FAR = 120


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The shape of a value. The group ``value`` is what is found, the whole match where there is none.

    ``regex`` is matched against the folded text (lower case, no accents), or against the text as it is
    written when ``cased``. ``alone`` is the score without a cue, ``cued`` the score next to one, ``mistyped``
    the score next to one of a value whose check fails, and ``mentioned`` the score of a value in capitals
    when a cue stands anywhere before it in the text; 0 means not found.
    """

    name: str
    regex: str
    alone: float
    cued: float = 0.95
    mistyped: float = 0.7
    mentioned: float = 0.0
    cased: bool = False
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    #: The group of ``compiled`` that is the value.
    group: int = field(init=False, repr=False)

    seek: Seek = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "seek", Seek(self.regex, cased=self.cased))
        object.__setattr__(self, "compiled", self.seek.compiled)
        object.__setattr__(self, "group", self.compiled.groupindex.get("value", 0))

    def matches(
        self, reading: Reading, near: Sequence[tuple[int, int]] | None = None
    ) -> Iterator[re.Match[str]]:
        """Tell the matches, as `Seek.matches` does."""
        return self.seek.matches(reading, near)


class PatternRecognizer(Recognizer):
    """Finds the values that fit one of its patterns, then lets the check and the cues decide.

    A cue counts when it stands before the value within ``REACH`` characters (same line, or the label on
    the line above), in the header of its column, or right after it. Where a word of ``AGAINST`` stands
    nearer than any cue, the value is left alone. A pattern with its own cue in it needs no ``CUES``.
    """

    PATTERNS: ClassVar[tuple[Pattern, ...]]
    CUES: ClassVar[Cues] = Cues()
    AGAINST: ClassVar[Cues] = Cues()
    REACH: ClassVar[int] = 60
    REACH_AGAINST: ClassVar[int] = 25
    #: Look for it in numbers that a scanner misread, too.
    SCANNED: ClassVar[bool] = False
    #: Look for it in numbers dictated in words, too.
    SPOKEN: ClassVar[bool] = False
    #: Headers, folded, of the columns whose cells are such values by themselves, and what such a cell holds.
    HEADER: ClassVar[re.Pattern[str] | None] = None
    CELL: ClassVar[re.Pattern[str]] = re.compile(r"(?=.*\d)[\w ./-]{3,24}")
    #: The score of such a cell.
    COLUMN: ClassVar[float] = 0.85
    REACH_AFTER: ClassVar[int] = 20

    def __init__(self, supported_language: str = "fr") -> None:
        super().__init__(supported_language)
        self.context = list(self.CUES.words)

    def validate(self, value: str) -> str | None:
        """Return the name of the check that a value passes, "" when there is none, None when it fails."""
        del value
        return ""

    def checked(self, reading: Reading, value: str) -> str | None:
        """Return what `validate` does, asked once for all patterns that a value of a text fits."""
        known = reading.checks
        key = self.name, value
        if key not in known:
            known[key] = self.validate(value)
        return known[key]

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the values that fit a pattern and that the check and the cues confirm, misread ones too."""
        yield from self.search(reading)
        if self.SCANNED and reading.repaired is not None:
            yield from self.search(reading.repaired)
        if self.SPOKEN and reading.spoken is not None:
            for hit in self.search(reading.spoken):
                start, end = reading.spoken.normalised.original(hit.start, hit.end)
                if reading.folded[start:end] != reading.spoken.text[hit.start : hit.end]:
                    yield replace(hit, start=start, end=end)
        if self.HEADER is not None:
            yield from self.columns(reading, self.HEADER)

    def columns(self, reading: Reading, header: re.Pattern[str]) -> Iterator[Hit]:
        """Tell the cells of the columns that hold such values."""
        names = {name for name in reading.headers if header.fullmatch(name)}
        if not names:
            return
        for cell in reading.cells:
            if cell.header in names and self.holds(reading, cell.start, cell.end):
                yield Hit(cell.start, cell.end, self.COLUMN, Why("column"))

    def holds(self, reading: Reading, start: int, end: int) -> bool:
        """Tell whether a cell of such a column holds a value, and no other thing."""
        return self.CELL.fullmatch(reading.folded, start, end) is not None

    def search(self, reading: Reading) -> Iterator[Hit]:
        """Tell the values of one reading of a text."""
        lacking, near = ~reading.seen.bits, reading.near(_FAR)
        for pattern in self.PATTERNS:
            if pattern.seek.needs & lacking:
                continue
            mention: Cue | None = None
            for match in pattern.matches(reading, None if pattern.mentioned else near):
                # What it was before it was put right has told as much.
                if not pattern.mentioned and reading.says_the_same(match, _FAR):
                    continue
                start, end = match.span(pattern.group)
                hit = self.judge(reading, pattern, start, end)
                if hit is None and pattern.mentioned and reading.text[start:end].isupper():
                    mention = mention or self.CUES.first(reading.folded)
                    if (
                        mention
                        and mention.distance < start
                        and self.validate(reading.text[start:end]) is not None
                    ):
                        hit = Hit(start, end, pattern.mentioned, self.reason(pattern, "", mention))
                if hit is not None:
                    yield hit

    def judge(self, reading: Reading, pattern: Pattern, start: int, end: int) -> Hit | None:
        """Return what a value that fits a pattern is worth, or None."""
        check = self.checked(reading, reading.text[start:end])
        if check is None and not pattern.mistyped:
            return None
        cue, against = self.surroundings(reading, start, end)
        if against is not None and (cue is None or against.distance < cue.distance):
            return None
        if cue is None:
            score = pattern.alone if check is not None else 0.0
        else:
            score = pattern.cued if check is not None else pattern.mistyped
            score = score and score - min(_FARTHEST, cue.distance * _PER_CHARACTER)
        if not score:
            return None
        return Hit(start, end, score, self.reason(pattern, check or "", cue))

    def reason(self, pattern: Pattern, check: str, cue: Cue | None = None) -> Why:
        """Return the explanation of a hit."""
        return Why(pattern.name, check, cue.words if cue else "")

    def surroundings(self, reading: Reading, start: int, end: int) -> tuple[Cue | None, Cue | None]:
        """Return the nearest cue, and the nearest word against, of a value."""
        if cell := reading.cell(start):
            header = self.AGAINST.last(cell.header), self.CUES.last(cell.header)
            if header != (None, None):
                return (None, header[0]) if header[0] else (header[1], None)
        near = reading.encoded, max(0, start - self.REACH), end + self.REACH_AFTER
        cued, opposed = self.CUES.may_stand(*near), self.AGAINST.may_stand(*near)
        if not cued and not opposed:
            return None, None
        before = reading.before(start, self.REACH)
        after = reading.after(end, self.REACH_AFTER)
        cue = nearest(self.CUES.last(before), self.CUES.first(after)) if cued else None
        if not opposed:
            return cue, None
        return cue, nearest(self.AGAINST.last(before[-self.REACH_AGAINST :]), self.AGAINST.first(after))


def nearest(*cues: Cue | None) -> Cue | None:
    """Return the cue at the smallest distance, the first of those that tie."""
    return min((cue for cue in cues if cue is not None), key=lambda cue: cue.distance, default=None)
