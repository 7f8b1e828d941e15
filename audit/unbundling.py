"""Erases the index entries of events whose time has come, and leaves them to those that carry them still.

A bundle is known by the event that wrote it (see `audit.carrying`). Where that event's own entries are due
and a younger event carries the bundle, its rows stay for that one's sake, under a random number below zero:
nothing tells any more that the first had them. The last that carries it takes it along.
"""

from collections.abc import Iterable, Sequence
from secrets import randbits

from sqlalchemy import Connection, delete, select, update

from audit.models import carried, entries

_BITS = 62


def erase_entries(connection: Connection, these: Sequence[int]) -> None:
    """Leave nothing of the index entries of these events. The end of the chain is locked by the caller."""
    mine = carried.c.sequence.in_(these)
    nameless = connection.execute(select(carried.c.bundle).where(mine, carried.c.bundle < 0).distinct())
    let_go = nameless.scalars().all()
    connection.execute(delete(carried).where(mine))
    for bundle in _still_carried(connection, these):
        number = -1 - randbits(_BITS)
        for column in (entries.c.sequence, carried.c.bundle):
            connection.execute(update(column.table).where(column == bundle).values({column.name: number}))
    gone = [*these, *set(let_go).difference(_still_carried(connection, let_go))]
    connection.execute(delete(entries).where(entries.c.sequence.in_(gone)))


def _still_carried(connection: Connection, bundles: Sequence[int]) -> Iterable[int]:
    query = select(carried.c.bundle).where(carried.c.bundle.in_(bundles)).distinct()
    return connection.execute(query).scalars().all()
