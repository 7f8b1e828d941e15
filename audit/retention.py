"""Erases what has been kept long enough (Law 25, P-39.1 art. 23; A-2.1 art. 73), class by class.

The spine of an event and the digests of its details stay, so that the chain still verifies. What was
erased is told by an event on the chain, in the same transaction: how much, and the digest of the digests
of all of it. `verify` recomputes that from what is left. That event is the proof of destruction.

Erasing reaches the live database: SQLite overwrites what it frees (secure_delete) and its log is emptied
at the end; PostgreSQL is vacuumed. Backups, replicas and PostgreSQL's own log keep what they keep: their
rotation has to be as short as the shortest retention.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_bytes

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, not_, or_, select, update

from audit.chain import CALLER, ERASED, MAIN, SALTS_BYTES, Detail, DetailClass, microseconds, seal
from audit.database import Access, open_engine, unavailable
from audit.holds import holds_in_force
from audit.models import entries, events, head, hidden
from audit.records import Administration, Kind
from audit.writer import Writer

_BATCH = 1_000
"""Events erased in one transaction: appending waits while one is under way."""

_PERMANENT = ("key.", "hold.", "detail.")
"""The actions that the other rows and events rely on."""

_PARTS = {
    DetailClass.CALLER: Detail.CALLER,
    DetailClass.CALL: Detail.MAIN,
    DetailClass.ACTION: Detail.MAIN,
    DetailClass.INDEX: Detail.INDEX,
}
_COLUMNS = {Detail.CALLER: CALLER, Detail.MAIN: MAIN, Detail.INDEX: ()}
_LISTS = {Detail.MAIN: hidden, Detail.INDEX: entries}

Schedule = Mapping[DetailClass, timedelta]
"""How long each class of detail is kept; a class that is left out is kept for ever."""


@dataclass(frozen=True, slots=True)
class Share:
    """What is due of a class: the details older than ``before``, but for those on hold."""

    detail_class: DetailClass
    before: datetime
    due: int
    held: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased in one transaction: the proof is the event of this sequence."""

    detail_class: DetailClass
    count: int
    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run erased. ``scrubbed``: nothing of it is left in the database's files."""

    erasures: tuple[Erasure, ...]
    scrubbed: bool


def plan(url: str, schedule: Schedule, now: datetime) -> tuple[Share, ...]:
    """Tell what `erase` would erase, and erase nothing. Raises `AuditUnavailable`."""
    shares = []
    with unavailable():
        engine = open_engine(url, Access.READ)
        try:
            with engine.connect() as connection:
                for detail_class, age in schedule.items():
                    due = _due(detail_class, now - age)
                    total, free = (
                        connection.execute(select(func.count()).select_from(events).where(*conditions)).scalar_one()
                        for conditions in ((due,), (due, _free(connection)))
                    )
                    shares.append(Share(detail_class, now - age, free, total - free))
        finally:
            engine.dispose()
    return tuple(shares)


def erase(url: str, schedule: Schedule, now: datetime, actor: str) -> Report:
    """Erase what is due, in small transactions: what it has done when it is stopped, it has done whole.

    Raises `AuditUnavailable`.
    """
    done: list[Erasure] = []
    with unavailable():
        reading, writing = (open_engine(url, access) for access in (Access.READ, Access.WRITE))
        try:
            writer = Writer(writing)
            for detail_class, age in schedule.items():
                for batch in _candidates(reading, _due(detail_class, now - age)):
                    record = Administration(now, actor, ERASED, detail_class.value, {})
                    with writing.begin() as connection:
                        erasure = _erase(connection, writer, record, batch, now - age)
                    done += [erasure] if erasure else []
            return Report(tuple(done), _scrub(writing) if done else True)
        finally:
            reading.dispose()
            writing.dispose()
