import asyncio
from functools import partial

import pytest

from gateway.attachments.turns import side_by_side
from gateway.errors import TooLarge, Unavailable

LATE = Unavailable(code="late")


async def give(value, seconds=0.0):
    await asyncio.sleep(seconds)
    return value


async def test_what_each_gives_comes_in_order_of_the_asking():
    work = [partial(give, "a", 0.02), partial(give, "b")]
    assert await side_by_side(work, asyncio.Semaphore(2), 5, lambda: LATE) == ["a", "b"]
    assert await side_by_side([], asyncio.Semaphore(1), 5, lambda: LATE) == []


async def test_no_more_work_at_once_than_there_are_turns():
    at_once = 0
    most = 0

    async def one():
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.005)
        at_once -= 1

    await side_by_side([one] * 6, asyncio.Semaphore(2), 5, lambda: LATE)
    assert most == 2


async def test_the_first_that_fails_ends_all_and_the_turns_are_given_back():
    ended = asyncio.Event()

    async def endless():
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async def failing():
        raise TooLarge(code="larger")

    turns = asyncio.Semaphore(2)
    with pytest.raises(TooLarge):
        await side_by_side([endless, failing], turns, 5, lambda: LATE)
    assert ended.is_set()
    assert not turns.locked()


async def test_what_takes_too_long_is_told():
    with pytest.raises(Unavailable) as caught:
        await side_by_side([partial(give, 1, 60)], asyncio.Semaphore(1), 0.02, lambda: LATE)
    assert caught.value is LATE
