"""A process of its own for each file and each image, seen from the event loop."""

import asyncio
import json
import math
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from config.attachments import Attachments
from gateway.attachments.kinds.reading import Bounds, Document, Extract, Reason, Unfit
from gateway.attachments.worker import NO_MEMORY, NO_PROGRAM

_ROOT = str(Path(__file__).parent.parent.parent)
#: Bytes that a character of an answer can take in JSON, and what else stands in it.
_WIDEST, _ROOM = 12, 64 * 1024
_CHUNK = 256 * 1024
_NAMES = tuple(Bounds.__slots__)


class ReadingFailed(Exception):
    """No process could be had that reads files."""


async def read_apart(content: bytes, media: str, ending: str, limits: Attachments) -> Extract:
    """Return the text of a file, read by a process that is gone afterwards.

    Cancelling ends the process. Nothing of the file is in its command line or environment.

    Raises:
        Unfit: the file is not read; also when it took the process down, or all of its memory.
        ReadingFailed: no file can be read.

    """
    bounds = Bounds(limits.pages, limits.cells, limits.characters, limits.unpacked, limits.ratio)
    asked = {"media": media, "ending": ending, "bounds": {name: getattr(bounds, name) for name in _NAMES}}
    return _extract(await ask_apart("read", asked, content, limits, limits.characters * _WIDEST))


async def ask_apart(
    task: str, asked: Mapping[str, Any], content: bytes, limits: Attachments, most: int
) -> dict[str, Any]:
    """Return what a task gives, of about ``most`` bytes at the most; what it is asked is JSON.

    Raises what `read_apart` does.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "gateway.attachments.worker"),
        *map(str, (os.getpid(), int(limits.memory), math.ceil(limits.deadline) + 1)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )
    question = json.dumps({"task": task, **asked}).encode() + b"\n" + content
    try:
        _, told = await asyncio.gather(
            _tell(process, question),
            _hear(process, most + _ROOM),
        )
        status = await process.wait()
    finally:
        await _end(process)
    if not status:
        answer: dict[str, Any] = json.loads(told)
        if "reason" in answer:
            raise Unfit(Reason(answer["reason"]), answer["limit"])
        return answer
    if status == -signal.SIGXCPU:
        raise Unfit(Reason.TOO_LARGE, "deadline")
    if status == NO_MEMORY:
        raise Unfit(Reason.TOO_LARGE, "memory")
    if status < 0:  # what it read has brought it down
        raise Unfit(Reason.DAMAGED)
    if status == NO_PROGRAM:
        raise ReadingFailed("Tesseract, or one of its languages, is not here")
    raise ReadingFailed(f"the process that reads files ended with status {status}")


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the process if it has not ended, and leave none behind."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    # asyncio does not see the end of a process whose output nobody takes.
    while process.stdout is not None and await process.stdout.read(_CHUNK):
        pass
    await process.wait()


async def _tell(process: asyncio.subprocess.Process, question: bytes) -> None:
    pipe = process.stdin
    if pipe is None:
        raise AssertionError("its input is a pipe")
    with suppress(BrokenPipeError, ConnectionResetError):  # its status says why
        pipe.write(question)
        await pipe.drain()
    pipe.close()


async def _hear(process: asyncio.subprocess.Process, most: int) -> bytes:
    pipe = process.stdout
    if pipe is None:
        raise AssertionError("its output is a pipe")
    told = bytearray()
    while chunk := await pipe.read(_CHUNK):
        told += chunk
        if len(told) > most:  # nothing of ours says so much
            raise Unfit(Reason.DAMAGED)
    return bytes(told)


def _extract(told: dict[str, Any]) -> Extract:
    left_out = tuple((str(what), int(count)) for what, count in told["left_out"])
    return Extract(Document(told["document"]), told["text"], told["pages"], left_out)


def _environment() -> dict[str, str]:
    """Return what Python needs to start: none of the gateway's own variables, which hold its secrets.

    Hashes are not random, so that the same file gives the same text each time.
    """
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
