"""What a text must hold for a pattern to match: strings, looked for once for all patterns.

From a pattern follow sets of strings of which one at least stands in whatever it matches: the words of its
list, a digit, an at sign. All the strings of all patterns are looked for in each word of a text by one
automaton, and what was seen in a word is remembered. A pattern that lacks one is not tried.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import product
from operator import or_
from re import _constants as op  # type: ignore[attr-defined]  # the parser of re has no public door
from re import _parser  # type: ignore[attr-defined]
from threading import Lock
from typing import Any, NamedTuple

import ahocorasick

from detectors.normalise import fold as folded

#: Strings that a part of a pattern may stand for, at most, and characters of a class.
_MOST = 500
_CLASS = 10
#: Numbers and longer words seldom come again: they are not remembered. Words that are, at most.
_LONGEST = 24
_MOST_WORDS = 32768
_DIGITS = frozenset("0123456789")
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)

Strings = frozenset[str]
_NOTHING: Strings = frozenset(("",))


class Part(NamedTuple):
    """What is known of a part of a pattern.

    ``exact``: all that it matches, None when that is too much to tell. ``needs``: of each of these sets one
    string at least is in whatever it matches.
    """

    exact: Strings | None
    needs: tuple[Strings, ...] = ()


def needed(regex: str, *, fold: bool = False) -> tuple[Strings, ...]:
    """Return sets of strings without blanks, of each of which one is in whatever a pattern matches.

    ``fold``: they are in the folded text of what it matches.
    """
    part = _whole(regex, fold=fold)
    return part.needs if part.exact is None else (part.exact,) if "" not in part.exact else ()


def strings_of(regex: str) -> Strings | None:
    """Return the strings that a pattern matches wherever they stand; None when it is no list of such."""
    exact = _whole(regex, fold=False).exact
    return None if exact is None or "" in exact else exact


def _whole(regex: str, *, fold: bool) -> Part:
    tree = _parser.parse(regex)
    return _sequence(tree, fold=fold or bool(tree.state.flags & re.IGNORECASE))


def _sequence(tree: Iterable[tuple[Any, Any]], *, fold: bool) -> Part:
    needs: list[Strings] = []
    run, whole = _NOTHING, True
    for kind, argument in tree:
        part = _part(kind, argument, fold=fold)
        if part.exact is None:
            needs += part.needs
        elif len(run) * len(part.exact) <= _MOST:
            run = frozenset(map("".join, product(run, part.exact)))
            continue
        if "" not in run:
            needs.append(run)
        whole, run = False, part.exact or _NOTHING
    if whole:
        return Part(run)
    return Part(None, (*needs, run) if "" not in run else tuple(needs))


def _part(kind: Any, argument: Any, *, fold: bool) -> Part:  # noqa: PLR0911 - a line per kind
    if kind is op.LITERAL:
        return _exactly((chr(argument),), fold=fold)
    if kind is op.IN:
        return _class(argument, fold=fold)
    if kind is op.BRANCH:
        return _branch([_sequence(branch, fold=fold) for branch in argument[1]])
    if kind is op.SUBPATTERN:
        return _sequence(argument[3], fold=fold or bool(argument[1] & re.IGNORECASE))
    if kind is op.ATOMIC_GROUP:
        return _sequence(argument, fold=fold)
    if kind in _REPEATS:
        return _repeat(argument, fold=fold)
    return Part(None)


def _exactly(characters: Iterable[str], *, fold: bool) -> Part:
    found = frozenset(map(folded, characters) if fold else characters)
    return Part(None) if any(map(str.isspace, found)) else Part(found)


def _class(items: Sequence[tuple[Any, Any]], *, fold: bool) -> Part:
    characters: set[str] = set()
    for kind, value in items:
        if kind is op.LITERAL:
            characters.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _CLASS:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            characters |= _DIGITS
        else:
            return Part(None)
    return _exactly(characters, fold=fold) if len(characters) <= _CLASS else Part(None)


def _branch(parts: Sequence[Part]) -> Part:
    if all(part.exact is not None for part in parts):
        exact = frozenset(one for part in parts for one in part.exact or ())
        if len(exact) <= _MOST:
            return Part(exact)
    chosen: list[Strings] = []
    for part in parts:
        needs = part.needs if part.exact is None else (part.exact,)
        best = max(needs, key=lambda one: (min(map(len, one)), -len(one)), default=_NOTHING)
        chosen.append(best)
    every = frozenset(one for strings in chosen for one in strings)
    return Part(None, (every,) if "" not in every and len(every) <= _MOST else ())


def _repeat(argument: Any, *, fold: bool) -> Part:
    low, high, inner = int(argument[0]), int(argument[1]), _sequence(argument[2], fold=fold)
    if inner.exact is None:
        return Part(None, inner.needs if low else ())
    if high == 1:
        return Part(inner.exact if low else inner.exact | _NOTHING)
    return Part(None, (inner.exact,) if low and "" not in inner.exact else ())


class Landmarks:
    """All the sets of strings that are looked for; each is a bit of what `seen` returns."""

    def __init__(self) -> None:
        self._bits: dict[Strings, int] = {}
        self._words: _Words | None = None
        self._lock = Lock()

    def bits(self, needs: Iterable[Strings]) -> int:
        """Return the bits of some sets, each of which is looked for from now on."""
        with self._lock:
            found = 0
            for strings in needs:
                if strings not in self._bits:
                    self._bits[strings] = 1 << len(self._bits)
                    self._words = None
                found |= self._bits[strings]
            return found

    def seen(self, text: str) -> int:
        """Return the bits of the sets of which a string is in a folded text."""
        words = self._words
        if words is None or len(words) > _MOST_WORDS:
            with self._lock:
                words = self._words = _Words(self._bits)
        return reduce(or_, map(words.__getitem__, set(text.split())), 0)


class _Words(dict[str, int]):
    """What is seen in each word; one that is asked for and not there is looked at, and remembered."""

    def __init__(self, bits: Mapping[Strings, int]) -> None:
        super().__init__()
        by_string: dict[str, int] = {}
        for strings, bit in bits.items():
            for string in strings:
                by_string[string] = by_string.get(string, 0) | bit
        self._automaton = ahocorasick.Automaton()
        for string, together in by_string.items():
            self._automaton.add_word(string, together)
        if by_string:
            self._automaton.make_automaton()

    def __missing__(self, word: str) -> int:
        found = reduce(or_, (bits for _, bits in self._automaton.iter(word)), 0) if self._automaton else 0
        if len(word) <= _LONGEST and _DIGITS.isdisjoint(word):
            self[word] = found
        return found


LANDMARKS = Landmarks()
