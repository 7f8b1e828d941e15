"""One worker process, seen from the event loop."""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self, cast

from detectors.errors import DetectionUnavailable
from detectors.frames import Frames, Kind, frame, pack_texts

_STDIN, _STDOUT = 0, 1
#: Longest time to build an engine and read the specimen letter, in seconds.
_START = 120.0
#: A worker is one thread on one core: libraries that would start more only make them wait for each other.
_SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class WorkerProcess(asyncio.SubprocessProtocol):
    """A child that searches texts. ``found`` gets the body of each answer, `ended` is set at its death."""

    def __init__(self, found: Callable[["WorkerProcess", bytes], None]) -> None:
        loop = asyncio.get_running_loop()
        self._found = found
        self._frames = Frames()
        self._transport: asyncio.SubprocessTransport
        self._ready: asyncio.Future[str] = loop.create_future()
        self._exited = asyncio.Event()
        self.ended = asyncio.Event()
        self.version = ""
        #: Whether it answered, or was kept for a whole deadline: else it is not replaced in haste.
        self.proven = False

    @classmethod
    async def start(cls, factory: str, options: object, found: Callable[[Self, bytes], None]) -> Self:
        """Return a worker that has built its engine and read the specimen letter.

        Raises:
            DetectionUnavailable: it could not, and is gone; the message says why.

        """
        worker = cls(cast("Callable[[WorkerProcess, bytes], None]", found))
        loop = asyncio.get_running_loop()
        command = (sys.executable, "-m", "detectors.worker", str(os.getpid()))
        await loop.subprocess_exec(
            lambda: worker, *command, stderr=asyncio.subprocess.DEVNULL, env=_environment()
        )
        try:
            worker._write(Kind.SETUP, pickle.dumps((sys.path, pickle.dumps((factory, options)))))
            async with asyncio.timeout(_START):
                worker.version = await worker._ready
        except TimeoutError:
            await worker.stop()
            raise DetectionUnavailable(f"a worker was not ready after {_START:.0f} s") from None
        except BaseException:
            await worker.stop()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The process id."""
        return self._transport.get_pid()

    def ask(self, texts: list[str]) -> None:
        """Send texts; one request at a time."""
        self._write(Kind.TEXTS, pack_texts(texts))

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        if not self._exited.is_set():
            with suppress(ProcessLookupError):
                # Not through the transport: it would reap a dead child before asyncio's own watcher does.
                os.kill(self.pid, signal.SIGKILL)
        self._end()

    async def stop(self) -> None:
        """Kill the process and wait until the system has forgotten it."""
        self.kill()
        try:
            await self._exited.wait()
        except asyncio.CancelledError:
            await self._exited.wait()  # a killed process does not keep anyone waiting: leave none behind
            raise
        finally:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (asyncio calls this, and the three below)."""
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:  # noqa: ARG002
        """Hand on each whole frame."""
        for kind, body in self._frames.feed(cast("bytes", data)):
            if kind is Kind.FOUND:
                self._found(self, body)
            elif not self._ready.done():
                if kind is Kind.READY:
                    self._ready.set_result(body.decode())
                else:
                    self._ready.set_exception(DetectionUnavailable(body.decode(errors="replace")))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002
        """End the process: it cannot be talked to."""
        self.kill()

    def process_exited(self) -> None:
        """Note that the system has forgotten the process."""
        self._exited.set()
        self._end()

    def _end(self) -> None:
        self.ended.set()
        if not self._ready.done():
            self._ready.set_exception(DetectionUnavailable("a worker ended before it was ready"))
            self._ready.exception()  # told to whoever waits; nobody may

    def _write(self, kind: Kind, body: bytes) -> None:
        pipe = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(_STDIN))
        pipe.write(frame(kind, body))


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, **_SINGLE, "PYTHONPATH": path}
