"""The register of requests for access and rectification, and of complaints, with their clock.

A request has a reference that says nothing of the person. The clock is `DAYS` days from the day on which it
was received; who answers may set another day.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from audit.errors import RegisterClosed, UnknownReference
from audit.registers.entries import Body, Entry, Pen, Register, entries_in, entries_of

DAYS = 30
"""Days to answer (P-39.1, s. 32: recalled, not read)."""

_REFERENCE = re.compile(r"(?=.*[0-9])[A-Z0-9]+([-./][A-Z0-9]+)*")
_LONGEST = 40


class Subject(StrEnum):
    """What a person asks for."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"


class Outcome(StrEnum):
    """How a request was answered."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What an entry of a request says."""

    OPENED = "opened"
    EXTENDED = "extended"
    LOOKED_UP = "looked_up"
    NOTED = "noted"
    ANSWERED = "answered"


@dataclass(slots=True)
class Request:
    """A request as its entries tell it; ``lookups`` is how often calls were searched for it."""

    reference: str
    opened: datetime
    subject: Subject
    received: date
    due: date
    extended: bool = False
    answered: date | None = None
    outcome: Outcome | None = None
    lookups: int = 0
    notes: list[tuple[datetime, str]] = field(default_factory=list)

    def is_overdue(self, today: date) -> bool:
        """Tell whether it waits for an answer past its day."""
        return self.answered is None and today > self.due

    @property
    def was_late(self) -> bool:
        """Whether it was answered past its day."""
        return self.answered is not None and self.answered > self.due


def is_opaque(reference: str) -> bool:
    """Tell whether a reference looks like a number, not like a name: capitals and at least one digit."""
    return len(reference) <= _LONGEST and _REFERENCE.fullmatch(reference) is not None


def open_request(
    pen: Pen, subject: Subject, received: date, *, reference: str | None = None, due: date | None = None
) -> Request:
    """Begin a request, due after `DAYS` days unless said otherwise.

    Raises `ReferenceTaken`, and `ValueError` for a reference that may be a name, or one due too early.
    """
    if reference is not None and not is_opaque(reference):
        raise ValueError("this reference could be a name")
    due = due or received + timedelta(days=DAYS)
    if due < received:
        raise ValueError("it is due before it was received")
    body = {"subject": subject.value, "received": received.isoformat(), "due": due.isoformat()}
    return read([pen.open(Register.REQUESTS, Step.OPENED.value, body, received, reference)])


def enter(pen: Pen, reference: str, step: Step, body: Body) -> Entry:
    """Add a step. Raises `UnknownReference`, `RecordInvalid`, and `RegisterClosed` once it is answered."""
    if step is Step.NOTED:
        request(pen.connection, reference)
    else:
        expect_open(pen.connection, reference)
    return pen.enter(reference, step.value, body)


def expect_open(connection: Connection, reference: str) -> Request:
    """Give a request that waits for an answer. Raises `UnknownReference` and `RegisterClosed`."""
    found = request(connection, reference)
    if found.answered is not None:
        raise RegisterClosed("the request is answered")
    return found


def extend(pen: Pen, reference: str, until: date, reason: str) -> Entry:
    """Give a request until another, later day. Raises as `enter`, and `ValueError` for a day that is not."""
    if until <= expect_open(pen.connection, reference).due:
        raise ValueError("this day is not later")
    return enter(pen, reference, Step.EXTENDED, {"due": until.isoformat(), "reason": reason})


def answer(pen: Pen, reference: str, on: date, outcome: Outcome) -> Entry:
    """Put an answer on record. Raises as `enter`, and `ValueError` for a day before it was received."""
    if on < expect_open(pen.connection, reference).received:
        raise ValueError("it was not received yet")
    return enter(pen, reference, Step.ANSWERED, {"on": on.isoformat(), "outcome": outcome.value})


def request(connection: Connection, reference: str) -> Request:
    """Give a request. Raises `UnknownReference`."""
    entries = entries_of(connection, reference)
    if entries[0].register is not Register.REQUESTS:
        raise UnknownReference("this reference is not a request's")
    return read(entries)


def requests(connection: Connection) -> tuple[Request, ...]:
    """Give all requests, in order of reference."""
    return tuple(read(entries) for entries in entries_in(connection, Register.REQUESTS))


def read(entries: Sequence[Entry]) -> Request:
    """Read a request from its entries, in order."""
    opening = entries[0]
    found = Request(
        opening.reference,
        opening.at,
        Subject(opening.body["subject"]),
        date.fromisoformat(opening.body["received"]),
        date.fromisoformat(opening.body["due"]),
    )
    for entry in entries[1:]:
        match entry.kind:
            case Step.EXTENDED:
                found.due, found.extended = date.fromisoformat(entry.body["due"]), True
                found.notes.append((entry.at, entry.body["reason"]))
            case Step.ANSWERED:
                found.answered = date.fromisoformat(entry.body["on"])
                found.outcome = Outcome(entry.body["outcome"])
            case Step.LOOKED_UP:
                found.lookups += 1
            case Step.NOTED:
                found.notes.append((entry.at, entry.body["text"]))
    return found
