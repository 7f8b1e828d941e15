"""Adds events to the end of the chain, inside a transaction that its caller begins and commits."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, exists, insert, select, update
from sqlalchemy.sql import Executable

from audit.carrying import REACH, Carrying
from audit.chain import ERASED, MAIN, Detail, Sealed, digest_after
from audit.errors import AuditUnavailable
from audit.models import carried, entries, events, head, hidden, open_calls
from audit.records import ENDS, Kind

_NOT_ERASED = (None,) * len(Detail)
_SCOPE = MAIN.index("scope")
_NOWHERE = (-1, b"")


@dataclass(frozen=True, slots=True)
class Link:
    """An event's place in the chain."""

    sequence: int
    digest: bytes


class Writer:
    """The one way to append. Its statements are compiled once, for the engine's dialect."""

    def __init__(self, engine: Engine) -> None:
        self._pipelined = engine.dialect.name == "postgresql"
        self._lock = _compile(engine, select(head.c.sequence, head.c.digest).with_for_update())
        self._events = _compile(engine, insert(events))
        self._hidden = _compile(engine, insert(hidden))
        self._entries = _compile(engine, insert(entries))
        self._carried = _compile(engine, insert(carried))
        self._opened = _compile(engine, insert(open_calls))
        self._ended = _compile(
            engine, delete(open_calls).where(open_calls.c.request_id == bindparam("ended_request"))
        )
        self._head = _compile(
            engine, update(head).values(sequence=bindparam("new_sequence"), digest=bindparam("new_digest"))
        )
        erasure = exists().where(
            events.c.sequence > bindparam("own_end"), events.c.action == bindparam("erased", ERASED)
        )
        self._since = _compile(
            engine, select(events.c.digest, erasure).where(events.c.sequence == bindparam("own_end_too"))
        )
        self._carrying = Carrying()
        #: Where the chain ended with the last event that this writer inserted.
        self._end = _NOWHERE

    def together(self, connection: Connection) -> AbstractContextManager[Any]:
        """Send what is executed inside, the commit too, without waiting for each answer (PostgreSQL)."""
        return connection.connection.driver_connection.pipeline() if self._pipelined else nullcontext()  # type: ignore[union-attr]

    def extend(self, connection: Connection, batch: Sequence[Sealed]) -> list[Link]:
        """Lock the end of the chain, then bind each event to the one before it and insert them.

        On SQLite the transaction itself holds the lock (BEGIN IMMEDIATE); on PostgreSQL the head's row
        does, until the commit: processes that append take turns.
        """
        cursor: Any = connection.connection.cursor()
        cursor.execute(self._lock)
        end = cursor.fetchone()
        if end is None:
            raise AuditUnavailable("the chain has lost its head")
        sequence, previous = end
        if end != self._end and self._carrying:
            self._doubt(cursor, sequence)
        self._end = _NOWHERE  # till all is inserted: what is remembered meanwhile may come to nothing
        links, rows, labels, indexed, borne = [], [], [], [], []
        for sequence, sealed in enumerate(batch, sequence + 1):  # noqa: B020 - the head is where it starts
            previous = digest_after(previous, sequence, sealed.spine, sealed.digests)
            links.append(Link(sequence, previous))
            rows.append(
                (
                    *(sequence, previous, *sealed.spine, *sealed.digests, *sealed.salts),
                    *(*_NOT_ERASED, *sealed.caller, *sealed.main),
                )
            )
            labels += [(sequence, label, count, sealed.spine[0]) for label, count in sealed.labels]
            if sealed.entries:
                share = self._carrying.share(str(sealed.main[_SCOPE]), sequence, sealed.entries)
                indexed += [(sequence, bytes.fromhex(entry), label) for label, entry in share.own]
                borne += [(sequence, bundle) for bundle in share.carried]
        opened, ended = _still_open(links, batch)
        written = (
            *((self._events, rows), (self._hidden, labels), (self._entries, indexed)),
            *((self._carried, borne), (self._ended, ended), (self._opened, opened)),
        )
        for statement, values in written:
            if len(values) == 1:  # executemany costs psycopg more than execute
                cursor.execute(statement, values[0])
            elif values:
                cursor.executemany(statement, values)
        cursor.execute(self._head, (sequence, previous))
        cursor.close()
        self._end = (sequence, previous)
        return links

    def _doubt(self, cursor: Any, sequence: int) -> None:
        """Look whether what is remembered is still there: the chain does not end as it was left.

        Others have appended, or what was inserted last was not committed. With the end of the chain locked,
        nothing can be erased meanwhile.
        """
        own_end, digest = self._end
        if own_end <= sequence < own_end + REACH:
            cursor.execute(self._since, (own_end, ERASED, own_end))
            if cursor.fetchone() == (digest, False):
                return
        self._carrying.forget()


def _still_open(
    links: Sequence[Link], batch: Sequence[Sealed]
) -> tuple[list[tuple[str, int]], list[tuple[str]]]:
    """Tell the departures that no later event of the batch ends, and the calls that the batch ends."""
    opened: dict[Any, list[int]] = {}
    ended: dict[Any, None] = {}
    for link, sealed in zip(links, batch, strict=True):
        _, kind, request_id = sealed.spine
        if kind == Kind.DEPARTURE:
            opened.setdefault(request_id, []).append(link.sequence)
        elif kind in ENDS:
            opened.pop(request_id, None)
            ended[request_id] = None
    return [(each, sequence) for each, places in opened.items() for sequence in places], [
        (each,) for each in ended
    ]


def _compile(engine: Engine, statement: Executable) -> str:
    """Make the text of a statement whose parameters are given by position, in the order of its columns."""
    return str(statement.compile(engine))  # type: ignore[attr-defined]
