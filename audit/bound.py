"""Rows that change, and that the chain vouches for: each change is an event that has the row's salted digest.

The last event that tells of a row says what it is: an event without a digest, that it is gone.
"""

from collections.abc import Iterator, Mapping, Sequence
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, update

from audit.chain import SALT_BYTES, SALTS_BYTES, digest_of_entry, seal
from audit.faults import Fault, Problem
from audit.records import Administration
from audit.rows import read_rows
from audit.writer import Writer

Row = Mapping[str, Any]
_KEY = "key"
_ROW = "row"


def put(connection: Connection, table: Table, row: Row) -> dict[str, str]:
    """Write a row, new or in place of the one with its primary key; return what an event must tell of it."""
    whole = {**row, "salt": token_bytes(SALT_BYTES)}
    mine = [column == row[column.name] for column in table.primary_key]
    if not connection.execute(update(table).where(*mine).values(whole)).rowcount:
        connection.execute(insert(table), whole)
    values = [whole[column.name] for column in table.c]
    return {_KEY: _key(table, values), _ROW: _digest(table, values)}


def remove(connection: Connection, table: Table, row: Row) -> dict[str, str]:
    """Delete a row; return what an event must tell of it."""
    connection.execute(delete(table).where(*(column == row[column.name] for column in table.primary_key)))
    return {_KEY: _key(table, [row[column.name] for column in table.c])}


def tell(writer: Writer, connection: Connection, record: Administration) -> int:
    """Put the event on the chain, in the same transaction as the row; return its sequence."""
    (link,) = writer.extend(connection, [seal(record, token_bytes(SALTS_BYTES))])
    return link.sequence


class Rows:
    """What the chain says of a table's rows, compared with them: for `audit.verify` alone."""

    def __init__(self, table: Table, fault: Fault) -> None:
        self._table = table
        self._fault = fault
        self._digests: dict[str, str] = {}

    def listen(self, _action: str, _subject: str, told: Mapping[str, str]) -> None:
        """Take note of an event that tells of a row. Raises `TypeError` for one that does not."""
        key, digest = told.get(_KEY), told.get(_ROW)
        if not isinstance(key, str):
            raise TypeError
        if digest is None:
            self._digests.pop(key, None)
        else:
            self._digests[key] = digest

    def problems(self, connection: Connection) -> Iterator[Problem]:
        """Yield one problem for each row that is not as it was, is gone, or that no event tells of."""
        for row in read_rows(connection, self._table):
            try:
                same = self._digests.pop(_key(self._table, row), None) == _digest(self._table, row)
            except (AttributeError, TypeError, ValueError):  # another type, or bytes that are no text
                same = False
            if not same:
                yield Problem(0, self._fault, self._table.name)
        for _ in self._digests:
            yield Problem(0, self._fault, self._table.name)


def _key(table: Table, values: Sequence[Any]) -> str:
    wanted = {column.name for column in table.primary_key}
    return " ".join(
        _shown(value) for name, value in zip(table.c.keys(), values, strict=True) if name in wanted
    )


def _digest(table: Table, values: Sequence[Any]) -> str:
    salt = dict(zip(table.c.keys(), values, strict=True))["salt"]
    # In a list, so that a text put in their place is something else.
    shown = [[value.hex()] if isinstance(value, bytes) else value for value in values]
    return digest_of_entry(salt, [table.name, *shown], ()).hex()


def _shown(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
