"""The register of confidentiality incidents (P-39.1, s. 3.5 to 3.8; A-2.1, s. 63.8 to 63.11).

What an incident is now is read from its entries, the later ones over the earlier. It has what A-2.1, r. 3.1,
s. 7 wants of the register: the information concerned, the circumstances, when it happened, when it became
known, how many persons, why there is a risk of serious injury or not, the dates of the notices, the measures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from audit.errors import RegisterClosed, UnknownReference
from audit.models import events, hidden, register_calls, register_entries
from audit.records import Kind
from audit.registers.entries import Body, Entry, Found, Pen, Register, entries_in, entries_of

KEPT_YEARS = 5
"""Years from the day on which the organisation knew of it (A-2.1, r. 3.1, s. 8: recalled, not read)."""

_CALLS_AT_ONCE = 1_000
_ALWAYS = frozenset({"noted", "notified"})


class Step(StrEnum):
    """What an entry of an incident says."""

    OPENED = "opened"
    CALLS = "calls"
    DESCRIBED = "described"
    NOTED = "noted"
    ASSESSED = "assessed"
    NOTIFIED = "notified"
    CLOSED = "closed"


class Recipient(StrEnum):
    """Who was given notice (P-39.1, s. 3.5)."""

    CAI = "cai"
    PERSONS = "persons"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether there is a risk of serious injury (P-39.1, s. 3.7): who judged it, when and why."""

    at: datetime
    by: str
    serious: bool
    sensitivity: str
    consequences: str
    probability: str
    reasons: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was given, on a day; ``text`` tells to whom else, or how."""

    recipient: Recipient
    on: date
    text: str | None


@dataclass(slots=True)
class Incident:
    """An incident as its entries tell it. Days are the organisation's own; ``persons`` is a number."""

    reference: str
    opened: datetime
    origin: str
    known: date
    circumstances: str | None = None
    information: str | None = None
    occurred: str | None = None
    persons: int | None = None
    measures: str | None = None
    assessment: Assessment | None = None
    notices: list[Notice] = field(default_factory=list)
    notes: list[tuple[datetime, str]] = field(default_factory=list)
    closed: datetime | None = None

    @property
    def missing_notices(self) -> tuple[Recipient, ...]:
        """Who has to be told and is not on record as told: where the injury may be serious (s. 3.5)."""
        if self.assessment is None or not self.assessment.serious:
            return ()
        told = {notice.recipient for notice in self.notices}
        return tuple(each for each in (Recipient.CAI, Recipient.PERSONS) if each not in told)

    @property
    def kept_until(self) -> date:
        """The first day on which the register may forget it."""
        try:
            return self.known.replace(year=self.known.year + KEPT_YEARS)
        except ValueError:  # the 29th of February
            return self.known.replace(year=self.known.year + KEPT_YEARS, month=3, day=1)


@dataclass(frozen=True, slots=True)
class Reach:
    """The calls of an incident together: how many, from when to when (microseconds), what was hidden."""

    calls: int
    first: int | None
    last: int | None
    providers: Mapping[str, int]
    labels: Mapping[str, int]


def open_incident(
    pen: Pen, *, known: date, day: date, origin: str = "officer", circumstances: str | None = None
) -> str:
    """Begin an incident and give its reference. Raises `RecordInvalid`."""
    body = {"origin": origin, "known": known.isoformat(), "circumstances": circumstances}
    return pen.open(Register.INCIDENTS, Step.OPENED.value, body, day).reference


def enter(pen: Pen, reference: str, step: Step, body: Body) -> Entry:
    """Add a step. Raises `UnknownReference`, `RecordInvalid`, and `RegisterClosed` for one that is closed."""
    found = incident(pen.connection, reference)
    if found.closed is not None and step.value not in _ALWAYS:
        raise RegisterClosed("the incident is closed")
    return pen.enter(reference, step.value, body)


