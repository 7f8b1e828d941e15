"""Which events have a value, by their entries: the newest first, and no further than a page.

What a common word left is never read whole. The search starts from the rarest word, whose events are gone
through from the newest back, and each is asked for the other words: the index by entry and event answers
both. An event has the entries that it wrote and those of the bundles that it carries (`audit.carrying`),
which are at most `REACH` events older, or numbered below zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    ScalarSelect,
    Select,
    exists,
    or_,
    select,
    union,
)

from audit.calls import Strength
from audit.carrying import REACH
from audit.index import Question
from audit.models import carried, entries, events

_SOME = 500
"""Entries of a word by which it is told how rare it is, and from which its events are gone through first."""
_MORE = 4
"""How many times as many are gone through next, while too few of them have the other words."""


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
        return _newest(word, after, _SOME).scalar_subquery()

    places = connection.execute(select(*map(reach, words))).one()
    return [word for _, word in sorted(zip((place or 0 for place in places), words, strict=True))]


def _newest(word: bytes, before: int | None, number: int) -> Select[Any]:
    """Ask which event wrote an entry when, counted from the newest, it was written so many times."""
    query = select(entries.c.sequence).where(entries.c.entry == word, entries.c.sequence > 0)
    if before is not None:
        query = query.where(entries.c.sequence < before)
    return query.order_by(entries.c.sequence.desc()).offset(number - 1).limit(1)


def _having(connection: Connection, words: Sequence[bytes], after: int | None, limit: int) -> Sequence[int]:
    """Give the newest events that have all of these entries, found from the first of them."""
    found: list[int] = []
    # Of a single word, as many as are wanted are enough.
    number, low = limit if len(words) == 1 else _SOME, after
    while low != 0 and len(found) < limit:
        before, low = low, connection.execute(_newest(words[0], low, number)).scalar() or 0
        number *= _MORE
        having = _wrote_or_carries(words[0], low, before).subquery()
        query = select(having.c.sequence)
        for word in words[1:]:
            query = query.where(_has(having.c.sequence, word))
        query = query.order_by(having.c.sequence.desc()).limit(limit - len(found))
        found += connection.execute(query).scalars()
    return found


def _wrote_or_carries(word: bytes, low: int, before: int | None) -> CompoundSelect[Any]:
    """Ask for the events from ``low`` that have an entry, each once."""
    mine = [entries.c.entry == word, entries.c.sequence >= max(low, 1)]
    bundle = [entries.c.entry == word, entries.c.sequence > max(low - REACH, 0)]
    nameless = [entries.c.entry == word, entries.c.sequence < 0]
    older = [carried.c.sequence >= low]
    if before is not None:
        mine.append(entries.c.sequence < before)
        bundle.append(entries.c.sequence < before)
        older.append(carried.c.sequence < before)
    carries = select(carried.c.sequence).join_from(entries, carried, carried.c.bundle == entries.c.sequence)
    return union(
        select(entries.c.sequence).where(*mine),
        carries.where(*bundle, *older),
        carries.where(*nameless, *older),
    )


def _has(event: ColumnElement[int], word: bytes) -> ColumnElement[bool]:
    own, bundle = entries.alias(), entries.alias()
    wrote = exists().where(own.c.entry == word, own.c.sequence == event)
    # One inside the other: side by side, SQLite may go through all that has the word, for each event.
    has = exists().where(bundle.c.entry == word, bundle.c.sequence == carried.c.bundle).correlate(carried)
    return or_(wrote, exists().where(carried.c.sequence == event, has))


def _told(
    connection: Connection, places: Sequence[int], wanted: set[bytes]
) -> tuple[dict[int, str], dict[int, set[str]]]:
    """Give the call of each event, and the labels of its entries among these."""
    labels: dict[int, set[str]] = defaultdict(set)
    bearers: dict[int, set[int]] = {place: {place} for place in places}
    for place, bundle in connection.execute(select(carried).where(carried.c.sequence.in_(places))):
        bearers.setdefault(bundle, set()).add(place)
    query = select(entries.c.sequence, entries.c.entry, entries.c.label)
    # All entries of these events: asked for by what they are as well, the index of common ones would be read.
    for writer, entry, label in connection.execute(query.where(entries.c.sequence.in_(bearers))):
        if entry in wanted:
            for place in bearers[writer]:
                labels[place].add(label)
    named = select(events.c.sequence, events.c.request_id).where(events.c.sequence.in_(labels))
    return {row.sequence: row.request_id for row in connection.execute(named)}, labels
