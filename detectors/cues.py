"""Words around a value that tell what it is, or that it is something else."""

import re
from dataclasses import dataclass

from detectors.normalise import fold
from detectors.relax import encode, searching

_MEMORY = 4 << 20
_GAP = r"[\s_.'-]{1,3}"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that was seen: its words, from our own list, and how far from the value it ends."""

    words: str
    distance: int


class Cues:
    """A list of words, written naturally; matched without case or accents, on word boundaries.

    A plural s is allowed, and any space, hyphen or underscore between two words.
    """

    def __init__(self, *words: str) -> None:
        self.words = words
        self._named = {_key(fold(word)): word for word in words}
        patterns = sorted({_pattern(word) for word in words}, key=len, reverse=True)
        self._search = searching(
            rf"(?:\A|[^a-z])({'|'.join(patterns)})s?(?:\z|[^a-z])".encode("latin-1"), _MEMORY
        )
        firsts = "|".join(sorted({re.escape(_parts(word)[0]) for word in words}))
        self._begins = searching(f"(?:{firsts})".encode("latin-1"), _MEMORY)

    def may_stand(self, encoded: bytes, start: int, end: int) -> bool:
        """Tell whether a cue may stand in a part of a folded text as `encode` writes it, for little."""
        return bool(self.words) and self._begins(encoded, start, min(end, len(encoded)))[0][0] >= 0

    def last(self, folded: str) -> Cue | None:
        """Return the cue that ends nearest to the end of a folded text."""
        if not self.words:
            return None
        text, size = encode(folded), len(folded)
        found, at = (-1, -1), 0
        while (spans := self._search(text, at, size))[0][0] >= 0:
            found = spans[1]
            at = found[1]
        return Cue(self._word(text[slice(*found)]), size - found[1]) if at else None

    def first(self, folded: str) -> Cue | None:
        """Return the cue that starts nearest to the start of a folded text."""
        if not self.words:
            return None
        text = encode(folded)
        start, end = self._search(text, 0, len(text))[1]
        return Cue(self._word(text[start:end]), start) if start >= 0 else None

    def _word(self, seen: bytes) -> str:
        return self._named[_key(seen.decode("latin-1"))]


def _key(folded: str) -> str:
    return " ".join(part for part in re.split(r"[\s_.'-]+", folded) if part)


def _pattern(words: str) -> str:
    return _GAP.join(map(re.escape, _parts(words)))


def _parts(words: str) -> list[str]:
    return re.split(r"[\s_'-]+", fold(words))
