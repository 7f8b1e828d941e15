"""Reads rows as they are: nothing converts their values, so that nothing hides what was put in."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, TextClause, text
from sqlalchemy.exc import OperationalError


def read_rows(
    connection: Connection, table: Table, where: str = "", **values: int | str
) -> Sequence[Sequence[Any]]:
    """Give the rows of a table that meet a condition in SQL, their columns in the table's order.

    SQLite keeps any type in any column, and any bytes in a text: what is no UTF-8 comes as lone surrogates.
    """
    query = text(f"SELECT {', '.join(table.c.keys())} FROM {table.name}{where and ' WHERE '}{where}")  # noqa: S608
    try:
        return _fetch(connection, query, values)
    except (OperationalError, sqlite3.OperationalError):
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise
        kept, driver.text_factory = driver.text_factory, _decode
        try:
            return _fetch(connection, query, values)
        finally:
            driver.text_factory = kept


def _fetch(
    connection: Connection, query: TextClause, values: Mapping[str, int | str]
) -> Sequence[Sequence[Any]]:
    """Give the driver's own tuples: a verification reads millions, and needs no more of them."""
    result = connection.execute(query, values)
    return result.cursor.fetchall()


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
