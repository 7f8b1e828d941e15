"""The line to the caller: work ends when they hang up, and is never left running."""

import asyncio

import pytest

from gateway.http.line import HungUp, Line


class Caller:
    """Sends the rest of a body, then stays until told to go."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self.rest = [{"type": "http.request", "body": b"x", "more_body": False}]

    async def receive(self):
        if self.rest:
            return self.rest.pop()
        await self.gone.wait()
        return {"type": "http.disconnect"}


async def test_work_that_ends_first_gives_its_result():
    with Line(Caller().receive) as line:
        line.listen()
        assert await line.accompany(asyncio.sleep(0, 7)) == 7
        assert await line.accompany(asyncio.sleep(0, 8)) == 8
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == 1


async def test_an_error_of_the_work_is_passed_on():
    async def fail():
        raise LookupError

    with Line(Caller().receive) as line:
        line.listen()
        with pytest.raises(LookupError):
            await line.accompany(fail())


@pytest.mark.parametrize("last_words", [None, ValueError("Marie-Ève Gagnon")])
async def test_work_is_cancelled_and_waited_for(last_words, caplog):
    caller, ended = Caller(), asyncio.Event()

    async def work():
        try:
            caller.gone.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.set()
            if last_words:
                raise last_words

    with Line(caller.receive) as line:
        line.listen()
        with pytest.raises(HungUp):
            await line.accompany(work())
        assert ended.is_set()
    assert not caplog.records


async def test_nothing_is_begun_for_a_caller_who_is_gone():
    caller = Caller()
    caller.gone.set()
    begun = asyncio.Event()

    async def work():
        begun.set()

    with Line(caller.receive) as line:
        line.listen()
        await asyncio.sleep(0.01)
        with pytest.raises(HungUp):
            await line.accompany(work())
    assert not begun.is_set()


@pytest.mark.parametrize("deaf", [False, True])
async def test_the_task_goes_on_after_work_that_was_cut_short(deaf):
    caller = Caller()

    async def work():
        caller.gone.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if not deaf:
                raise

    with Line(caller.receive) as line:
        line.listen()
        with pytest.raises(HungUp):
            await line.accompany(work())
        assert asyncio.current_task().cancelling() == 0
        await asyncio.sleep(0)


async def test_what_is_done_between_is_not_cut_short():
    caller = Caller()
    with Line(caller.receive) as line:
        line.listen()
        await line.accompany(asyncio.sleep(0))
        caller.gone.set()
        await asyncio.sleep(0.01)
        with pytest.raises(HungUp):
            await line.accompany(asyncio.sleep(0))


async def test_who_ends_the_task_itself_is_obeyed():
    caller = Caller()

    async def serve():
        with Line(caller.receive) as line:
            line.listen()
            await line.accompany(asyncio.Event().wait())

    serving = asyncio.ensure_future(serve())
    await asyncio.sleep(0.01)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
