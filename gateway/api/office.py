"""Where questions are answered: what that takes, and that each is on record before its answer is given."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from fastapi import Depends, Request

from audit.errors import AuditUnavailable
from audit.held import HeldCalls
from audit.index import IndexKey
from audit.keys import Role
from audit.ledger import Ledger
from audit.reader import Reader
from audit.records import LONGEST_DETAIL, Administration, Who, fit
from audit.validations import Validations
from config.errors import phrase
from config.settings import Settings
from detectors.analyser import Analyser
from detectors.errors import DetectionFailed
from gateway.api.pace import Pace
from gateway.errors import Forbidden, Refused, Unavailable
from gateway.held.outgoing import Sealer

T = TypeVar("T")
_LOOKUPS, _LOOKUP_SECONDS = 30, 600.0
_AT_ONCE = 4
DENIED = "audit.denied"


@dataclass(slots=True)
class Office:
    """The parts that answer. One for each process."""

    settings: Settings
    ledger: Ledger
    reader: Reader
    validations: Validations
    held: HeldCalls
    sealer: Sealer
    index: tuple[IndexKey, ...]
    analyser: Analyser
    lookups: Pace = field(default_factory=lambda: Pace(_LOOKUPS, _LOOKUP_SECONDS))
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _under_way: dict[asyncio.Task[None], str] = field(default_factory=dict)

    async def ask(self, question: Callable[[], T]) -> T:
        """Ask the database, beside the event loop; few at a time. Raises `Unavailable`."""
        async with self._turns:
            try:
                return await asyncio.to_thread(question)
            except AuditUnavailable:
                raise _unavailable() from None

    async def record(self, who: Who, action: str, subject: str, **detail: object) -> None:
        """Put what somebody asked on record. Raises `Unavailable`: then nothing is shown."""
        told = {name: fit(str(value), LONGEST_DETAIL) for name, value in detail.items() if value is not None}
        record = Administration(datetime.now(UTC), who.name, action, fit(subject), told | {"by": "api"})
        try:
            await self.ledger.append(record)
        except AuditUnavailable:
            raise _unavailable() from None

    async def inspect(self, *texts: str | None) -> None:
        """Look at what somebody wrote, which is kept: it must be without personal information.

        Raises `Refused` and `Unavailable`.
        """
        written = [text for text in texts if text]
        if not written:
            return
        try:
            analysis = await self.analyser.analyse(written)
        except DetectionFailed:
            raise Unavailable from None
        labels = sorted({finding.label for found in analysis.findings for finding in found})
        if labels:
            raise Refused(
                phrase("The reason seems to hold personal information (%(labels)s). Write it without."),
                code="reason_refused",
                labels=", ".join(labels),
            )

    def later(self, work: Coroutine[Any, Any, None], name: str = "") -> None:
        """Do something for which nobody waits."""
        task = asyncio.ensure_future(work)
        self._under_way[task] = name
        task.add_done_callback(self._ended)

    def is_busy(self, name: str) -> bool:
        """Tell whether something of this name is under way in this process."""
        return name in self._under_way.values()

    async def close(self) -> None:
        """End what is under way, and close the connections."""
        while self._under_way:
            await asyncio.wait(list(self._under_way))
        for part in (self.reader, self.validations, self.held):
            part.close()

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        if not task.cancelled():
            task.exception()  # looked at: what is not would be logged, with its message


def office(request: Request) -> Office:
    """Return the office that a request came to."""
    place: Office = request.app.state.office
    return place


def caller(request: Request) -> Who:
    """Return who asks: the door has let them in."""
    who: Who = request.state.who
    return who


def allowed(*roles: Role) -> Callable[[Request], Coroutine[Any, Any, Who]]:
    """Return a dependency that lets these roles pass, and puts it on record where another tried."""

    async def check(request: Request) -> Who:
        who = caller(request)
        if who.role not in roles:
            route = request.scope.get("route")
            await office(request).record(who, DENIED, getattr(route, "path", ""), role=who.role)
            raise Forbidden(
                phrase("This is for keys of the role %(roles)s. Ask your IT team."),
                code="role_not_allowed",
                roles=", ".join(roles),
            )
        return who

    return check


officer = Depends(allowed(Role.OFFICER, Role.ADMIN))
reviewer = Depends(allowed(Role.REVIEWER, Role.OFFICER, Role.ADMIN))


def _unavailable() -> Unavailable:
    return Unavailable(
        phrase("The record cannot be used now, so nothing is shown. Try again in a moment."),
        code="audit_unavailable",
    )
