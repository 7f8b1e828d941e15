"""Words around a value that tell what it is, or that it is something else."""

import re
from dataclasses import dataclass

from detectors.normalise import fold

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
        written = {_pattern(word): word for word in words}
        patterns = sorted(written, key=len, reverse=True)
        self._words = [written[pattern] for pattern in patterns]
        choice = "|".join(f"({pattern})" for pattern in patterns)
        self._search = re.compile(rf"(?<![a-z])(?:{choice})s?(?![a-z])") if words else None

    def last(self, folded: str) -> Cue | None:
        """Return the cue that ends nearest to the end of a folded text."""
        found = None
        if self._search:
            for match in self._search.finditer(folded):
                found = match
        if found is None:
            return None
        return Cue(self._words[(found.lastindex or 1) - 1], len(folded) - found.end())

    def first(self, folded: str) -> Cue | None:
        """Return the cue that starts nearest to the start of a folded text."""
        found = self._search.search(folded) if self._search else None
        return Cue(self._words[(found.lastindex or 1) - 1], found.start()) if found else None


def _pattern(words: str) -> str:
    parts = re.split(r"[\s_'-]+", fold(words))
    return _GAP.join(re.escape(part) for part in parts)
