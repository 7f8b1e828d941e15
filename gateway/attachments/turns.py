"""Work of one call, done side by side by processes that all calls take turns for."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from gateway.errors import GatewayError

T = TypeVar("T")


async def side_by_side(
    work: Iterable[Callable[[], Awaitable[T]]],
    turns: asyncio.Semaphore,
    seconds: float,
    late: Callable[[], GatewayError],
) -> list[T]:
    """Return what each gives, in their order. The first that fails ends all, and so does the time.

    Raises what one of them raises, or ``late()`` when they take more than so many seconds.
    """
    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            tasks = [group.create_task(_in_turn(one, turns)) for one in work]
    except TimeoutError:
        raise late() from None
    except ExceptionGroup as several:
        raise several.exceptions[0] from None
    return [task.result() for task in tasks]


async def _in_turn(work: Callable[[], Awaitable[T]], turns: asyncio.Semaphore) -> T:
    async with turns:
        return await work()
