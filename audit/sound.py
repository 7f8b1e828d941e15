"""Whether an event is the one that was put on record: its digests made again from its row, as it was read.

For `audit.verify` alone, and a second writing of the format that `audit.chain` describes: millions of rows
are read, so that each is looked at once, without a function for each of its parts.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from audit.chain import CALLER, MAIN, SPINE, ZERO, Detail
from audit.models import events

_EVENT = b"paravent/event/1\n"
_TAGS = tuple(f"paravent/{detail}/1\n".encode() for detail in Detail)
_DETAILS = tuple(enumerate(Detail))


def _place(first: str, last: str) -> slice:
    names = events.c.keys()
    return slice(names.index(first), names.index(last) + 1)


_SPINE = _place(SPINE[0], SPINE[-1])
_DIGESTS, _SALTS, _ERASED = (
    _place(f"caller_{what}", f"index_{what}") for what in ("digest", "salt", "erased")
)
_CALLER, _MAIN = (_place(names[0], names[-1]) for names in (CALLER, MAIN))
#: The details in their order, each with its columns where nothing is left of it.
_GONE: tuple[list[Any], ...] = ([None] * len(CALLER), [*[None] * len(MAIN), []], [])


class Judgement(NamedTuple):
    """What is told of an event.

    ``edited`` are the details that are not its own, ``erased`` those erased, each with the event that says so
    and the digest that is left of it.
    """

    follows: bool
    edited: Sequence[Detail]
    erased: Sequence[tuple[Detail, Any, Any]]


def judge(
    previous: bytes, row: Sequence[Any], labels: Sequence[Sequence[Any]], pairs: Sequence[Sequence[Any]]
) -> Judgement:
    """Compare an event with its digests, given that of the event before and its rows of the two lists.

    Raises `AttributeError`, `TypeError` or `ValueError` for values that no record has.
    """
    # SQLite keeps one in any column, and JSON writes an infinite one as null.
    if float in map(type, row):
        raise TypeError("a number with a fraction is in no record")
    digests = row[_DIGESTS]
    first, second, third = digests
    spine = orjson.dumps([row[0], *row[_SPINE]])
    joined = b"".join((_EVENT, previous, first or ZERO, second or ZERO, third or ZERO, spine))
    at = row[_SPINE.start]
    columns: tuple[list[Any], ...] = (
        list(row[_CALLER]),
        [*row[_MAIN], sorted([[label, count] for _, label, count, label_at in labels if label_at == at])],
        sorted([[label, entry.hex()] for _, entry, label in pairs]) if pairs else [],
    )
    salts, erasures = row[_SALTS], row[_ERASED]
    edited: list[Detail] = []
    erased: list[tuple[Detail, Any, Any]] = []
    for place, detail in _DETAILS:
        salt, erasure = salts[place], erasures[place]
        if salt is not None:
            made = sha256(_TAGS[place] + salt + orjson.dumps(columns[place])).digest()
            sound = made == digests[place] and erasure is None
        else:  # never there, or erased: nothing may be left of it
            sound = columns[place] == _GONE[place] and (digests[place] is None) == (erasure is None)
            if erasure is not None:
                erased.append((detail, erasure, digests[place]))
        if not sound:
            edited.append(detail)
    return Judgement(sha256(joined).digest() == row[1], edited, erased)
