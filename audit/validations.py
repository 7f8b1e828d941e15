"""What people say of answers: validated, corrected or rejected, once a person and call.

A change of mind is a new event; the row is what the person says now. Blocks: use a thread.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from audit.bound import put, tell
from audit.chain import microseconds
from audit.database import Access, open_engine, unavailable
from audit.errors import UnknownCall
from audit.keys import Role
from audit.models import events, head, validations
from audit.records import Administration, Kind, Outcome, Who
from audit.writer import Writer

MARKED = "validation.marked"
_NO_ANSWER = {Outcome.PROVIDER_ERROR, Outcome.UNREACHABLE}


class Verdict(StrEnum):
    """What a person says of an answer."""

    VALIDATED = "validated"
    """It was checked, and is used as it is."""
    CORRECTED = "corrected"
    """It was checked, and changed before it was used."""
    REJECTED = "rejected"
    """It was checked, and is not used."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody said, and what they had said before, if anything."""

    request_id: str
    verdict: Verdict
    before: Verdict | None


class Validations:
    """The validations of a database that is migrated. ``key`` is the secret by which validators are known.

    Raises `AuditUnavailable` where the database fails.
    """

    def __init__(self, url: str, key: bytes) -> None:
        self._engine = open_engine(url, Access.WRITE)
        self._writer = Writer(self._engine)
        self._key = key

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def mark(self, request_id: str, verdict: Verdict, who: Who, at: datetime) -> Mark:
        """Put a verdict on record. One that says what was said before leaves no other trace.

        Raises `UnknownCall` for a call that has no answer, or that this person may not speak of: which of
        the two is not told.
        """
        validator = self._validator(request_id, who)
        with unavailable(), self._engine.begin() as connection:
            # The end of the chain is locked first: two verdicts of one person take turns.
            connection.execute(select(head.c.id).with_for_update())
            _look_for(connection, request_id, who)
            mine = (validations.c.request_id == request_id, validations.c.validator == validator)
            found = connection.execute(select(validations.c.verdict).where(*mine)).scalar()
            before = None if found is None else Verdict(found)
            if before is not verdict:
                row = {
                    "request_id": request_id,
                    "validator": validator,
                    "at": microseconds(at),
                    "verdict": verdict.value,
                }
                told = put(connection, validations, row) | {"verdict": verdict.value}
                tell(self._writer, connection, Administration(at, who.name, MARKED, request_id, told))
        return Mark(request_id, verdict, before)

    def _validator(self, request_id: str, who: Who) -> bytes:
        said = f"{len(request_id)}:{request_id}{who.key_id}"
        return hmac.digest(self._key, said.encode("utf-8", "surrogatepass"), "sha256")


def _look_for(connection: Connection, request_id: str, who: Who) -> None:
    query = select(events.c.kind, events.c.key_id, events.c.team, events.c.outcome)
    found = {row.kind: row for row in connection.execute(query.where(events.c.request_id == request_id))}
    departure, arrival = found.get(Kind.DEPARTURE), found.get(Kind.ARRIVAL)
    if departure is None or Kind.REFUSAL in found or (arrival is not None and arrival.outcome in _NO_ANSWER):
        raise UnknownCall("no call with an answer has this id")
    own = departure.key_id == who.key_id
    team = who.role == Role.REVIEWER and who.team is not None and departure.team == who.team
    if not (own or team or who.role in (Role.OFFICER, Role.ADMIN)):
        raise UnknownCall("no call with an answer has this id")
