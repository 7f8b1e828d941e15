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

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    func,
    not_,
    or_,
    select,
    text,
    true,
    update,
)

from audit.chain import CALLER, ERASED, MAIN, SALTS_BYTES, Detail, DetailClass, microseconds, seal
from audit.database import Access, open_engine, unavailable
from audit.holds import holds_in_force
from audit.models import carried, entries, events, head, hidden, register_calls, register_entries
from audit.records import Administration, Kind
from audit.registers.incidents import is_of_open_incident
from audit.unbundling import erase_entries
from audit.writer import Writer

_BATCH = 1_000
"""Events erased in one transaction: appending waits while one is under way."""

_SCRUB = 3_600.0
"""Seconds that the cleaning of the files may take: PostgreSQL reads the tables whole."""

_PERMANENT = ("key.", "hold.", "detail.", "register.", "validation.", "held.")
"""The actions that the other rows and events rely on."""

_PARTS = {
    DetailClass.CALLER: Detail.CALLER,
    DetailClass.CALL: Detail.MAIN,
    DetailClass.ACTION: Detail.MAIN,
    DetailClass.INDEX: Detail.INDEX,
}
_COLUMNS = {Detail.CALLER: CALLER, Detail.MAIN: MAIN, Detail.INDEX: ()}

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
    """What a run erased. ``scrubbed``: nothing of it is left in the database's own files.

    That is not so where a reader was still looking at what was there: run it again.
    """

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
                        connection.execute(
                            select(func.count()).select_from(events).where(*conditions)
                        ).scalar_one()
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
                due = _due(detail_class, now - age)
                for batch in _candidates(reading, due):
                    with writing.begin() as connection:
                        erasing = _Erasing(connection, writer, detail_class, now, actor)
                        erasure = erasing.run(and_(due, events.c.sequence.in_(batch)))
                    done += [erasure] if erasure else []
            return Report(tuple(done), _scrub(url))
        finally:
            reading.dispose()
            writing.dispose()


def _due(detail_class: DetailClass, before: datetime) -> ColumnElement[bool]:
    """Tell which events have a detail of this class that is old enough and still there."""
    part = _PARTS[detail_class]
    conditions = [
        events.c.at < microseconds(before),
        events.c[f"{part}_digest"].is_not(None),
        events.c[f"{part}_erased"].is_(None),
    ]
    if detail_class is DetailClass.CALL:
        conditions.append(events.c.kind != Kind.ADMINISTRATION.value)
    if detail_class is DetailClass.ACTION:
        conditions.append(events.c.kind == Kind.ADMINISTRATION.value)
        conditions += [not_(events.c.action.startswith(source, autoescape=True)) for source in _PERMANENT]
    return and_(*conditions)


def _free(connection: Connection) -> ColumnElement[bool]:
    """Tell which events neither a hold nor an open incident keeps."""
    held = [*(hold.condition() for hold in holds_in_force(connection)), is_of_open_incident()]
    # An event of no call meets no condition on calls: that is unknown to SQL, and free.
    return or_(*held).is_not(true())


def _candidates(engine: Engine, due: ColumnElement[bool]) -> Iterator[Sequence[int]]:
    """Give the sequences of what seems due, in order: found without the lock, as most of it is not due."""
    last = 0
    query = select(events.c.sequence).where(due).order_by(events.c.sequence).limit(_BATCH)
    with engine.connect() as connection:
        newest = connection.execute(select(func.max(events.c.sequence)).where(due)).scalar() or 0
    while last < newest:
        with engine.connect() as connection:
            page = query.where(events.c.sequence > last, events.c.sequence <= newest)
            batch = connection.execute(page).scalars().all()
        if not batch:
            return
        last = batch[-1]
        yield batch


@dataclass(frozen=True, slots=True)
class _Erasing:
    """One transaction's work. Nothing is erased without the event that tells of it, nor told and not done."""

    connection: Connection
    writer: Writer
    detail_class: DetailClass
    now: datetime
    actor: str

    def run(self, due: ColumnElement[bool]) -> Erasure | None:
        # The end of the chain is locked first: a hold that is placed meanwhile waits, or is seen here.
        self.connection.execute(select(head.c.id).with_for_update())
        part = _PARTS[self.detail_class]
        query = select(events.c.sequence, events.c[f"{part}_digest"]).where(due, _free(self.connection))
        rows = self.connection.execute(query.order_by(events.c.sequence)).all()
        if not rows:
            return None
        erasure = self._tell(len(rows), sha256(b"".join(digest for _, digest in rows)).hexdigest())
        these = [sequence for sequence, _ in rows]
        nothing = dict.fromkeys((f"{part}_salt", *_COLUMNS[part]))
        change = update(events).where(events.c.sequence.in_(these))
        self.connection.execute(change.values({f"{part}_erased": erasure.sequence, **nothing}))
        if part is Detail.MAIN:
            self.connection.execute(delete(hidden).where(hidden.c.sequence.in_(these)))
        if part is Detail.INDEX:
            erase_entries(self.connection, these)
        return erasure

    def _tell(self, count: int, digest: str) -> Erasure:
        detail = {"count": str(count), "digest": digest}
        record = Administration(self.now, self.actor, ERASED, self.detail_class.value, detail)
        (link,) = self.writer.extend(self.connection, [seal(record, token_bytes(SALTS_BYTES))])
        return Erasure(self.detail_class, count, link.sequence, digest)


def _scrub(url: str) -> bool:
    """Leave nothing of what was erased in the database's files; tell whether that was possible."""
    engine = open_engine(url, Access.WRITE, patience=_SCRUB)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                # Busy where a reader still looks at the moment before.
                cursor = connection.connection.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return bool(cursor.fetchall()[0][0] == 0)
            connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in (events, hidden, entries, carried, register_entries, register_calls):
                connection.execute(text(f"VACUUM {table.name}"))
            return True
    finally:
        engine.dispose()
