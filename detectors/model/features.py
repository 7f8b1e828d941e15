"""Turns a word into rows of one embedding table.

The table is shared out among kinds of feature (`RANGES`); row 0 stands for "nothing". Every hash is the
CRC-32 of a text that starts with the kind, so that a word has the same rows on every machine.
"""

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from detectors.model.gazetteer import FLAGS, fold
from detectors.model.lexicon import Lexicon
from detectors.model.senses import COMMONNESS
from detectors.model.tokens import LINE_BREAKS

#: Rows of the table for each kind of feature; `norm` also serves the parts of compounds.
RANGES: dict[str, int] = {
    "norm": 16384,
    "lower": 4096,
    "prefix3": 3072,
    "prefix4": 6144,
    "suffix2": 768,
    "suffix3": 3072,
    "suffix4": 6144,
    "shape": 512,
    "known": FLAGS * FLAGS,
    "gram": 8192,
    "context": 4096,
    "cluster": 4096,
    "french": COMMONNESS,
    "english": COMMONNESS,
}


def _offsets() -> dict[str, int]:
    offsets, total = {}, 1
    for kind, size in RANGES.items():
        offsets[kind] = total
        total += size
    return offsets


OFFSETS = _offsets()
ROWS = 1 + sum(RANGES.values())
#: How many features of a word, in order, are added up; the sums stand side by side.
SUMS = (2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 1, 1)
WORD_FEATURES = sum(SUMS)
#: Bits of a cluster's path: like words share the first ones.
_BITS = (24, 10, 6, 4)
#: A word of this length has no affix of four letters.
_SHORT = 3
#: Character trigrams kept of a word.
GRAMS = 12


class _Kind:
    """Rows of one kind of feature, by text."""

    def __init__(self, kind: str) -> None:
        self._offset, self._size = OFFSETS[kind], RANGES[kind]
        # The sum of the kind, on which that of a text goes on.
        self._begun = crc32(f"{kind}:".encode())

    def of(self, text: str) -> int:
        """Return the row of a text; an empty one has none, 0."""
        if not text:
            return 0
        return self._offset + crc32(text.encode("utf-8", "surrogatepass"), self._begun) % self._size

    def runs(self, text: str, size: int, most: int) -> list[int]:
        """Return the rows of all runs of so many characters of a text, the first ones."""
        count = min(len(text) - size + 1, most)
        if not text.isascii():
            return [self.of(text[i : i + size]) for i in range(count)]
        letters, begun, offset, rows = text.encode("ascii"), self._begun, self._offset, self._size
        return [offset + crc32(letters[i : i + size], begun) % rows for i in range(count)]


_KINDS = {kind: _Kind(kind) for kind in RANGES}


_NORM, _LOWER, _SHAPE = _KINDS["norm"].of, _KINDS["lower"].of, _KINDS["shape"].of
_PREFIX3, _PREFIX4 = _KINDS["prefix3"].of, _KINDS["prefix4"].of
_SUFFIX2, _SUFFIX3, _SUFFIX4 = _KINDS["suffix2"].of, _KINDS["suffix3"].of, _KINDS["suffix4"].of


def row(kind: str, text: str) -> int:
    """Return the row of a feature; an empty text has none, 0."""
    return _KINDS[kind].of(text)


def shape(word: str) -> str:
    """Write capitals, letters and digits as ``X x d``, runs cut after two: ``Marie-Ève`` is ``Xxx-Xxx``."""
    if word.isalpha():
        if word.islower():
            return "xx"[: len(word)]
        if word[0].isupper() and word[1:].islower():
            return "Xxx"[: len(word)]
    letters: list[str] = []
    for char in word[:24]:
        if char.isupper():
            mark = "X"
        elif char.isdigit():
            mark = "d"
        elif char.isalpha():
            mark = "x"
        else:
            mark = char
        if letters[-2:] != [mark, mark]:
            letters.append(mark)
    return "".join(letters)


class WordRows(NamedTuple):
    """Rows of a word: its `WORD_FEATURES`, its trigrams (at most `GRAMS`, maybe none), its two meanings."""

    features: list[int]
    grams: list[int]
    meanings: tuple[int, int]


def word_rows(word: str, lexicon: Lexicon) -> WordRows:
    """Return the rows of a word."""
    if word[0] in LINE_BREAKS:
        word = "\n\n" if word.count("\n") > 1 else "\n"
    elif word[0].isspace():
        word = "\t"
    folded = fold(word)
    if word[0].isdigit():
        folded = "".join("0" if c.isdigit() else c for c in folded)
    first, hyphen, rest = folded.partition("-")
    french, english = lexicon.french.of(folded), lexicon.english.of(folded)
    rows = [
        _NORM(folded),
        _NORM("2" + folded),
        _LOWER(folded if word[0].isdigit() else word.lower().replace("’", "'")),
        _PREFIX3(folded[:3]),
        _PREFIX4(folded[:4]) if len(folded) > _SHORT else 0,
        _SUFFIX2(folded[-2:]),
        _SUFFIX3(folded[-3:]),
        _SUFFIX4(folded[-4:]) if len(folded) > _SHORT else 0,
        _SHAPE(shape(word)),
        OFFSETS["known"] + lexicon.gazetteer.of(folded),
        _NORM(first) if hyphen else 0,
        _NORM(rest.rpartition("-")[2]) if hyphen else 0,
        *_cluster(english.lower),
        *_cluster(english.title),
        OFFSETS["french"] + french.common,
        OFFSETS["english"] + english.common,
    ]
    meanings = french.lower, french.title
    if not word[0].isalpha():
        return WordRows(rows, [], meanings)
    return WordRows(rows, _KINDS["gram"].runs(f"<{folded}>", 3, GRAMS), meanings)


@lru_cache(maxsize=2048)
def _cluster(path: int) -> list[int]:
    return [row("cluster", f"{bits}:{path & ((1 << bits) - 1)}") if path else 0 for bits in _BITS]
