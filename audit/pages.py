"""The events in their order, a page at a time, with the rows of the lists that belong to them.

For `audit.verify` alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from audit.bundles import Bundles
from audit.models import carried, entries, events, hidden
from audit.records import LARGEST
from audit.rows import read_rows

_PAGE = 500
"""Events of a page. PostgreSQL's answer for one fits in what the system keeps of a connection unread."""

Rows = Sequence[Sequence[Any]]
Lists = dict[Any, list[Sequence[Any]]]

#: The lists of a page, each with where it begins: entries numbered below zero are bundles, and of no event.
_LISTS: tuple[tuple[Table, Callable[[int], int]], ...] = (
    (hidden, lambda after: after),
    (entries, lambda after: max(after, 0)),
    (carried, lambda after: after),
)


class Page(NamedTuple):
    """Some events, and the rows of the lists from after the page before to its last event, by sequence.

    ``bundles`` are the entries of what the events of the page carry.
    """

    rows: Rows
    labels: Lists
    entries: Lists
    carried: Lists
    bundles: Lists


def pages(connection: Connection) -> Iterator[Page]:
    """Yield all events; at the end a page without any, with the rows that come after the last event.

    PostgreSQL finds the next page while this one is looked at. Nothing else may use the connection meanwhile.
    """
    return _in_turn(connection) if connection.dialect.name == "sqlite" else _ahead(connection)


def _in_turn(connection: Connection) -> Iterator[Page]:
    """Read a page when it is wanted: SQLite works in this process."""

    def find(wanted: Sequence[Any]) -> Rows:
        names = {f"b{place}": bundle for place, bundle in enumerate(wanted)}
        listed = ", ".join(f":{name}" for name in names)
        return read_rows(connection, entries, f"sequence IN ({listed})", **names)

    bundles = Bundles(find)
    page = _read(connection, -LARGEST, bundles)
    while page.rows:
        yield page
        page = _read(connection, page.rows[-1][0], bundles)
    yield page


def _read(connection: Connection, after: int, bundles: Bundles) -> Page:
    rows = read_rows(
        connection, events, "sequence > :after ORDER BY sequence LIMIT :limit", after=after, limit=_PAGE
    )
    where, place = "sequence > :after", {}
    if rows:
        where, place = "sequence > :after AND sequence <= :last", {"last": rows[-1][0]}
    lists = [read_rows(connection, table, where, after=begin(after), **place) for table, begin in _LISTS]
    return _page(rows, *lists, bundles=bundles)


def _ahead(connection: Connection) -> Iterator[Page]:
    """Ask for a page before the one before it is looked at, and read it afterwards.

    Asked for by this thread: a second one, that reads, gives the interpreter up at each piece that comes, and
    waits for the first to have it back. In binary, which spares both ends most of the work.
    """
    driver: Any = connection.connection.driver_connection

    def find(wanted: Sequence[Any]) -> Rows:
        query = f"SELECT {_columns(entries)} FROM entries WHERE sequence = ANY(%s)"  # noqa: S608
        found: Rows = driver.cursor(binary=True).execute(query, [wanted]).fetchall()
        return found

    bundles = Bundles(find)
    with driver.pipeline():
        coming = _ask(driver, -LARGEST)
        while (page := _take(*coming, bundles=bundles)).rows:
            coming = _ask(driver, page.rows[-1][0])
            yield page
    yield page


def _ask(driver: Any, after: int) -> Sequence[Any]:
    page = f"FROM events WHERE sequence > %(after)s ORDER BY sequence LIMIT {_PAGE}"
    last = f"(SELECT coalesce(max(sequence), {LARGEST}) FROM (SELECT sequence {page}) page)"  # noqa: S608
    asked = [f"SELECT {_columns(events)} {page}"]
    for table, begin in _LISTS:
        where = f"sequence > {begin(after)} AND sequence <= {last}"
        asked.append(f"SELECT {_columns(table)} FROM {table.name} WHERE {where}")  # noqa: S608
    return [driver.cursor(binary=True).execute(query, {"after": after}) for query in asked]


def _take(*cursors: Any, bundles: Bundles) -> Page:
    return _page(*(cursor.fetchall() for cursor in cursors), bundles=bundles)


def _page(rows: Rows, labels: Rows, indexed: Rows, borne: Rows, *, bundles: Bundles) -> Page:
    own, carried_by = _by_event(indexed), _by_event(borne)
    return Page(rows, _by_event(labels), own, carried_by, bundles.of(carried_by, own))


def _columns(table: Table) -> str:
    return ", ".join(table.c.keys())


def _by_event(rows: Iterable[Sequence[Any]]) -> Lists:
    found: Lists = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found
