"""Entries of a register: added, never changed, each bound to the chain by an event.

An incident or a request is nothing but its entries, in order; what it is now is read from them. The event
has the salted digest of the entry, so that `audit.verify` finds one that was edited, and no word of it. An
entry is erased with its salt: what is left on the chain tells nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from secrets import token_bytes
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from audit.chain import SALT_BYTES, SALTS_BYTES, digest_of_entry, microseconds, moment, seal
from audit.database import Access, open_engine, unavailable
from audit.errors import RecordInvalid, ReferenceTaken, UnknownReference
from audit.models import head, register_calls, register_entries
from audit.records import LONGEST_DETAIL, Administration, is_fit
from audit.writer import Writer

ENTERED, ERASED = "register.entered", "register.erased"

Body = Mapping[str, str | int | None]
Found = tuple[str, str]
"""A call's request id, and how it was found."""


class Register(StrEnum):
    """Which register an entry is of, and how its references begin."""

    INCIDENTS = "INC"
    REQUESTS = "DEM"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was entered at a time, by whom. Entries of one reference are numbered from 1."""

    reference: str
    number: int
    register: Register
    at: datetime
    author: str
    kind: str
    body: Mapping[str, Any]


class Registers:
    """The registers of a database that is migrated. Raises `AuditUnavailable` where it fails."""

    def __init__(self, url: str) -> None:
        self._writing = open_engine(url, Access.WRITE)
        self._reading = open_engine(url, Access.READ)
        self._writer = Writer(self._writing)

    def close(self) -> None:
        """Close the connections."""
        self._writing.dispose()
        self._reading.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database."""
        with unavailable(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, at: datetime, author: str) -> Iterator["Pen"]:
        """Give a pen; what it enters is stored when this ends well, all of it or nothing."""
        with unavailable(), self._writing.begin() as connection:
            # The end of the chain is locked first: numbers and references are taken in turn.
            connection.execute(select(head.c.id).with_for_update())
            yield Pen(connection, self._writer, at, author)


@dataclass(frozen=True, slots=True)
class Pen:
    """Enters and erases, in one transaction that holds the end of the chain."""

    connection: Connection
    writer: Writer
    at: datetime
    author: str

    def open(
        self, register: Register, kind: str, body: Body, day: date, reference: str | None = None
    ) -> Entry:
        """Begin an incident or a request. Without a reference, the next of the day's year is given.

        Raises `ReferenceTaken` and `RecordInvalid`.
        """
        reference = reference or self._next(f"{register}-{day.year}-")
        if _count(self.connection, reference):
            raise ReferenceTaken("this reference is in use")
        return self._enter(reference, 1, register, kind, body)

    def enter(self, reference: str, kind: str, body: Body, calls: Sequence[Found] = ()) -> Entry:
        """Add an entry, and the calls that it names. Raises `UnknownReference` and `RecordInvalid`."""
        last = entries_of(self.connection, reference)[-1]
        return self._enter(reference, last.number + 1, last.register, kind, body, calls=calls)

    def erase(self, reference: str) -> int:
        """Erase all entries of a reference and tell how many there were. Raises `UnknownReference`."""
        count = _count(self.connection, reference)
        if not count:
            raise UnknownReference("no entry has this reference")
        for table in (register_calls, register_entries):
            self.connection.execute(delete(table).where(table.c.reference == reference))
        self._tell(ERASED, reference, {"entries": str(count)})
        return count

    def _next(self, beginning: str) -> str:
        names = select(register_entries.c.reference).where(
            register_entries.c.number == 1, register_entries.c.reference.startswith(beginning)
        )
        taken = [name.removeprefix(beginning) for name in self.connection.execute(names).scalars()]
        last = max((int(name) for name in taken if name.isdecimal()), default=0)
        return f"{beginning}{last + 1:04}"

    def _enter(
        self,
        reference: str,
        number: int,
        register: Register,
        kind: str,
        body: Body,
        *,
        calls: Sequence[Found] = (),
    ) -> Entry:
        _check(reference, body)
        said = {name: value for name, value in body.items() if value is not None}
        row = {
            "reference": reference,
            "number": number,
            "register": register.value,
            "at": microseconds(self.at),
            "author": self.author,
            "kind": kind,
            "body": json.dumps(said, ensure_ascii=False, sort_keys=True),
        }
        salt = token_bytes(SALT_BYTES)
        self.connection.execute(insert(register_entries), {**row, "salt": salt})
        if calls:
            rows = [
                {"reference": reference, "number": number, "request_id": call, "found": found}
                for call, found in calls
            ]
            self.connection.execute(insert(register_calls), rows)
        digest = digest_of_entry(salt, [*row.values()], calls)
        self._tell(ENTERED, reference, {"number": str(number), "row": digest.hex()})
        return Entry(reference, number, register, self.at, self.author, kind, said)

    def _tell(self, action: str, reference: str, detail: Mapping[str, str]) -> None:
        record = Administration(self.at, self.author, action, reference, detail)
        self.writer.extend(self.connection, [seal(record, token_bytes(SALTS_BYTES))])


def entries_of(connection: Connection, reference: str) -> tuple[Entry, ...]:
    """Give the entries of a reference, in order. Raises `UnknownReference`."""
    found = tuple(_read(connection, register_entries.c.reference == reference))
    if not found:
        raise UnknownReference("no entry has this reference")
    return found


def entries_in(connection: Connection, register: Register) -> Iterator[tuple[Entry, ...]]:
    """Give the entries of a register, those of one reference together, in order of reference."""
    together: list[Entry] = []
    for entry in _read(connection, register_entries.c.register == register.value):
        if together and together[0].reference != entry.reference:
            yield tuple(together)
            together = []
        together.append(entry)
    if together:
        yield tuple(together)


def _read(connection: Connection, condition: Any) -> Iterator[Entry]:
    query = select(register_entries).where(condition)
    query = query.order_by(register_entries.c.reference, register_entries.c.number)
    for row in connection.execute(query):
        yield Entry(
            row.reference,
            row.number,
            Register(row.register),
            moment(row.at),
            row.author,
            row.kind,
            json.loads(row.body),
        )


def _count(connection: Connection, reference: str) -> int:
    query = select(func.count()).select_from(register_entries)
    return connection.execute(query.where(register_entries.c.reference == reference)).scalar_one()


def _check(reference: str, body: Body) -> None:
    """Refuse what a database could not keep as it is; a text may have several lines."""
    texts = [value.replace("\n", " ") for value in body.values() if isinstance(value, str)]
    if not is_fit(reference) or not all(is_fit(text, LONGEST_DETAIL) for text in texts):
        raise RecordInvalid(f"a text is longer than {LONGEST_DETAIL} characters or has an unprintable one")
