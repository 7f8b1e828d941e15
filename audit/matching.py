"""Which events have a value, by their entries: the newest first, and no further than a page.

What a common word left is never read whole. The search starts from the rarest word, whose events are gone
through from the newest back, and each is asked for the other words: the index by entry and event answers
both.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, FromClause, ScalarSelect, Select, exists, select

from audit.calls import Strength
from audit.index import Question
from audit.models import entries, events

_SOME = 500
"""Entries of a word by which it is told how rare it is."""


class Found(NamedTuple):
    """An event that has a value, how surely, and the labels of all entries that tell it."""

    sequence: int
    request_id: str
    strength: Strength
    labels: tuple[str, ...]


def find(connection: Connection, asked: Iterable[Question], after: int | None, limit: int) -> Sequence[Found]:
    """Give at most so many events, the newest first, that come before the event ``after``."""
    wholes: set[int] = set()
    parts: set[int] = set()
    wanted: set[bytes] = set()
    for question in asked:
        whole, words = bytes.fromhex(question.whole), [bytes.fromhex(part) for part in question.parts]
        wanted |= {whole, *words}
        # The newest of each kind are enough to know the newest of both.
        wholes.update(_having(connection, [whole], after, limit))
        if words:
            parts.update(_having(connection, _rarest_first(connection, words, after), after, limit))
    newest = sorted(wholes | parts, reverse=True)[:limit]
    calls, labels = _told(connection, newest, wanted)
    return [
        Found(
            place,
            calls[place],
            Strength.WHOLE if place in wholes else Strength.PARTS,
            tuple(sorted(labels[place])),
        )
        for place in newest
        if place in calls
    ]


def _rarest_first(connection: Connection, words: Sequence[bytes], after: int | None) -> Sequence[bytes]:
    """Sort words by how far back their `_SOME` newest entries reach: first those that have fewer."""
    if len(words) == 1:
        return words

    def reach(word: bytes) -> ScalarSelect[Any]:
        query = _before(select(entries.c.sequence).where(entries.c.entry == word), entries, after)
        return query.order_by(entries.c.sequence.desc()).offset(_SOME - 1).limit(1).scalar_subquery()

    places = connection.execute(select(*map(reach, words))).one()
    return [word for _, word in sorted(zip((place or 0 for place in places), words, strict=True))]


def _having(connection: Connection, words: Sequence[bytes], after: int | None, limit: int) -> Sequence[int]:
    """Give the newest events that have all of these entries, found from the first of them."""
    first = entries.alias()
    query = select(first.c.sequence).distinct().where(first.c.entry == words[0])
    for word in words[1:]:
        other = entries.alias()
        query = query.where(exists().where(other.c.entry == word, other.c.sequence == first.c.sequence))
    query = _before(query, first, after).order_by(first.c.sequence.desc()).limit(limit)
    return connection.execute(query).scalars().all()


def _before(query: Select[Any], table: FromClause, after: int | None) -> Select[Any]:
    return query if after is None else query.where(table.c.sequence < after)


def _told(
    connection: Connection, places: Sequence[int], wanted: set[bytes]
) -> tuple[dict[int, str], dict[int, set[str]]]:
    """Give the call of each event, and the labels of its entries among these."""
    calls: dict[int, str] = {}
    labels: dict[int, set[str]] = defaultdict(set)
    query = select(entries.c.sequence, events.c.request_id, entries.c.entry, entries.c.label)
    query = query.join_from(entries, events, events.c.sequence == entries.c.sequence)
    # All entries of these events: asked for by what they are as well, the index of common ones would be read.
    for place, call, entry, label in connection.execute(query.where(entries.c.sequence.in_(places))):
        if entry in wanted:
            calls[place] = call
            labels[place].add(label)
    return calls, labels
