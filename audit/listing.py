"""Which calls a search finds, and in which order: one query for pages and for counts."""

import sys
from typing import Any, NamedTuple
from unicodedata import normalize

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.sql.expression import FromClause

from audit.calls import Ending, Search
from audit.chain import microseconds
from audit.models import events, hidden, open_calls
from audit.records import Kind

_EQUAL = {"caller": "name", "team": "team", "project": "project", "provider": "provider", "model": "model"}
_IDENTIFIERS = ("request_id", "name", "team", "project", "purpose", "provider", "model", "policy", "code")
_NO_ENDING = {Ending.REFUSED, Ending.OPEN}


class Listing(NamedTuple):
    """The query of a search: of the time, the sequence and the request's id of each call.

    ``anchor`` is the table whose time and sequence put it in order, ``opening`` the event that says who asked
    for what, ``first`` the table that others are joined to.
    """

    anchor: FromClause
    first: FromClause
    opening: FromClause
    query: Select[*tuple[Any, ...]]


def listing(search: Search, *, whole: bool = False) -> Listing:
    """Make the query of a search, of which a page is read, or the ``whole``.

    A rare ending is found by the index of the events that tell it, so those put the list in order.
    """
    opening = events.alias("opening")
    if search.ending is None or search.ending in _NO_ENDING:
        anchor = opening
        query = select(anchor.c.at, anchor.c.sequence, opening.c.request_id)
    else:
        anchor = events.alias("arrival")
        query = select(anchor.c.at, anchor.c.sequence, opening.c.request_id).join_from(
            anchor, opening, opening.c.request_id == anchor.c.request_id
        )
        told = anchor.c.outcome == search.ending.value
        if search.ending is Ending.ERASED:
            told = anchor.c.main_erased.is_not(None)
        query = query.where(told, anchor.c.kind == Kind.ARRIVAL.value)
    if whole and search.ending is None:
        query = query.where(_opens(opening, search))
    else:
        query = _opened(query, opening, search.ending)
    query = _narrowed(query, opening, search)
    first = anchor
    if search.label is not None:
        query = query.join_from(anchor, hidden, hidden.c.sequence == opening.c.sequence)
        query = query.where(hidden.c.label == search.label)
        # What is narrowed further is found by its own index, and its labels looked up.
        if anchor is opening and all(getattr(search, name) is None for name in _EQUAL):
            anchor = hidden
            query = query.with_only_columns(hidden.c.at, hidden.c.sequence, opening.c.request_id)
    return Listing(anchor, first, opening, query)


def _narrowed(
    query: Select[*tuple[Any, ...]], opening: FromClause, search: Search
) -> Select[*tuple[Any, ...]]:
    """Keep the calls that meet what a search says of their opening."""
    for name, column in _EQUAL.items():
        if (wanted := getattr(search, name)) is not None:
            # As names are kept: some machines type an accent as a character of its own.
            query = query.where(opening.c[column] == normalize("NFC", wanted))
    query = between(query, opening, search)
    if search.request_id:
        last = search.request_id + chr(sys.maxunicode)
        query = query.where(opening.c.request_id >= search.request_id, opening.c.request_id < last)
    if search.text:
        query = query.where(_says(opening, search.text))
    return query


def _opened(
    query: Select[*tuple[Any, ...]], opening: FromClause, ending: Ending | None
) -> Select[*tuple[Any, ...]]:
    """Choose the one event by which a call is listed."""
    other = events.alias("other")
    refusal, departure = (opening.c.kind == kind.value for kind in (Kind.REFUSAL, Kind.DEPARTURE))
    if ending is Ending.REFUSED:
        return query.where(refusal)
    if ending is Ending.OPEN:
        return query.where(departure, opening.c.sequence.in_(select(open_calls.c.sequence)))
    if ending is not None:
        return query.where(departure)
    # A refusal is listed unless its call has a departure. Joined: PostgreSQL would make a list of all
    # departures for a NOT EXISTS that stands beside an OR.
    same = and_(other.c.request_id == opening.c.request_id, other.c.kind == Kind.DEPARTURE.value, refusal)
    query = query.outerjoin_from(opening, other, same)
    return query.where(or_(departure, and_(refusal, other.c.sequence.is_(None))))


def _opens(opening: FromClause, search: Search) -> ColumnElement[bool]:
    """Tell whether a call is listed by this event, as `_opened` does."""
    refusal, departure = (opening.c.kind == kind.value for kind in (Kind.REFUSAL, Kind.DEPARTURE))
    return or_(departure, and_(refusal, opening.c.sequence.not_in(refused_later(search))))


def refused_later(search: Search) -> Select[int]:
    """Give the refusals of calls that have a departure, in the time of a search: few, found once."""
    late, gone = events.alias("late"), events.alias("gone")
    after = and_(gone.c.request_id == late.c.request_id, gone.c.kind == Kind.DEPARTURE.value)
    refused = select(late.c.sequence).join(gone, after).where(late.c.kind == Kind.REFUSAL.value)
    return between(refused, late, search)


def between(query: Select[*tuple[Any, ...]], event: FromClause, search: Search) -> Select[*tuple[Any, ...]]:
    """Keep what is of the time of a search, by the time that a table has."""
    if search.since is not None:
        query = query.where(event.c.at >= microseconds(search.since))
    if search.until is not None:
        query = query.where(event.c.at < microseconds(search.until))
    return query


def _says(opening: FromClause, text: str) -> ColumnElement[bool]:
    """Tell whether an identifier has a text in it, in which nothing stands for anything else."""
    return or_(*(opening.c[name].icontains(text, autoescape=True) for name in _IDENTIFIERS))
