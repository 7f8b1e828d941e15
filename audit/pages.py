"""The events in their order, a page at a time, with the rows of the lists that belong to them.

For `audit.verify` alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from audit.models import entries, events, hidden
from audit.records import LARGEST
from audit.rows import read_rows

_PAGE = 1_000

Rows = Sequence[Sequence[Any]]


class Page(NamedTuple):
    """Some events, and the rows of both lists from after the page before to its last event, by sequence."""

    rows: Rows
    labels: dict[Any, list[Sequence[Any]]]
    entries: dict[Any, list[Sequence[Any]]]


def pages(connection: Connection) -> Iterator[Page]:
    """Yield all events; at the end a page without any, with the rows that come after the last event.

    PostgreSQL finds the next page while this one is looked at. SQLite would not: it works in this process,
    and hands the interpreter over at each row. Nothing else may use the connection meanwhile.
    """
    if connection.dialect.name == "sqlite":
        page = _read(connection, -LARGEST)
        while page.rows:
            yield page
            page = _read(connection, page.rows[-1][0])
    else:
        with ThreadPoolExecutor(1, "pages") as reader:
            coming = reader.submit(_read, connection, -LARGEST)
            while (page := coming.result()).rows:
                coming = reader.submit(_read, connection, page.rows[-1][0])
                yield page
    yield page


def _read(connection: Connection, after: int) -> Page:
    rows = read_rows(
        connection, events, "sequence > :after ORDER BY sequence LIMIT :limit", after=after, limit=_PAGE
    )
    where, place = "sequence > :after", {"after": after}
    if rows:
        where, place = "sequence > :after AND sequence <= :last", {"after": after, "last": rows[-1][0]}
    return Page(rows, _list(connection, hidden, where, place), _list(connection, entries, where, place))


def _list(
    connection: Connection, table: Table, where: str, place: Mapping[str, int]
) -> dict[Any, list[Sequence[Any]]]:
    rows: dict[Any, list[Sequence[Any]]] = defaultdict(list)
    for row in read_rows(connection, table, where, **place):
        rows[row[0]].append(row)
    return rows
