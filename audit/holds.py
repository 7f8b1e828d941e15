"""Legal holds: what must not be erased, whatever its age, until the hold is released.

A hold is nothing but its events on the chain, so it cannot be lifted without a trace.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import ColumnElement, Connection, and_, select

from audit.chain import microseconds
from audit.database import Access, open_engine, unavailable
from audit.errors import UnknownHold
from audit.ledger import append_now
from audit.models import events
from audit.records import Administration

PLACED, RELEASED = "hold.placed", "hold.released"


@dataclass(frozen=True, slots=True)
class Hold:
    """Keeps the events that meet all of its conditions; None is no condition, ``until`` is excluded.

    A project or a request holds every event of its calls. A call whose project was erased before the hold
    was placed is not known to be the project's.
    """

    id: str
    reason: str
    since: datetime | None = None
    until: datetime | None = None
    project: str | None = None
    request_id: str | None = None

    def condition(self) -> ColumnElement[bool]:
        """Tell which rows of the events it keeps."""
        conditions: list[ColumnElement[bool]] = []
        if self.since is not None:
            conditions.append(events.c.at >= microseconds(self.since))
        if self.until is not None:
            conditions.append(events.c.at < microseconds(self.until))
        if self.request_id is not None:
            conditions.append(events.c.request_id == self.request_id)
        if self.project is not None:
            other = events.alias("held")
            calls = select(other.c.request_id).where(other.c.project == self.project)
            conditions.append(events.c.request_id.in_(calls))
        return and_(*conditions)


def place_hold(
    url: str,
    reason: str,
    *,
    at: datetime,
    actor: str,
    since: datetime | None = None,
    until: datetime | None = None,
    project: str | None = None,
    request_id: str | None = None,
) -> Hold:
    """Put a hold on the chain.

    Raises `ValueError` without any condition, or for a time without a time zone, and `AuditUnavailable`.
    """
    hold = Hold(token_hex(4), reason, since, until, project, request_id)
    if all(condition is None for condition in (since, until, project, request_id)):
        raise ValueError("a hold has a condition")
    if any(time is not None and time.tzinfo is None for time in (since, until)):
        raise ValueError("a time has no time zone")
    detail = {
        "reason": reason,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "project": project,
        "request_id": request_id,
    }
    told = {name: value for name, value in detail.items() if value is not None}
    append_now(url, Administration(at, actor, PLACED, hold.id, told))
    return hold


def release_hold(url: str, hold: str, *, at: datetime, actor: str) -> None:
    """End a hold, by its id. Raises `UnknownHold` if none in force has it, and `AuditUnavailable`."""
    if hold not in {each.id for each in list_holds(url)}:
        raise UnknownHold("no hold in force has this id")
    append_now(url, Administration(at, actor, RELEASED, hold, {}))


def list_holds(url: str) -> tuple[Hold, ...]:
    """Give the holds in force, the oldest first. Raises `AuditUnavailable`."""
    with unavailable():
        engine = open_engine(url, Access.READ)
        try:
            with engine.connect() as connection:
                return holds_in_force(connection)
        finally:
            engine.dispose()


def holds_in_force(connection: Connection) -> tuple[Hold, ...]:
    """Read the holds from the chain, as a transaction sees it."""
    query = select(events.c.action, events.c.subject, events.c.detail).order_by(events.c.sequence)
    holds: dict[str, Hold] = {}
    for action, subject, detail in connection.execute(query.where(events.c.action.in_([PLACED, RELEASED]))):
        if action == PLACED:
            holds[subject] = _read(subject, json.loads(detail))
        else:
            holds.pop(subject, None)
    return tuple(holds.values())


def _read(hold: str, told: dict[str, str]) -> Hold:
    return Hold(
        hold,
        told["reason"],
        datetime.fromisoformat(told["since"]) if "since" in told else None,
        datetime.fromisoformat(told["until"]) if "until" in told else None,
        told.get("project"),
        told.get("request_id"),
    )
