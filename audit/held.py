"""Calls that wait for a person's approval: held, decided upon, let through once, forgotten.

What a row is at each moment is bound to the chain by an event, so that an approval that nobody gave shows.
What would leave is encrypted by whoever holds the call; it is erased when the call is decided against, was
let through or has waited too long. Blocks: use a thread.
"""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from audit.bound import put, remove, tell
from audit.chain import microseconds
from audit.database import Access, open_engine, unavailable
from audit.errors import Decided, OwnCall, TooManyHeld, UnknownHeld
from audit.heldcall import Held, State, held_of, row_of
from audit.models import head, held_calls
from audit.records import Administration, Who
from audit.writer import Writer

WAITING, APPROVED, REFUSED = "held.waiting", "held.approved", "held.refused"
USED, EXPIRED = "held.used", "held.expired"
_MOST = 100
"""Calls of one key that may wait at a time."""
_SYSTEM = "gateway"
_DECISIONS = {State.APPROVED: APPROVED, State.REFUSED: REFUSED}


class HeldCalls:
    """The held calls of a database that is migrated. Raises `AuditUnavailable` where it fails."""

    def __init__(self, url: str, *, patience: float = 5.0) -> None:
        self._writing = open_engine(url, Access.WRITE, patience=patience)
        self._reading = open_engine(url, Access.READ, patience=patience)
        self._writer = Writer(self._writing)

    def close(self) -> None:
        """Close the connections."""
        self._writing.dispose()
        self._reading.dispose()

    def seek(self, fingerprint: bytes, now: datetime) -> Held | None:
        """Give the call of a fingerprint that waits, is approved or was refused, and has not expired."""
        with unavailable(), self._reading.connect() as connection:
            return _of(connection, fingerprint, now)

    def get(self, identity: str, now: datetime) -> Held:
        """Give a call by its id. Raises `UnknownHeld`."""
        with unavailable(), self._reading.connect() as connection:
            return _get(connection, identity, now)

    def all(self, now: datetime) -> tuple[Held, ...]:
        """Give all that have not expired, the oldest first, without what would leave."""
        with unavailable(), self._reading.connect() as connection:
            return tuple(_read(connection, held_calls.c.expires > microseconds(now), whole=False))

    def hold(self, call: Held) -> Held:
        """Hold a call, unless one of its fingerprint is there already; give the one that is.

        Raises `TooManyHeld`.
        """
        with unavailable(), self._writing.begin() as connection:
            # The end of the chain is locked first: of two that are the same, one is held.
            connection.execute(select(head.c.id).with_for_update())
            known = _of(connection, call.fingerprint, call.at)
            if known is not None:
                return known
            mine = held_calls.c.key_id == call.key_id, held_calls.c.state == State.WAITING.value
            waiting = select(func.count()).where(*mine, held_calls.c.expires > microseconds(call.at))
            if connection.execute(waiting.select_from(held_calls)).scalar_one() >= _MOST:
                raise TooManyHeld("a key has too many calls that wait")
            self._change(connection, call, _Deed(WAITING, call.name, call.at))
            return call

    def decide(
        self, identity: str, state: State, *, by: str, at: datetime, reason: str, who: Who | None = None
    ) -> Held:
        """Approve or refuse a call that waits. An approval holds for as long again as the call could wait.

        ``who`` is the key of whoever decides; None is whoever may run commands. Raises `UnknownHeld`,
        `OwnCall`, `Decided` and `RecordInvalid`.
        """
        action = _DECISIONS[state]
        with unavailable(), self._writing.begin() as connection:
            connection.execute(select(head.c.id).with_for_update())
            call = _get(connection, identity, at)
            if who is not None and not call.may_be_reviewed_by(who):
                raise UnknownHeld("no call that waits has this id")
            if who is not None and call.is_of(who):
                raise OwnCall("nobody approves their own call")
            if call.state is not State.WAITING:
                raise Decided("it is decided upon")
            changed = replace(
                call,
                state=state,
                decider=by,
                reason=reason or None,
                expires=at + call.patience,
                sealed=call.sealed if state is State.APPROVED else None,
            )
            self._change(connection, changed, _Deed(action, by, at), **({"reason": reason} if reason else {}))
            return changed

    def use(self, identity: str, fingerprint: bytes, *, at: datetime, request_id: str) -> bool:
        """Let an approved call through, this once, as the request of an id; tell whether it may be."""
        with unavailable(), self._writing.begin() as connection:
            connection.execute(select(head.c.id).with_for_update())
            call = _of(connection, fingerprint, at)
            if call is None or call.id != identity or call.state is not State.APPROVED:
                return False
            used = replace(call, state=State.USED, sealed=None)
            self._change(connection, used, _Deed(USED, call.name, at), request_id=request_id)
            return True

    def purge(self, now: datetime) -> int:
        """Forget what has expired; tell how many calls that was."""
        over = held_calls.c.expires <= microseconds(now)
        with unavailable():
            with self._reading.connect() as connection:
                if connection.execute(select(held_calls.c.id).where(over).limit(1)).first() is None:
                    return 0
            with self._writing.begin() as connection:
                connection.execute(select(head.c.id).with_for_update())
                rows = connection.execute(select(held_calls).where(over)).mappings().all()
                for row in rows:
                    told = remove(connection, held_calls, dict(row)) | {"state": row["state"]}
                    tell(self._writer, connection, Administration(now, _SYSTEM, EXPIRED, row["id"], told))
                return len(rows)

    def _change(self, connection: Connection, call: Held, by: "_Deed", **more: str) -> None:
        told = put(connection, held_calls, row_of(call)) | more
        tell(self._writer, connection, Administration(by.at, by.actor, by.action, call.id, told))


class _Deed(NamedTuple):
    """Who did what, and when."""

    action: str
    actor: str
    at: datetime


def _get(connection: Connection, identity: str, now: datetime) -> Held:
    mine = held_calls.c.id == identity, held_calls.c.expires > microseconds(now)
    found = _read(connection, *mine)
    if not found:
        raise UnknownHeld("no call that waits has this id")
    return found[0]


def _of(connection: Connection, fingerprint: bytes, now: datetime) -> Held | None:
    found = _read(
        connection,
        held_calls.c.fingerprint == fingerprint,
        held_calls.c.expires > microseconds(now),
        held_calls.c.state != State.USED.value,
    )
    return found[-1] if found else None


def _read(connection: Connection, *conditions: ColumnElement[bool], whole: bool = True) -> list[Held]:
    columns = [column for column in held_calls.c if whole or column is not held_calls.c.sealed]
    query = select(*columns).where(*conditions).order_by(held_calls.c.at, held_calls.c.id)
    return [held_of(dict(row)) for row in connection.execute(query).mappings()]
