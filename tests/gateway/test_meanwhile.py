import asyncio

import pytest

from gateway.meanwhile import meanwhile


@pytest.mark.parametrize("failing", [False, True])
async def test_work_runs_inside_and_is_over_when_the_block_is_left(failing):
    told = []

    async def work():
        told.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            told.append("over")

    async def block():
        async with meanwhile(work()):
            await asyncio.sleep(0)
            assert told == ["begun"]
            if failing:
                raise KeyError("roy")

    if failing:
        with pytest.raises(KeyError):
            await block()
    else:
        await block()
    assert told == ["begun", "over"]
