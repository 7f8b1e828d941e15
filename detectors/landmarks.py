"""Strings that patterns need, looked for once for all of them: which a text has, and where.

All the strings of all patterns are looked for in a text by one automaton. A pattern that lacks one is not
tried, and one that needs a word is tried only where the word stands.
"""

from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

import ahocorasick

from detectors.needs import Strings

#: In a text of no more characters, it is quicker to look for a pattern everywhere than to tell where.
SHORT = 1500


class Seen(NamedTuple):
    """What is seen in a text.

    ``bits``: the sets of which a string is in it. ``starts``: for each set that is placed and has a string in
    it, the offsets where they start; nothing when it was not asked.
    """

    bits: int
    starts: dict[Strings, list[int]]


class Landmarks:
    """All the sets of strings that are looked for; each is a bit of what `look` returns."""

    def __init__(self) -> None:
        self._bits: dict[Strings, int] = {}
        self._placed: set[Strings] = set()
        self._index: _Index | None = None
        self._lock = Lock()

    def bits(self, needs: Iterable[Strings]) -> int:
        """Return the bits of some sets, each of which is looked for from now on."""
        with self._lock:
            found = 0
            for strings in needs:
                if strings not in self._bits:
                    self._bits[strings] = 1 << len(self._bits)
                    self._index = None
                found |= self._bits[strings]
            return found

    def place(self, strings: Strings) -> None:
        """Tell from now on where the strings of a set start, each of two characters or more."""
        self.bits([strings])
        with self._lock:
            self._placed.add(strings)
            self._index = None

    def look(self, text: str, *, places: bool = True) -> Seen:
        """Return what is seen in a folded text, and in which ``places``."""
        index = self._index
        if index is None:
            with self._lock:
                index = self._index = _Index(self._bits, self._placed)
        return index.look(text, places=places)


class _Index:
    """The bits of each string, and the sets that it is in."""

    def __init__(self, bits: dict[Strings, int], placed: set[Strings]) -> None:
        self._bits: dict[str, int] = {}
        self._sets: dict[str, list[Strings]] = {}
        for strings, bit in bits.items():
            for string in strings:
                self._bits[string] = self._bits.get(string, 0) | bit
                if strings in placed:
                    self._sets.setdefault(string, []).append(strings)
        self._characters = [one for one in self._bits.items() if len(one[0]) == 1]
        self._automaton = ahocorasick.Automaton()
        for string in self._bits:
            if len(string) > 1:
                self._automaton.add_word(string, string)
        if self._automaton:
            self._automaton.make_automaton()

    def look(self, text: str, *, places: bool) -> Seen:
        found = 0
        for character, together in self._characters:
            if character in text:
                found |= together
        ends = self._ends(text)
        for string in ends:
            found |= self._bits[string]
        return Seen(found, self._starts(ends) if places else {})

    def _ends(self, text: str) -> dict[str, list[int]]:
        """Return the strings that are in a text, each with the offsets of its last characters."""
        ends: dict[str, list[int]] = {}
        for end, string in self._automaton.iter(text) if self._automaton else ():
            if string in ends:
                ends[string].append(end)
            else:
                ends[string] = [end]
        return ends

    def _starts(self, ends: dict[str, list[int]]) -> dict[Strings, list[int]]:
        starts: dict[Strings, list[int]] = {}
        for string, places in ends.items():
            if sets := self._sets.get(string):
                begun = [end - len(string) + 1 for end in places]
                for strings in sets:
                    starts.setdefault(strings, []).extend(begun)
        return starts


LANDMARKS = Landmarks()
