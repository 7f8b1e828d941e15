"""Where values stand in a text as values of their own, not as parts of longer words or numbers."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple, Protocol

import ahocorasick

from detectors.recent import Recent
from gateway.wire.strict_json import escape

#: Digits from which a value is so particular that only more digits make it another one.
_PARTICULAR_DIGITS = 6
#: What JSON escapes in a text. Most values have none of it.
_ESCAPED = re.compile(r'["\\\x00-\x1f]')
#: In texts of so many characters in all, values are looked for one by one, before a search for all is made;
#: and in each where values and characters are few.
_SHORT, _LITTLE = 2_000, 20_000
#: Rough memory of an occurrence, measured on CPython 3.11, in bytes.
_OCCURRENCE_BYTES = 150
#: How many texts with values a conversation may be taken back and be known again.
_BACK = 8
_Joins = Callable[[str, str], bool]
#: Where a value stands: its first character, its end, the value.
Occurrence = tuple[int, int, str]


class Memory(Recent["Seen"]):
    """What was found in texts of earlier calls: the memory of a process, without texts and values."""

    def __init__(self, entries: int = 20_000, size: int = 16 * 1024 * 1024) -> None:
        super().__init__(entries, size)


class Seen(NamedTuple):
    """The occurrences in a text of all values that a call had told, by their numbers.

    ``told`` are the last digests of `Telling.up_to`: the next call may go on from an earlier place.
    """

    told: tuple[bytes, ...]
    found: tuple[tuple[int, int, int], ...]


class Telling:
    """The values that a call hides, in the order of its texts. A conversation tells the same ones, and more.

    ``key`` is secret and that of what may share a memory.
    """

    def __init__(self, key: bytes) -> None:
        self.numbers: dict[str, int] = {}
        #: How many values were told up to each text, by a digest of all texts and what they hide up to there.
        self.up_to: dict[bytes, int] = {}
        self.key = key
        self.told: tuple[bytes, ...] = (self.digest("", ()),)
        self.up_to[self.told[-1]] = 0

    def add(self, text: str, hidden: Sequence["Span"], values: Iterable[str]) -> bytes:
        """Tell the values that the next text hides. Return the `digest` of both."""
        for value in values:
            if value:
                self.numbers.setdefault(value, len(self.numbers))
        which = self.digest(text, hidden)
        end = blake2b(self.told[-1] + which, key=self.key, digest_size=24).digest()
        self.told = (*self.told[1 - _BACK :], end)
        self.up_to[end] = len(self.numbers)
        return which

    def digest(self, text: str, hidden: Sequence["Span"]) -> bytes:
        """Return the digest of a text and of what is hidden in it."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), key=self.key, digest_size=24)
        if hidden:
            digest.update(
                b"\xff" + array("Q", [at for span in hidden for at in (span.start, span.end)]).tobytes()
            )
        return digest.digest()


