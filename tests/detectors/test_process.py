import asyncio
import os
import sys
from pathlib import Path

import pytest
from stand_in_engines import Digits

from detectors.errors import DetectionUnavailable
from detectors.frames import unpack_found
from detectors.process import WorkerProcess


async def test_a_worker_answers_then_ends():
    answers = asyncio.Queue()
    worker = await WorkerProcess.start(
        "stand_in_engines:Digits", None, lambda _, body: answers.put_nowait(body)
    )
    assert worker.version == Digits.version
    worker.ask(["a 12", ""])
    one, none = unpack_found(await asyncio.wait_for(answers.get(), 5))
    assert (one[0].start, none) == (2, ())
    assert not worker.ended.is_set()
    await worker.stop()
    assert worker.ended.is_set()
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)
    worker.kill()  # again: nothing happens


async def test_a_worker_that_cannot_start_is_gone_and_says_why():
    with pytest.raises(DetectionUnavailable, match="no weights here"):
        await WorkerProcess.start("stand_in_engines:Broken", None, lambda *_: None)


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
async def test_libraries_in_a_worker_are_kept_to_one_thread():
    answers = asyncio.Queue()
    worker = await WorkerProcess.start(
        "stand_in_engines:Digits", None, lambda _, body: answers.put_nowait(body)
    )
    environment = Path(f"/proc/{worker.pid}/environ").read_bytes().split(b"\0")  # noqa: ASYNC240
    await worker.stop()
    assert b"OMP_NUM_THREADS=1" in environment


async def test_starting_can_be_given_up():
    task = asyncio.ensure_future(WorkerProcess.start("stand_in_engines:Digits", None, lambda *_: None))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
