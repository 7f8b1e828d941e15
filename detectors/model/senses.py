"""What large bodies of text tell of words: how common they are, and which words are used alike.

Words that are used alike are a group, and a group has a number; a folded word is in one as it is written in
small letters and in another as it is written with a capital, for ``page`` and ``Page`` differ.
``training/senses.py`` makes the tables; NOTICE tells where they come from.
"""

from array import array
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Groups = NDArray[np.unsignedinteger[Any]]

#: How common a form is goes from 0, the most common ones, to this: the table does not have it.
RARE = 19
#: Two such figures together, in small letters and with a capital, are below this number.
COMMONNESS = (RARE + 1) ** 2


class Sense(NamedTuple):
    """The groups of a word in small letters and with a capital (0: none), and how common it is in each."""

    lower: int
    title: int
    common: int


#: Words are looked for among those that begin with the same two bytes.
_BYTE = 256

UNKNOWN = Sense(0, 0, COMMONNESS - 1)


class Senses:
    """A table of senses by folded word, searched where it lies: it has many words, few of them are met.

    ``words`` are sorted, in UTF-8, a line each, without control characters; the columns have a row per word.
    Threads may share one.
    """

    def __init__(self, words: bytes, lower: Groups, title: Groups, common: Groups) -> None:
        self._words = words
        letters = np.frombuffer(words, np.uint8)
        starts = np.append(0, np.flatnonzero(letters == ord("\n")) + 1)
        self._starts = array("I", starts.astype(np.uintc).tobytes())
        # A word of one byte is told by the line break behind it, which comes before any letter.
        pairs = letters[starts[:-1]] * np.uint32(_BYTE) + letters[starts[:-1] + 1]
        self._pairs = array("I", np.searchsorted(pairs, np.arange(_BYTE**2 + 1)).astype(np.uintc).tobytes())
        self._columns = lower, title, common

    @classmethod
    @lru_cache(maxsize=2)
    def read(cls, path: Path) -> "Senses":
        """Read a table that ``training/senses.py`` wrote; the last two are kept for others who ask."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(
                arrays["words"].tobytes(), *(arrays[column] for column in ("lower", "title", "common"))
            )

    def of(self, folded: str) -> Sense:
        """Return the sense of a word; for an unlisted compound, that of its first part."""
        found = self._of(folded)
        if found is UNKNOWN:
            first, hyphen, _ = folded.partition("-")
            return self._of(first) if hyphen else UNKNOWN
        return found

    def _of(self, folded: str) -> Sense:
        key = folded.encode("utf-8", "surrogatepass")
        if not key:
            return UNKNOWN
        words, starts = self._words, self._starts
        pair = key[0] * _BYTE + (key[1] if len(key) > 1 else ord("\n"))
        low, stop = self._pairs[pair], self._pairs[pair + 1]
        # bisect_left, without a call for each word looked at.
        high = stop
        while low < high:
            middle = (low + high) // 2
            if words[starts[middle] : starts[middle + 1] - 1] < key:
                low = middle + 1
            else:
                high = middle
        if low == stop or words[starts[low] : starts[low + 1] - 1] != key:
            return UNKNOWN
        lower, title, common = self._columns
        return Sense(int(lower[low]), int(title[low]), int(common[low]))
