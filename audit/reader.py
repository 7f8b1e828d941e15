"""Answers from the audit: pages of calls, one call, events of administration. Blocks: use a thread."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_

from audit.calls import Call, Cursor, Event, Match, Matches, Page, Search
from audit.chain import CALLER, MAIN, Detail, class_of, microseconds, moment
from audit.counts import By, Count, counts
from audit.database import Access, open_engine, unavailable
from audit.index import KEY_ID_BYTES, IndexKey, questions
from audit.listing import listing
from audit.matching import Found, find
from audit.models import entries, events, head, hidden
from audit.records import Kind
from audit.reports.validations import Rate, rates

_VALUES = (*CALLER, *MAIN)
_PAGE = 1_000
_ALL = Search()


class Reader:
    """Reads a database that the ledger has made. Raises `AuditUnavailable` where it cannot."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url, Access.READ)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def calls(self, search: Search = _ALL, after: Cursor | None = None, limit: int = 50) -> Page:
        """Give a page of calls, the newest first. The next page starts after this one's ``following``."""
        anchor, _, _, query = listing(search)
        if after is not None:
            query = query.where(tuple_(anchor.c.at, anchor.c.sequence) < tuple_(after.at, after.sequence))
        query = query.order_by(anchor.c.at.desc(), anchor.c.sequence.desc()).limit(limit + 1)
        with unavailable(), self._engine.connect() as connection:
            rows = connection.execute(query).all()
            found = _calls(connection, [row.request_id for row in rows[:limit]])
        following = Cursor(rows[limit - 1].at, rows[limit - 1].sequence) if len(rows) > limit else None
        return Page(tuple(found), following)

    def call(self, request_id: str) -> Call | None:
        """Give all that is on record of a request."""
        with unavailable(), self._engine.connect() as connection:
            return next(iter(_calls(connection, [request_id])), None)

    def counts(self, by: By, search: Search = _ALL, limit: int = 1_000) -> tuple[Count, ...]:
        """Count the calls of a search by one of what they tell."""
        with unavailable(), self._engine.connect() as connection:
            return counts(connection, by, search, limit)

    def event(self, sequence: int) -> Event | None:
        """Give one event."""
        with unavailable(), self._engine.connect() as connection:
            return next(iter(_read(connection, select(events).where(events.c.sequence == sequence))), None)

    def last(self, action: str) -> Event | None:
        """Give the last event of administration of an action."""
        query = select(events).where(events.c.action == action).order_by(events.c.at.desc()).limit(1)
        with unavailable(), self._engine.connect() as connection:
            return next(iter(_read(connection, query)), None)

    def rates(self, since: datetime, until: datetime, team: str | None = None) -> tuple[Rate, ...]:
        """Give how much of what AI answered was looked at by a person."""
        with unavailable(), self._engine.connect() as connection:
            return rates(connection, since, until, team)

    def events(
        self,
        kind: Kind | None = None,
        *,
        after: int = 0,
        limit: int = 1000,
        action: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[Event, ...]:
        """Give events in the order of the chain, after a sequence; ``until`` is excluded."""
        query = select(events).where(events.c.sequence > after)
        if kind is not None:
            query = query.where(events.c.kind == kind.value)
        if action is not None:
            query = query.where(events.c.action == action)
        if since is not None:
            query = query.where(events.c.at >= microseconds(since))
        if until is not None:
            query = query.where(events.c.at < microseconds(until))
        with unavailable(), self._engine.connect() as connection:
            return _read(connection, query.order_by(events.c.sequence).limit(limit))

    def stream(
        self, since: datetime | None = None, until: datetime | None = None, after: int = 0
    ) -> Iterator[Event]:
        """Give all events of a time, in the order of the chain, after a sequence, a page at a time."""
        last = after
        while page := self.events(after=last, limit=_PAGE, since=since, until=until):
            yield from page
            last = page[-1].sequence

    def lookup(
        self, value: str, keys: Iterable[IndexKey], after: int | None = None, limit: int = 50
    ) -> Matches:
        """Find the calls that had a value, the newest first, by the index entries that these keys make."""
        with unavailable(), self._engine.connect() as connection:
            found = find(connection, questions(value, keys), after, limit + 1)
            return Matches(
                tuple(_matches(connection, found[:limit])),
                found[limit - 1].sequence if len(found) > limit else None,
            )

    def index_keys(self) -> Mapping[str, int]:
        """Count the entries made with each key, by its id: a key without any can be thrown away."""
        ids = select(func.substr(entries.c.entry, 1, KEY_ID_BYTES).label("key_id")).subquery()
        query = select(ids.c.key_id, func.count()).group_by(ids.c.key_id)
        with unavailable(), self._engine.connect() as connection:
            return {name.hex(): count for name, count in connection.execute(query)}

    def head(self) -> tuple[int, str]:
        """Give the sequence and the hexadecimal digest of the last event; 0 and zeros for none."""
        with unavailable(), self._engine.connect() as connection:
            row = connection.execute(select(head.c.sequence, head.c.digest)).one()
        return row.sequence, row.digest.hex()


def _calls(connection: Connection, request_ids: Sequence[str]) -> Iterable[Call]:
    """Put calls together, in the order of their request ids."""
    parts: dict[str, dict[Kind, Event]] = {request_id: {} for request_id in request_ids}
    query = select(events).where(events.c.request_id.in_(request_ids)).order_by(events.c.sequence)
    for event in _read(connection, query):
        assert event.request_id is not None
        parts[event.request_id].setdefault(event.kind, event)
    return [
        Call(request_id, part.get(Kind.DEPARTURE), part.get(Kind.REFUSAL), part.get(Kind.ARRIVAL))
        for request_id, part in parts.items()
        if part
    ]


def _matches(connection: Connection, found: Iterable[Found]) -> Iterable[Match]:
    told = {each.request_id: each for each in found}
    return [
        Match(call, told[call.request_id].strength, told[call.request_id].labels)
        for call in _calls(connection, list(told))
    ]


def _read(connection: Connection, query: Select[*tuple[Any, ...]]) -> tuple[Event, ...]:
    rows = connection.execute(query).all()
    labels: dict[int, dict[str, int]] = {row.sequence: {} for row in rows}
    counts = select(hidden.c.sequence, hidden.c.label, hidden.c.count).order_by(hidden.c.label)
    for sequence, label, count in connection.execute(counts.where(hidden.c.sequence.in_(labels))):
        labels[sequence][label] = count
    names = events.c.keys()
    return tuple(_event(dict(zip(names, row, strict=True)), labels[row.sequence]) for row in rows)


def _event(row: Mapping[str, Any], labels: Mapping[str, int]) -> Event:
    return Event(
        sequence=row["sequence"],
        at=moment(row["at"]),
        kind=Kind(row["kind"]),
        request_id=row["request_id"],
        digest=row["digest"].hex(),
        values={name: row[name] for name in _VALUES if row[name] is not None},
        labels=labels,
        erased=tuple(class_of(part, row["kind"]) for part in Detail if row[f"{part}_erased"] is not None),
    )
