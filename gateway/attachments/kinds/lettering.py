"""The words that were read in an image: as text for the detectors, and as boxes to paint over."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gateway.attachments.kinds.picture import Box
from gateway.attachments.kinds.reading import Reason, Unfit

#: Letters and digits from which it matters how many of them can be told for certain.
_ENOUGH = 20
#: What is painted beyond a word's own box, of its height; strokes and accents stand out of it.
_MARGIN = 0.25
_LEAST_MARGIN = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its box in the picture, and how certain it is (0 to 100)."""

    text: str
    box: Box
    certainty: float

    @property
    def weight(self) -> int:
        """Its letters and digits. Without any, it is a line or a stain."""
        return sum(map(str.isalnum, self.text))


Line = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Lettering:
    """The lines of an image, and its size in pixels."""

    lines: tuple[Line, ...]
    width: int
    height: int

    @property
    def text(self) -> str:
        """The lines as text."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    def check(self, certainty: float) -> None:
        """Refuse an image of which less than half can be told: handwriting, a bad photograph.

        Raises:
            Unfit: with `Reason.GARBLED`.

        """
        words = [word for line in self.lines for word in line]
        total = sum(word.weight for word in words)
        doubtful = sum(word.weight for word in words if word.certainty < certainty)
        if total >= _ENOUGH and 2 * doubtful > total:
            raise Unfit(Reason.GARBLED)

    def boxes(self, spans: Iterable[tuple[int, int]], certainty: float) -> list[Box]:
        """Return what to paint: the words that ``spans`` of the text touch, whole, and the doubtful ones."""
        spans = list(spans)
        found = [self._around(run) for line in self._placed() for run in _runs(line, spans)]
        found += [self._around([word]) for word in self._doubtful(certainty)]
        return found

    def doubtful(self, certainty: float) -> int:
        """Return how many words are painted over because nobody can tell what they say."""
        return sum(1 for _word in self._doubtful(certainty))

    def _doubtful(self, certainty: float) -> Iterator[Word]:
        return (word for line in self.lines for word in line if word.weight and word.certainty < certainty)

    def _placed(self) -> Iterator[list[tuple[int, Word]]]:
        """Yield each line's words with the place of their first letters in the text."""
        at = 0
        for line in self.lines:
            placed = []
            for word in line:
                placed.append((at, word))
                at += len(word.text) + 1
            yield placed

    def _around(self, words: Sequence[Word]) -> Box:
        """Return the box of words beside each other, with the margin, within the picture."""
        left, top = min(word.box[0] for word in words), min(word.box[1] for word in words)
        right, bottom = max(word.box[2] for word in words), max(word.box[3] for word in words)
        # Of lines that run upwards, the height is the shorter side as well.
        margin = max(_LEAST_MARGIN, round(_MARGIN * min(right - left, bottom - top)))
        return (
            max(0, left - margin),
            max(0, top - margin),
            min(self.width, right + margin),
            min(self.height, bottom + margin),
        )


def _runs(line: Sequence[tuple[int, Word]], spans: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    """Yield the words of a line that each span touches."""
    for start, end in spans:
        run = [word for at, word in line if start < at + len(word.text) and at < end]
        if run:
            yield run


def joined(first: Sequence[Line], second: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines of two readings of one image, without what the second only repeats."""
    known = Counter(word.text for line in first for word in line)
    more = (line for line in second if Counter(word.text for word in line) - known)
    return (*first, *more)
