"""Forgets held calls that nobody decided upon, or let through, in time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog

from audit.errors import AuditUnavailable
from audit.held import HeldCalls
from gateway.meanwhile import meanwhile

_log = structlog.get_logger()
_EVERY = 30.0


@asynccontextmanager
async def purging(held: HeldCalls) -> AsyncIterator[None]:
    """Forget what has expired now and then inside. An outage delays it: what has expired is not used."""
    async with meanwhile(_purge(held)):
        yield


async def _purge(held: HeldCalls) -> None:
    while True:
        try:
            await asyncio.to_thread(held.purge, datetime.now(UTC))
        except AuditUnavailable as error:
            _log.error("held_not_purged", error=str(error))
        await asyncio.sleep(_EVERY)
