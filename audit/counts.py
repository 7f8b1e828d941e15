"""How many calls a search finds, by one of what they tell; the database counts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, null, select, text
from sqlalchemy.sql.expression import FromClause

from audit.calls import Ending, Search
from audit.chain import moment
from audit.listing import Listing, between, listing, refused_later
from audit.models import events, hidden
from audit.records import Kind

_HOUR = 3_600_000_000
"""Microseconds: an hour is of one day wherever the machine is, but for a few places."""


class By(StrEnum):
    """What calls are counted by. A day is the machine's own, an outcome an `Ending`."""

    DAY = "day"
    TEAM = "team"
    PROJECT = "project"
    PROVIDER = "provider"
    MODEL = "model"
    LABEL = "label"
    OUTCOME = "outcome"


_COLUMNS = {each: each.value for each in (By.TEAM, By.PROJECT, By.PROVIDER, By.MODEL)}


@dataclass(frozen=True, slots=True)
class Count:
    """How many calls there are of a name; ``values`` is how many values they hid, counted by label alone.

    The name is None where nothing was said, or where it was erased since.
    """

    name: str | None
    calls: int
    values: int | None = None


def counts(connection: Connection, by: By, search: Search, limit: int = 1_000) -> tuple[Count, ...]:
    """Count: days in their order, else the most frequent first. At most ``limit`` are given."""
    found = listing(search, whole=True)
    if by is By.DAY:
        return _days(connection, found)[:limit]
    query = found.query
    name: ColumnElement[Any] = found.opening.c[_COLUMNS.get(by, "team")]
    values: ColumnElement[Any] = null()
    if by is By.LABEL:
        query, own = _labels(connection, search, found)
        name, values = own.c.label, func.sum(own.c.count)
    elif by is By.OUTCOME:
        query, name = _ending(found)
    query = query.with_only_columns(name, func.count(), values, maintain_column_froms=True)
    # By place: PostgreSQL does not see that an expression with parameters is the same one again.
    rows = connection.execute(query.group_by(text("1")).order_by(text("2 DESC"), text("1")).limit(limit))
    return tuple(Count(told, calls, None if sum_ is None else int(sum_)) for told, calls, sum_ in rows)


def _labels(
    connection: Connection, search: Search, found: Listing
) -> tuple[Select[*tuple[Any, ...]], FromClause]:
    """Give the rows of labels of the calls, and what they are called in the query."""
    own = hidden.alias("own")
    if replace(search, since=None, until=None) == Search():
        # Nothing is asked of the events themselves.
        query: Select[*tuple[Any, ...]] = select(own).where(own.c.sequence.not_in(refused_later(search)))
    else:
        query = found.query.join_from(found.first, own, own.c.sequence == found.opening.c.sequence)
    if search.since is not None or search.until is not None:
        # Their own time, and every label: the index by label and time then finds them.
        query = between(query, own, search).where(own.c.label.in_(_known(connection)))
    return query, own


def _known(connection: Connection) -> Sequence[str]:
    """Give every label there is, from one to the next by the index: they are few, of many rows."""
    least = func.min(hidden.c.label)
    each = select(least.label("label")).cte("each", recursive=True)
    following = select(least).where(hidden.c.label > each.c.label).scalar_subquery()
    each = each.union_all(select(following).where(each.c.label.is_not(None)))
    return connection.execute(select(each.c.label).where(each.c.label.is_not(None))).scalars().all()


def _days(connection: Connection, found: Listing) -> tuple[Count, ...]:
    hour = found.anchor.c.at // _HOUR
    query = found.query.with_only_columns(hour, func.count(), maintain_column_froms=True).group_by(text("1"))
    days: Counter[str] = Counter()
    for number, calls in connection.execute(query):
        days[moment(int(number) * _HOUR).astimezone().date().isoformat()] += calls
    return tuple(Count(day, days[day]) for day in sorted(days))


def _ending(found: Listing) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any]]:
    """Tell how each call stands, as `audit.calls.Call.ending` does."""
    refusal, end = events.alias("turned_down"), events.alias("ended")

    def beside(other: FromClause, kind: Kind) -> ColumnElement[bool]:
        return and_(other.c.request_id == found.opening.c.request_id, other.c.kind == kind.value)

    query = found.query.outerjoin_from(found.first, refusal, beside(refusal, Kind.REFUSAL))
    query = query.outerjoin_from(found.first, end, beside(end, Kind.ARRIVAL))
    told = case(
        (refusal.c.sequence.is_not(None), Ending.REFUSED.value),
        (end.c.sequence.is_(None), Ending.OPEN.value),
        (end.c.outcome.is_(None), Ending.ERASED.value),
        else_=end.c.outcome,
    )
    return query, told
