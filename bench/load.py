"""Callers: so many at a time, each waiting for its answer before it asks again."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True, slots=True)
class Timing:
    """What the callers saw. Milliseconds, and requests a second."""

    p50: float
    p95: float
    rate: float
    first_p50: float


async def call(
    url: str, token: str, make: Callable[[], dict[str, Any]], callers: int, requests: int
) -> Timing:
    """Send ``requests`` requests over ``callers`` callers. Raises `RuntimeError` for an answer not 200."""
    bodies = [make() for _ in range(requests)]
    waiting = iter(bodies)
    totals: list[float] = []
    firsts: list[float] = []
    headers = {"authorization": f"Bearer {token}"}

    async def caller(session: aiohttp.ClientSession) -> None:
        for body in waiting:
            begun = time.perf_counter()
            async with session.post(url, json=body, headers=headers) as answer:
                first, received = None, b""
                async for chunk in answer.content.iter_any():
                    first = first or time.perf_counter()
                    received = chunk
                if answer.status != 200:  # noqa: PLR2004
                    raise RuntimeError(f"status {answer.status}: {received[:200]!r}")
            ended = time.perf_counter()
            totals.append((ended - begun) * 1000)
            firsts.append(((first or ended) - begun) * 1000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        begun = time.perf_counter()
        await asyncio.gather(*(caller(session) for _ in range(callers)))
        elapsed = time.perf_counter() - begun
    return Timing(
        statistics.median(totals),
        sorted(totals)[int(len(totals) * 0.95)],
        requests / elapsed,
        statistics.median(firsts),
    )