def name_calls(pen: Pen, reference: str, calls: Sequence[Found]) -> int:
    """Add some calls to an incident, `_CALLS_AT_ONCE` at most, but those that it has; tell how many.

    Raises `UnknownReference` and `RegisterClosed`.
    """
    if incident(pen.connection, reference).closed is not None:
        raise RegisterClosed("the incident is closed")
    mine = register_calls.c.reference == reference
    among = register_calls.c.request_id.in_([call for call, _ in calls])
    known = {*pen.connection.execute(select(register_calls.c.request_id).where(mine, among)).scalars()}
    new = [pair for pair in dict(calls).items() if pair[0] not in known]
    if new:
        pen.enter(reference, Step.CALLS.value, {"count": len(new)}, new)
    return len(new)


def incident(connection: Connection, reference: str) -> Incident:
    """Give an incident. Raises `UnknownReference`."""
    entries = entries_of(connection, reference)
    if entries[0].register is not Register.INCIDENTS:
        raise UnknownReference("this reference is not an incident's")
    return read(entries)


def incidents(connection: Connection) -> tuple[Incident, ...]:
    """Give all incidents, in order of reference."""
    return tuple(read(entries) for entries in entries_in(connection, Register.INCIDENTS))


def read(entries: Sequence[Entry]) -> Incident:
    """Read an incident from its entries, in order."""
    opening = entries[0]
    found = Incident(
        opening.reference,
        opening.at,
        opening.body["origin"],
        date.fromisoformat(opening.body["known"]),
        opening.body.get("circumstances"),
    )
    for entry in entries[1:]:
        _follow(found, entry)
    return found


def _follow(found: Incident, entry: Entry) -> None:
    body: dict[str, Any] = dict(entry.body)
    match entry.kind:
        case Step.DESCRIBED | Step.CLOSED:
            if "known" in body:
                found.known = date.fromisoformat(body.pop("known"))
            for name, value in body.items():
                setattr(found, name, value)
            if entry.kind == Step.CLOSED:
                found.closed = entry.at
        case Step.ASSESSED:
            found.assessment = Assessment(at=entry.at, **{**body, "serious": bool(body["serious"])})
        case Step.NOTIFIED:
            day = date.fromisoformat(body["on"])
            found.notices.append(Notice(Recipient(body["recipient"]), day, body.get("text")))
        case Step.NOTED:
            found.notes.append((entry.at, body["text"]))


def is_of_open_incident() -> ColumnElement[bool]:
    """Tell which events are of a call that an incident names which is not closed."""
    closed = select(register_entries.c.reference).where(register_entries.c.kind == Step.CLOSED.value)
    named = select(register_calls.c.request_id).where(register_calls.c.reference.not_in(closed))
    return events.c.request_id.in_(named)


def reach(connection: Connection, reference: str) -> Reach:
    """Count the calls of an incident, and what was hidden in those that left, as far as it is on record."""
    mine = select(register_calls.c.request_id).where(register_calls.c.reference == reference).distinct()
    calls = mine.subquery()
    departed = (events.c.request_id == calls.c.request_id) & (events.c.kind == Kind.DEPARTURE.value)
    count = connection.execute(select(func.count()).select_from(calls)).scalar_one()
    span = select(func.min(events.c.at), func.max(events.c.at)).join_from(calls, events, departed)
    first, last = connection.execute(span).one()
    providers = (
        select(events.c.provider, func.count())
        .join_from(calls, events, departed)
        .where(events.c.provider.is_not(None))
        .group_by(events.c.provider)
    )
    labels = (
        select(hidden.c.label, func.sum(hidden.c.count))
        .join_from(calls, events, departed)
        .join(hidden, hidden.c.sequence == events.c.sequence)
        .group_by(hidden.c.label)
    )
    counted = [
        dict(sorted((str(name), int(number)) for name, number in connection.execute(query)))
        for query in (providers, labels)
    ]
    return Reach(count, first, last, *counted)
