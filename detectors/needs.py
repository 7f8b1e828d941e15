"""What follows from a pattern for whatever it matches: strings that stand in it, and where; digits; length.

From a pattern follow sets of strings of which one at least stands in whatever it matches: the words of its
list, a digit, an at sign. Where none of a set is in a text, the pattern need not be tried; where one is, a
match is near.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]  # the parser of re has no public door
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from detectors.normalise import fold as folded

#: Strings that a part of a pattern may stand for, at most, and characters of a class.
_MOST = 500
_CLASS = 10
_DIGITS = frozenset("0123456789")
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_ONE = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
#: A run of blanks that may be as long as one likes counts for so many characters.
BLANKS = 64
#: More characters than any text has.
ENDLESS = 1 << 40

Strings = frozenset[str]
_NOTHING: Strings = frozenset(("",))


class Need(NamedTuple):
    """Strings of which one is in a match, behind at most ``before`` other characters of it."""

    strings: Strings
    before: int = 0


class Part(NamedTuple):
    """What is known of a part of a pattern.

    ``exact``: all that it matches, None when that is too much to tell. ``needs``: what is in all it matches.
    """

    exact: Strings | None
    needs: tuple[Need, ...] = ()


def needed(regex: str, *, fold: bool = False) -> tuple[Need, ...]:
    """Return sets of strings without blanks, of each of which one is in whatever a pattern matches.

    ``fold``: they are in the folded text of what it matches.
    """
    part = _whole(regex, fold=fold)
    return part.needs if part.exact is None else (Need(part.exact),) if "" not in part.exact else ()


def strings_of(regex: str) -> Strings | None:
    """Return the strings that a pattern matches wherever they stand; None when it is no list of such."""
    exact = _whole(regex, fold=False).exact
    return None if exact is None or "" in exact else exact


def longest(regex: str) -> int:
    """Return how long a match is at most, in a text without a run of more than `BLANKS` blanks."""
    return _longest(_parser.parse(regex), {})


def digits(regex: str) -> int:
    """Return how many digits are in a match at least."""
    return _digits(_parser.parse(regex))


def _whole(regex: str, *, fold: bool) -> Part:
    tree = _parser.parse(regex)
    return _sequence(tree, fold=fold or bool(tree.state.flags & re.IGNORECASE))


def _sequence(tree: Iterable[tuple[Any, Any]], *, fold: bool) -> Part:
    needs: list[Need] = []
    run, whole = _NOTHING, True
    at = begun = 0
    groups: dict[int, int] = {}
    for kind, argument in tree:
        part = _part(kind, argument, fold=fold)
        here, at = at, min(at + _longest([(kind, argument)], groups), ENDLESS)
        if part.exact is None:
            needs += (Need(strings, min(here + before, ENDLESS)) for strings, before in part.needs)
        elif len(run) * len(part.exact) <= _MOST and not (part.exact == run == _DIGITS):
            run = frozenset(map("".join, product(run, part.exact)))
            continue
        if "" not in run:
            needs.append(Need(run, begun))
        whole, run = False, part.exact or _NOTHING
        begun = here if part.exact else at
    if whole:
        return Part(run)
    return Part(None, (*needs, Need(run, begun)) if "" not in run else tuple(needs))


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
    chosen: list[Need] = []
    for part in parts:
        needs = part.needs if part.exact is None else (Need(part.exact),)
        best = max(
            needs, key=lambda one: (min(map(len, one.strings)), -len(one.strings)), default=Need(_NOTHING)
        )
        chosen.append(best)
    every = frozenset(one for need in chosen for one in need.strings)
    if "" in every or len(every) > _MOST:
        return Part(None)
    return Part(None, (Need(every, max(need.before for need in chosen)),))


def _repeat(argument: Any, *, fold: bool) -> Part:
    low, high, inner = int(argument[0]), int(argument[1]), _sequence(argument[2], fold=fold)
    if inner.exact is None:
        return Part(None, inner.needs if low else ())
    if high == 1:
        return Part(inner.exact if low else inner.exact | _NOTHING)
    return Part(None, (Need(inner.exact),) if low and "" not in inner.exact else ())


def _longest(tree: Iterable[tuple[Any, Any]], groups: dict[int, int]) -> int:
    found = 0
    for kind, argument in tree:
        if kind in _ONE:
            found += 1
        elif kind is op.BRANCH:
            found += max(_longest(branch, groups) for branch in argument[1])
        elif kind is op.SUBPATTERN:
            inner = _longest(argument[3], groups)
            found += inner
            groups[argument[0]] = inner
        elif kind is op.ATOMIC_GROUP:
            found += _longest(argument, groups)
        elif kind in _REPEATS:
            most = argument[1]
            if most is op.MAXREPEAT:
                most = BLANKS if _is_blank(argument[2]) else ENDLESS
            found += most * _longest(argument[2], groups)
        elif kind is op.GROUPREF:
            found += groups.get(argument, ENDLESS)
        elif kind not in (op.ASSERT, op.ASSERT_NOT, op.AT):
            found += ENDLESS
    return min(found, ENDLESS)


def _is_blank(tree: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether a part of a pattern is one character, and a blank."""
    kind, argument = tree[0]
    if len(tree) > 1 or kind not in (op.LITERAL, op.IN):
        return False
    return all(
        chr(value).isspace() if kind is op.LITERAL else value is op.CATEGORY_SPACE
        for kind, value in (argument if kind is op.IN else tree)
    )


def _digits(tree: Iterable[tuple[Any, Any]]) -> int:
    found = 0
    for kind, argument in tree:
        if kind in (op.LITERAL, op.IN):
            exact = _part(kind, argument, fold=False).exact
            found += exact is not None and exact <= _DIGITS
        elif kind is op.BRANCH:
            found += min(map(_digits, argument[1]))
        elif kind is op.SUBPATTERN:
            found += _digits(argument[3])
        elif kind is op.ATOMIC_GROUP:
            found += _digits(argument)
        elif kind in _REPEATS:
            found += argument[0] * _digits(argument[2])
    return found
