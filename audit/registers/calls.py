"""Which calls an incident is about: those that held a value, or those of a time, a team, a provider..."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from audit.calls import Call, Ending, Search
from audit.index import IndexKey
from audit.models import register_calls
from audit.reader import Reader
from audit.registers.entries import Found, Registers
from audit.registers.incidents import name_calls

FILTER = "filter"
"""How a call was found that met the officer's conditions; else it is a `Strength` of the index."""

_PAGE = 1_000


def calls_with(reader: Reader, value: str, keys: Iterable[IndexKey]) -> Iterator[Sequence[Found]]:
    """Give the calls that left with a value that was hidden in them, page by page. It is not kept."""
    keys, after = tuple(keys), None
    while True:
        page = reader.lookup(value, keys, after, _PAGE)
        found = [(each.call.request_id, each.strength.value) for each in page.matches if _left(each.call)]
        if found:
            yield found
        after = page.following
        if after is None:
            return


def calls_of(reader: Reader, search: Search) -> Iterator[Sequence[Found]]:
    """Give the calls that left and meet a search, a page at a time."""
    cursor = None
    while True:
        page = reader.calls(search, cursor, _PAGE)
        found = [(call.request_id, FILTER) for call in page.calls if _left(call)]
        if found:
            yield found
        cursor = page.following
        if cursor is None:
            return


def add_calls(
    registers: Registers, reference: str, pages: Iterable[Sequence[Found]], at: datetime, author: str
) -> int:
    """Add calls to an incident, a page in a transaction: the gateway is not made to wait. Tell how many.

    Raises `UnknownReference`, `RegisterClosed` and `AuditUnavailable`.
    """
    count = 0
    for page in pages:
        with registers.writing(at, author) as pen:
            count += name_calls(pen, reference, page)
    return count


def named_calls(connection: Connection, reference: str, after: str = "", limit: int = 50) -> Sequence[Found]:
    """Give calls of an incident in the order of their ids, after one of them, and how each was found."""
    query = select(register_calls.c.request_id, register_calls.c.found).where(
        register_calls.c.reference == reference, register_calls.c.request_id > after
    )
    return [
        (request_id, found)
        for request_id, found in connection.execute(query.order_by(register_calls.c.request_id).limit(limit))
    ]


def _left(call: Call) -> bool:
    return call.departure is not None and call.ending is not Ending.REFUSED
