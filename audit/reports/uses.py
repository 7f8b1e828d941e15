"""Calls of a period, added up by who, for what and to whom: what every report is made from.

The database adds up, so that millions of calls come as few rows. A call that was recorded as leaving and
then refused did not leave, and is not counted as one that did.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from audit.chain import microseconds
from audit.models import events, hidden
from audit.records import Kind

_ROWS_AT_ONCE = 1_000
_WHO = ("team", "project", "purpose", "provider")
_WHERE = ("location", "assessment")


@dataclass(frozen=True, slots=True)
class Purpose:
    """Who called, for what, and to whom. All is None where these details were erased since."""

    team: str | None
    project: str | None
    purpose: str | None
    provider: str | None
    location: str | None = None
    assessment: str | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """Calls that left, of one purpose: how many, the first and the last (microseconds), their tokens."""

    purpose: Purpose
    calls: int
    first: int
    last: int
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of a name, for one purpose: a label's values, or refusals of a code."""

    purpose: Purpose
    name: str | None
    number: int


def uses(connection: Connection, since: datetime, until: datetime) -> Iterator[Use]:
    """Give the calls that left in a period, ``until`` excluded, with the tokens that providers counted."""
    arrival = events.alias("arrival")
    query = (
        select(
            *_purpose(),
            func.count(),
            func.min(events.c.at),
            func.max(events.c.at),
            func.coalesce(func.sum(arrival.c.tokens_in), 0),
            func.coalesce(func.sum(arrival.c.tokens_out), 0),
        )
        .join_from(
            events,
            arrival,
            and_(arrival.c.request_id == events.c.request_id, arrival.c.kind == Kind.ARRIVAL.value),
            isouter=True,
        )
        .where(left(since, until))
        .group_by(*_purpose())
    )
    for *who, calls, first, last, tokens_in, tokens_out in _stream(connection, query):
        yield Use(_read(who), calls, first, last, int(tokens_in), int(tokens_out))


def labels(connection: Connection, since: datetime, until: datetime) -> Iterator[Count]:
    """Give how many values of each label were hidden in the calls that left."""
    query = (
        select(*_purpose(), hidden.c.label, func.sum(hidden.c.count))
        .join_from(hidden, events, hidden.c.sequence == events.c.sequence)
        .where(left(since, until))
        .group_by(*_purpose(), hidden.c.label)
    )
    for *who, label, number in _stream(connection, query):
        yield Count(_read(who), label, int(number))


def refusals(connection: Connection, since: datetime, until: datetime) -> Iterator[Count]:
    """Give how many calls were refused, by reason; the reason is None where it was erased."""
    columns = [*_purpose(), events.c.code]
    query = select(*columns, func.count()).where(_between(since, until), events.c.kind == Kind.REFUSAL.value)
    for *who, code, number in _stream(connection, query.group_by(*columns)):
        yield Count(_read(who), code, number)


def left(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Tell which events are departures of a period that were not refused after all."""
    refusal, departure = events.alias("refusal"), events.alias("departure")
    # From the refusals, which are few and indexed; one may be recorded long after its departure.
    undone = (
        select(departure.c.sequence)
        .join_from(refusal, departure, departure.c.request_id == refusal.c.request_id)
        .where(
            refusal.c.kind == Kind.REFUSAL.value,
            refusal.c.at >= microseconds(since),
            departure.c.kind == Kind.DEPARTURE.value,
        )
    )
    return and_(
        _between(since, until),
        events.c.kind == Kind.DEPARTURE.value,
        events.c.sequence.not_in(undone),
    )


def _between(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(events.c.at >= microseconds(since), events.c.at < microseconds(until))


def _purpose() -> list[ColumnElement[Any]]:
    return [*(events.c[name] for name in (*_WHO, *_WHERE)), events.c.main_erased.is_not(None)]


def _read(who: list[Any]) -> Purpose:
    team, project, purpose, provider, location, assessment, erased = who
    return Purpose(team, project, purpose, provider, location, assessment, bool(erased))


def _stream(connection: Connection, query: Any) -> Iterator[Any]:
    return iter(connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query))
