"""Refusals and arrivals on record: at once, or as soon as the audit is back."""

import asyncio
from collections import deque

import structlog

from audit.errors import AuditUnavailable
from audit.ledger import Ledger
from audit.records import Arrival, Refusal
from gateway.telemetry import Metrics

_log = structlog.get_logger()
#: How many records are kept while the audit is down, and seconds between two attempts.
_KEPT = 10_000
_AGAIN = 0.5


class Recorder:
    """Records what has already happened, so that an outage of the audit delays it and does not lose it.

    Nothing leaves during an outage; calls that had left still end, and callers are still turned away.
    """

    def __init__(self, ledger: Ledger, metrics: Metrics) -> None:
        self._ledger = ledger
        self._metrics = metrics
        self._late: deque[Arrival | Refusal] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._catching_up: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    async def record(self, record: Arrival | Refusal, *, hurried: bool = True) -> None:
        """Put a record in the audit, and return once it is durable or known to be late."""
        if self._late or not await self._append(record, hurried=hurried):
            self._keep(record)

    def record_later(self, record: Arrival | Refusal) -> None:
        """Put a record in the audit without making anybody wait: it shares a commit with what comes next."""
        task = asyncio.ensure_future(self.record(record, hurried=False))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait for what is under way, and try once more what is late."""
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._closing.set()
        if self._catching_up is not None:
            await self._catching_up

    def _keep(self, record: Arrival | Refusal) -> None:
        if len(self._late) >= _KEPT:
            self._lose(record)
            return
        self._late.append(record)
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = asyncio.ensure_future(self._catch_up())

    async def _catch_up(self) -> None:
        while self._late:
            if await self._append(self._late[0]):
                self._late.popleft()
            elif self._closing.is_set():
                self._lose(self._late.popleft())
            else:
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(_AGAIN):
                await self._closing.wait()
        except TimeoutError:
            pass

    async def _append(self, record: Arrival | Refusal, *, hurried: bool = True) -> bool:
        try:
            await self._ledger.append(record, hurried=hurried)
        except AuditUnavailable:
            return False
        return True

    def _lose(self, record: Arrival | Refusal) -> None:
        self._metrics.unrecorded.inc()
        _log.error("unrecorded", record=type(record).__name__, request_id=record.request_id)
