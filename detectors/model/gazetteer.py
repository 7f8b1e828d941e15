"""What is known of a word before any text is read: a given name, a surname, an everyday word, a place..."""

import re
import unicodedata
from enum import IntFlag
from functools import lru_cache
from pathlib import Path

from detectors.model.tokens import INVISIBLE

_DROPPED = re.compile(rf"[{INVISIBLE}]")
_PLAIN = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
        "’": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)


class Known(IntFlag):
    """What a folded word is listed as; the values are stored in the gazetteer file."""

    GIVEN = 1
    SURNAME = 2
    COMMON = 4
    STREET = 8
    PLACE = 16
    BODY = 32


#: Two sets of flags, one for each end of a hyphenated compound, fit below this number.
FLAGS = 64


@lru_cache(maxsize=16384)
def fold(word: str) -> str:
    """Return the word in lower case, without accents, ligatures, curly apostrophes or what is invisible."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _DROPPED.sub("", word)).lower())
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_PLAIN)


class Gazetteer:
    """Flags by folded word, read from ``word<TAB>flags`` lines."""

    def __init__(self, flags: dict[str, int]) -> None:
        self._flags = flags

    @classmethod
    def read(cls, path: Path) -> "Gazetteer":
        """Read the file that the training writes."""
        flags: dict[str, int] = {}
        for line in path.read_text("utf-8").splitlines():
            word, _, value = line.partition("\t")
            flags[word] = int(value)
        return cls(flags)

    def write(self, path: Path) -> None:
        """Write the file, sorted, so that the same training gives the same bytes."""
        path.write_text("".join(f"{word}\t{value}\n" for word, value in sorted(self._flags.items())), "utf-8")

    def of(self, folded: str) -> int:
        """Return the flags of a word; for an unlisted compound, those of its first and last parts."""
        known = self._flags.get(folded)
        if known is not None:
            return known
        first, hyphen, rest = folded.partition("-")
        if not hyphen:
            return 0
        return self._flags.get(first, 0) + FLAGS * self._flags.get(rest.rpartition("-")[2], 0)