class Occurrences:
    """Finds many values in a text in one pass, also as they stand in JSON, escaped once or twice.

    Made once for a call: what is to be hidden does not change between its steps. With a `Telling` of the same
    values and a ``memory``, a text of an earlier turn is only searched for the values that came since.
    """

    def __init__(
        self, values: Iterable[str], telling: Telling | None = None, memory: Memory | None = None
    ) -> None:
        self._values = list(dict.fromkeys(value for value in values if value))
        self._telling = telling
        self._memory = memory
        self._searches: dict[int, _Search] = {}
        self._same: dict[str, list[Occurrence]] = {}

    def of(self, text: str, hidden: Sequence["Span"] = (), which: bytes | None = None) -> list[Occurrence]:
        """Return (start, end, value) of each occurrence that no letter or digit runs into.

        Of what is ``hidden`` (in order, without overlap) nothing is left, and nothing runs on from it.
        ``which`` is the `Telling.digest` of both, where it is known.
        """
        if not self._values:
            return []
        if hidden:
            return self._recalled(text, hidden, which)
        found = self._same.get(text)
        if found is None:
            found = self._same[text] = self._recalled(text, (), None)
        return found

    def _recalled(self, text: str, hidden: Sequence["Span"], which: bytes | None) -> list[Occurrence]:
        telling, memory = self._telling, self._memory
        if telling is None or memory is None or _is_little(self._values, text):
            return self._search(0).of(text, hidden)
        which = which or telling.digest(text, hidden)
        seen = memory.get(which)
        known = 0
        found: list[Occurrence] = []
        if seen is not None:
            # Of what is not told this time, or was not told at that place, nothing is known.
            for one in reversed(seen.told):
                if one in telling.up_to:
                    known = telling.up_to[one]
                    break
            if seen.found:
                found = [
                    (start, end, self._values[number]) for start, end, number in seen.found if number < known
                ]
        if known < len(self._values):
            found += self._search(known).of(text, hidden)
        if seen is None or seen.told != telling.told:
            numbered = tuple((start, end, telling.numbers[value]) for start, end, value in found)
            memory.put(which, Seen(telling.told, numbered), _OCCURRENCE_BYTES * len(numbered))
        return found

    def _search(self, first: int) -> "_Search":
        """Return the search for the values from one on."""
        search = self._searches.get(first)
        if search is None:
            search = self._searches[first] = _Search(self._values[first:])
        return search


class _Search:
    """The search for some values."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values
        self._plain = not _ESCAPED.search("".join(values))
        self._room = _SHORT
        self._automaton: ahocorasick.Automaton | None = None

    def of(self, text: str, hidden: Sequence["Span"]) -> list[Occurrence]:
        """Return the occurrences in a text."""
        automaton = self._automaton
        little = _is_little(self._values, text)
        if self._plain and (little or (automaton is None and len(text) <= self._room)):
            self._room -= 0 if little else len(text)
            having = [value for value in self._values if value in text]
            return _found(_automaton(having, plain=True), text, hidden) if having else []
        if automaton is None:
            automaton = self._automaton = _automaton(self._values, plain=self._plain)
        return _found(automaton, text, hidden)


def _is_little(values: Sequence[str], text: str) -> bool:
    return len(values) * (len(text) + 200) < _LITTLE


def _automaton(values: Iterable[str], *, plain: bool) -> ahocorasick.Automaton:
    forms: dict[str, list[tuple[str, _Joins]]] = {}
    for value in values:
        said = (value, _continues if _is_particular(value) else _joins)
        once = value if plain else escape(value)
        for form in {value} if once == value else {value, once, escape(once)}:
            forms.setdefault(form, []).append(said)
    automaton = ahocorasick.Automaton()
    for form, meant in forms.items():
        automaton.add_word(form, (len(form), meant))
    automaton.make_automaton()
    return automaton


def _found(automaton: ahocorasick.Automaton, text: str, hidden: Sequence["Span"]) -> list[Occurrence]:
    found: list[Occurrence] = []
    starts, ends = [span.start for span in hidden], [span.end for span in hidden]
    for last, (length, meant) in automaton.iter(text):
        start, end = last + 1 - length, last + 1
        at = bisect_right(ends, start)
        if at < len(starts) and starts[at] < end:
            continue
        before = text[start - 1] if start and not (at and ends[at - 1] == start) else " "
        after = text[end] if end < len(text) and not (at < len(starts) and starts[at] == end) else " "
        for value, joins in meant:
            if not (joins(before, text[start]) or joins(after, text[last])):
                found.append((start, end, value))
    return found


class Span(Protocol):
    """A part of a text, its end exclusive."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The end."""


def _is_particular(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= _PARTICULAR_DIGITS


def _joins(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one word: letters and digits do, and so do hyphenated words."""
    return inside.isalnum() and (outside.isalnum() or outside in "-‑_")


def _continues(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one number or word: ``nas_212345672`` holds a number of its own."""
    return (inside.isdigit() and outside.isdigit()) or (inside.isalpha() and outside.isalpha())
