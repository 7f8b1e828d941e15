import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from detectors.errors import DetectionBusy, DetectionFailed, DetectionTimeout, DetectionUnavailable
from detectors.findings import Finding, Why
from detectors.pool import Pool
from detectors.turns import BATCH_TEXTS, LONG

DIGITS = "stand_in_engines:Digits"


@asynccontextmanager
async def running(factory=DIGITS, options=None, *, workers=1, deadline=10.0):
    pool = Pool(factory, options, workers=workers, deadline=deadline)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


async def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came true"
        await asyncio.sleep(0.01)


def lives(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def test_findings_come_back_whole_and_in_order():
    async with running() as pool:
        assert pool.ready
        assert pool.version == "digits-1"
        found = await pool.analyse(["a 12 b 345", "", "\ud800 é 7"])
    why = Why(pattern="digits")
    assert found == [
        (Finding(2, 4, "ID_NUMBER", 0.9, "digits", why), Finding(7, 10, "ID_NUMBER", 0.9, "digits", why)),
        (),
        (Finding(4, 5, "ID_NUMBER", 0.9, "digits", why),),
    ]
    assert not pool.ready


async def test_the_engine_gets_its_options_and_may_print():
    async with running(options=("any", "thing")) as pool:
        (found, _) = await pool.analyse(["options", "print"])
    assert found[0].label == "('any', 'thing')"


async def test_a_call_of_many_texts_is_cut_and_put_together_again():
    async with running(workers=2) as pool:
        texts = [f"{'x' * (n % 977)} {n}" for n in range(BATCH_TEXTS * 5)]
        found = await pool.analyse(texts)
    assert [text[f.start : f.end] for text, (f,) in zip(texts, found, strict=True)] == [
        str(n) for n in range(len(texts))
    ]


async def test_calls_that_wait_share_a_batch_and_a_short_one_passes_a_long_one():
    async with running() as pool:
        order = []

        async def call(name, texts):
            await pool.analyse(texts)
            order.append(name)

        async with asyncio.TaskGroup() as group:
            group.create_task(call("first", ["sleep 0.1"]))
            await asyncio.sleep(0.02)
            group.create_task(call("long", ["x" * 8_000] * 40))
            group.create_task(call("short", ["1"]))
        assert order == ["first", "short", "long"]


async def test_the_loop_goes_on_while_workers_work():
    async with running() as pool:
        task = asyncio.ensure_future(pool.analyse(["sleep 0.3"]))
        longest, last = 0.0, time.monotonic()
        while not task.done():
            await asyncio.sleep(0.001)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        await task
    assert longest < 0.15


async def test_an_engine_that_raises_fails_its_own_call_and_tells_no_text():
    async with running() as pool:
        async with asyncio.TaskGroup() as group:
            group.create_task(pool.analyse(["sleep 0.1"]))
            await asyncio.sleep(0.02)
            bad = asyncio.gather(pool.analyse(["ok", "raise Tremblay"]), return_exceptions=True)
            good = group.create_task(pool.analyse(["42"]))
        ((error,), findings) = await bad, await good
        assert len(findings[0]) == 1
        assert type(error) is DetectionFailed
        assert str(error) == "the engine raised ValueError"
        assert "Tremblay" not in repr(error)
        assert await pool.analyse(["1"])


async def test_a_killed_worker_fails_its_call_at_once_and_is_replaced():
    async with running() as pool:
        (pid,) = pool.pids
        call = asyncio.ensure_future(pool.analyse(["sleep 5"]))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(DetectionUnavailable):
            await call
        assert time.monotonic() - began < 0.5
        assert len((await pool.analyse(["5"]))[0]) == 1  # waits for the replacement
        assert pool.pids != (pid,)


async def test_a_worker_that_dies_of_a_text_spares_the_other_workers():
    async with running(workers=2) as pool:
        results = await asyncio.gather(
            pool.analyse(["die"]), pool.analyse(["sleep 0.1"]), return_exceptions=True
        )
    assert isinstance(results[0], DetectionUnavailable)
    assert len(results[1][0]) == 2


async def test_a_stuck_worker_is_killed_at_the_deadline_and_replaced():
    async with running(deadline=0.4) as pool:
        (pid,) = pool.pids
        began = time.monotonic()
        with pytest.raises(DetectionTimeout) as raised:
            await pool.analyse(["sleep 60"])
        assert type(raised.value) is DetectionTimeout
        assert 0.35 < time.monotonic() - began < 1.0
        await until(lambda: pool.pids not in {(), (pid,)})
        assert not lives(pid)
        assert await pool.analyse(["1"])


async def test_a_call_that_waited_too_long_is_told_so_and_does_not_cost_a_worker():
    async with running(deadline=0.5) as pool:
        pids = pool.pids
        first = asyncio.ensure_future(pool.analyse(["sleep 0.4"]))
        await asyncio.sleep(0.02)
        second = asyncio.ensure_future(pool.analyse(["sleep 0.4"]))
        await first
        with pytest.raises(DetectionBusy):
            await second
        await asyncio.sleep(0.3)
        assert pool.pids == pids
        assert await pool.analyse(["1"])


@pytest.mark.parametrize("fatal", ["die", "sleep 60"])
async def test_calls_that_shared_a_batch_with_what_ended_a_worker_are_asked_again(fatal):
    async with running(deadline=4) as pool:
        async with asyncio.TaskGroup() as group:
            group.create_task(pool.analyse(["sleep 0.1"]))
            await asyncio.sleep(0.02)
            before = group.create_task(pool.analyse(["1", "2"]))
            guilty = asyncio.gather(pool.analyse([f"{fatal} ".strip()]), return_exceptions=True)
            behind = group.create_task(pool.analyse(["3 4"]))
        assert [len(found) for found in before.result()] == [1, 1]
        assert [len(found) for found in behind.result()] == [2]
        assert isinstance((await guilty)[0], DetectionFailed)


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_long_text_holds_nobody_up(workers):
    async with running(workers=workers, deadline=20) as pool:
        long = [asyncio.ensure_future(pool.analyse([f"sleep 1 {'x' * LONG}"])) for _ in range(3)]
        slowest = 0.0
        while not all(call.done() for call in long):
            began = time.monotonic()
            assert await pool.analyse(["1"])
            slowest = max(slowest, time.monotonic() - began)
            await asyncio.sleep(0.01)
        assert [len(found) for call in long for found in await call] == [1, 1, 1]
        assert slowest < 0.5
        assert len(pool.pids) == 2


async def test_a_call_of_long_and_short_texts_is_put_together_again():
    async with running() as pool:
        texts = ["1", "x" * (LONG + 1), "22", f"{'y' * LONG} 333", "4"]
        found = await pool.analyse(texts)
    assert [[text[f.start : f.end] for f in own] for text, own in zip(texts, found, strict=True)] == [
        ["1"], [], ["22"], ["333"], ["4"],
    ]  # fmt: skip


async def test_closing_while_a_long_text_waits_leaves_no_process():
    pool = Pool(DIGITS, None, workers=1, deadline=10)
    await pool.start()
    pids = pool.pids
    call = asyncio.ensure_future(pool.analyse([f"sleep 9 {'x' * LONG}"]))
    await asyncio.sleep(0.05)
    await pool.close()
    with pytest.raises(DetectionUnavailable):
        await call
    assert pool.pids == ()
    assert not any(map(lives, pids))


async def test_a_caller_that_leaves_takes_its_waiting_texts_along():
    async with running() as pool:
        first = asyncio.ensure_future(pool.analyse(["sleep 0.1"]))
        await asyncio.sleep(0.02)
        gone = asyncio.ensure_future(pool.analyse(["sleep 30"]))
        await asyncio.sleep(0.02)
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        await first
        assert await asyncio.wait_for(pool.analyse(["1"]), 1)


async def test_a_worker_that_cannot_start_says_why():
    pool = Pool("stand_in_engines:Broken", None, workers=2, deadline=1)
    with pytest.raises(DetectionUnavailable, match="RuntimeError: no weights here"):
        await pool.start()
    assert not pool.ready
    with pytest.raises(DetectionUnavailable):
        await pool.analyse(["1"])


async def test_calls_are_refused_at_once_when_replacements_do_not_start(tmp_path):
    flag = tmp_path / "flag"
    flag.touch()
    async with running("stand_in_engines:OnceThenBroken", str(flag)) as pool:
        flag.unlink()
        os.kill(pool.pids[0], signal.SIGKILL)
        with pytest.raises(DetectionUnavailable):
            await asyncio.gather(*(pool.analyse([str(n)]) for n in range(3)))
        await until(lambda: pool._resting)
        began = time.monotonic()
        with pytest.raises(DetectionUnavailable):
            await pool.analyse(["1"])
        assert time.monotonic() - began < 0.1
        flag.touch()
        await until(lambda: pool.ready)


async def test_a_replacement_of_another_version_is_not_used(tmp_path):
    version = tmp_path / "version"
    version.write_text("one")
    async with running("stand_in_engines:Versioned", str(version)) as pool:
        version.write_text("two")
        os.kill(pool.pids[0], signal.SIGKILL)
        await asyncio.sleep(0.1)
        with pytest.raises(DetectionUnavailable):
            await pool.analyse(["1"])
        assert pool.version == "one"


async def test_closing_refuses_what_waits_and_leaves_no_process():
    pool = Pool(DIGITS, None, workers=2, deadline=10)
    await pool.start()
    pids = pool.pids
    calls = [asyncio.ensure_future(pool.analyse(["sleep 9", "sleep 9"])) for _ in range(3)]
    await asyncio.sleep(0.05)
    await pool.close()
    for result in await asyncio.gather(*calls, return_exceptions=True):
        assert isinstance(result, DetectionUnavailable)
    assert not any(map(lives, pids))


@pytest.mark.parametrize("text", ["1", "sleep 60"], ids=["idle", "busy"])
def test_no_worker_outlives_a_gateway_that_is_killed(text):
    code = f"""
        import asyncio
        from detectors.pool import Pool
        async def main():
            pool = Pool({DIGITS!r}, None, workers=2, deadline=60)
            await pool.start()
            call = asyncio.ensure_future(asyncio.gather(*(pool.analyse([{text!r}]) for _ in range(2))))
            await asyncio.sleep(0.1)
            print(*pool.pids, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
    """
    path = os.pathsep.join((str(Path(__file__).parent), *sys.path))
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as gateway:
        pids = [int(pid) for pid in gateway.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(lives, pids))
        gateway.kill()
    end = time.monotonic() + 5
    while any(map(lives, pids)):
        assert time.monotonic() < end
        time.sleep(0.02)
