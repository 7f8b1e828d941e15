"""The ledger: how many events a second it makes durable, and how long each caller waits for a receipt."""

import asyncio
import statistics
import time
from datetime import UTC, datetime
from itertools import count

from audit.index import entries_of
from audit.ledger import Ledger
from audit.records import Departure
from bench import history

_CALLERS = (1, 8, 32, 128)
_SECONDS = 4.0
#: Appended before anything is measured.
_WARMING = 50


def measure(url: str) -> None:
    """Print events a second and waits by callers at once, as rows of Markdown; the events stay on record."""
    print("| callers at once | events/s | median wait ms | 95th percentile ms |\n|---|---|---|---|")
    for callers in _CALLERS:
        waits, took = asyncio.run(_append(url, callers))
        waits.sort()
        print(
            f"| {callers} | {len(waits) / took:,.0f} | {statistics.median(waits):.1f} "
            f"| {waits[len(waits) * 95 // 100]:.1f} |",
            flush=True,
        )


async def _append(url: str, callers: int) -> tuple[list[float], float]:
    """Append departures for some seconds; return each wait in milliseconds, and how long it all took."""
    ledger, numbers, waits = Ledger(url, deadline=60), count(), list[float]()
    await ledger.start()
    try:
        for _ in range(_WARMING):
            await ledger.append(_departure(next(numbers), callers))
        begun = time.perf_counter()

        async def keep_on() -> None:
            while (now := time.perf_counter()) < begun + _SECONDS:
                await ledger.append(_departure(next(numbers), callers))
                waits.append((time.perf_counter() - now) * 1000)

        await asyncio.gather(*(keep_on() for _ in range(callers)))
        return waits, time.perf_counter() - begun
    finally:
        await ledger.close()


def _departure(number: int, callers: int) -> Departure:
    pairs = history.person(number)
    labels = {label: 1 for label, _ in pairs}
    return Departure(
        *(f"ledger-{callers}-{number:010x}", datetime.now(UTC), history.CALLERS[number % 100], "Projet 1"),
        *("rédaction", "openai", "US", "EFVP-2026-03", "chat", "modele-5", False, "default", "a1b2c3d4"),
        *("e5f6a7b8", labels, f"conversation {number}", 4000, 4100, 6, 3500, 3500),
        entries_of(pairs, history.KEY),
    )
