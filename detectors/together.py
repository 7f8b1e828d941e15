"""The texts of a call read together, without doing again what was done for a call before.

A conversation sends all its turns with each call. Which values its texts tell to look for, and where in a
text they stand again, is remembered as digests and offsets: no value, and no text.
"""

from array import array
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from detectors.findings import Finding
from detectors.propagate import Search, Value, clues, first_word, merged, words_of
from detectors.recent import Recent

_DIGEST = 16
_WORD_DIGEST = 8
#: Bytes of each of the two memories, and roughly of a finding and of a word in one.
_SIZE = 16 * 1024 * 1024
_FINDING_BYTES = 200
_WORD_BYTES = 100
#: The share of a call's characters up to which new texts are few: then not all values are looked for in them.
_FEW = 0.25


class _Told(NamedTuple):
    """What a text tells to look for: digests of the values, in order, and of the words they begin with."""

    values: tuple[bytes, ...]
    words: frozenset[bytes]


class Together:
    """`propagate` with a memory of at most ``entries`` texts. ``key`` is secret."""

    def __init__(self, key: bytes, entries: int) -> None:
        self._key = key
        #: Under a text and its findings.
        self._told: Recent[_Told] = Recent(entries, _SIZE)
        #: Under a text, its findings and all values of a call: the mentions that these add.
        self._added: Recent[tuple[Finding, ...]] = Recent(entries, _SIZE)

    def propagate(
        self, keys: Sequence[bytes], texts: Sequence[str], findings: Sequence[Sequence[Finding]]
    ) -> tuple[tuple[Finding, ...], ...]:
        """Return what `propagate` does. A key is a digest of its text, and of what searched it."""
        which = [self._digest(key, _spans(found)) for key, found in zip(keys, findings, strict=True)]
        told = [
            self._tell(one, text, found) if found else _Told((), frozenset())
            for one, text, found in zip(which, texts, findings, strict=True)
        ]
        values = dict.fromkeys(value for one in told for value in one.values)
        if not values:
            return tuple(map(tuple, findings))
        call = self._digest(*values)
        places = [self._digest(one, call) for one in which]
        added = [self._added.get(place) for place in places]
        missing = [at for at, one in enumerate(added) if one is None]
        if missing:
            search = Search(clues(texts[at], findings[at]) for at in self._telling(missing, texts, told))
            for at in missing:
                mentions = added[at] = search.mentions(texts[at], findings[at])
                self._added.put(places[at], mentions, _FINDING_BYTES * len(mentions))
        return tuple(merged(found, more or ()) for found, more in zip(findings, added, strict=True))

    def _tell(self, which: bytes, text: str, found: Sequence[Finding]) -> _Told:
        told = self._told.get(which)
        if told is None:
            said = clues(text, found)
            words = frozenset(map(self._of_word, {first_word(written) for written, _value in said}))
            told = _Told(tuple(self._of_clue(*clue) for clue in said), words)
            self._told.put(which, told, _WORD_BYTES * (len(told.values) + len(words)))
        return told

    def _telling(self, missing: Sequence[int], texts: Sequence[str], told: Sequence[_Told]) -> Sequence[int]:
        """Return the texts that tell a value which may stand in the missing ones."""
        if sum(len(texts[at]) for at in missing) > _FEW * sum(map(len, texts)):
            return range(len(texts))
        words = {self._of_word(word) for at in missing for word in words_of(texts[at])}
        return [at for at, one in enumerate(told) if not one.words.isdisjoint(words)]

    def _digest(self, *parts: bytes) -> bytes:
        return blake2b(b"".join(parts), key=self._key, digest_size=_DIGEST).digest()

    def _of_clue(self, written: str, value: Value) -> bytes:
        said = f"{written}\n{value.label}\n{value.capital:d}{value.whole:d}"
        return self._digest(said.encode("utf-8", "surrogatepass"))

    def _of_word(self, word: str) -> bytes:
        said = word.encode("utf-8", "surrogatepass")
        return blake2b(said, key=self._key, digest_size=_WORD_DIGEST).digest()


def _spans(found: Sequence[Finding]) -> bytes:
    """Return which of a text's findings these are: the call may leave out some of them."""
    return array("Q", [place for finding in found for place in (finding.start, finding.end)]).tobytes()
