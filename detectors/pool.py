"""Shares texts out among worker processes, fairly and before a deadline."""

import asyncio
from collections import deque
from collections.abc import Sequence

from detectors.errors import DetectionFailed, DetectionTimeout, DetectionUnavailable
from detectors.findings import Finding
from detectors.frames import unpack_found
from detectors.process import WorkerProcess

#: A batch ends at whichever is reached first: long enough to make the way there cheap, short enough that
#: several workers share a long call and that a short call seldom waits.
BATCH_CHARACTERS = 8_000
BATCH_TEXTS = 64
#: Waits before the nth replacement in a row that failed to start or died without one answer, in seconds.
_BACK_OFF = (0.0, 0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class _Call:
    """The texts of one caller, what was found so far, and the texts not yet given to a worker."""

    __slots__ = ("answer", "found", "missing", "texts", "waiting")

    def __init__(self, texts: Sequence[str], answer: asyncio.Future[None]) -> None:
        self.texts = texts
        self.answer = answer
        self.found: list[tuple[Finding, ...]] = [()] * len(texts)
        self.waiting = deque(range(len(texts)))
        self.missing = len(texts)

    def receive(self, index: int, found: tuple[Finding, ...] | str) -> None:
        if isinstance(found, str):
            self.fail(DetectionFailed(f"the engine raised {found}"))
            return
        self.found[index] = found
        self.missing -= 1
        if not self.missing and not self.answer.done():
            self.answer.set_result(None)

    def fail(self, error: DetectionFailed) -> None:
        self.waiting.clear()
        if not self.answer.done():
            self.answer.set_exception(error)


class _Batch:
    """What a worker was asked: whose texts, and the timer that ends the worker if it never answers."""

    __slots__ = ("items", "timer")

    def __init__(self, items: list[tuple[_Call, int]], timer: asyncio.TimerHandle) -> None:
        self.items = items
        self.timer = timer

    def fail(self, error: DetectionFailed) -> None:
        self.timer.cancel()
        for call, _ in self.items:
            call.fail(error)


class Pool:
    """Worker processes and the calls that wait for them.

    A worker holds one batch at a time; calls that come while all are busy are batched together, one text of
    each in turn. A worker that dies fails the calls it held and is replaced. A worker that holds a batch for
    a whole deadline is stuck: it is killed. While no worker lives or is being replaced, calls are refused at
    once.
    """

    def __init__(self, factory: str, options: object, *, workers: int, deadline: float) -> None:
        self._factory = factory
        self._options = options
        self._workers = workers
        self._deadline = deadline
        self._calls: deque[_Call] = deque()
        self._idle: list[WorkerProcess] = []
        self._busy: dict[WorkerProcess, _Batch] = {}
        self._resting = 0
        self._keepers: list[asyncio.Task[None]] = []
        self.version = ""

    @property
    def ready(self) -> bool:
        """Whether a worker lives."""
        return bool(self._idle or self._busy)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers that live."""
        return tuple(worker.pid for worker in (*self._idle, *self._busy))

    @property
    def _hopeful(self) -> bool:
        """Whether a worker lives or is being replaced without delay."""
        return self.ready or self._resting < len(self._keepers)

    async def start(self) -> None:
        """Start every worker; return when each is warm.

        Raises:
            DetectionUnavailable: one of them could not start; none is left.

        """
        loop = asyncio.get_running_loop()
        first: list[asyncio.Future[None]] = [loop.create_future() for _ in range(self._workers)]
        self._keepers = [loop.create_task(self._keep(started)) for started in first]
        try:
            await asyncio.gather(*first)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End every worker and refuse what waits."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        self._keepers.clear()
        self._refuse_waiting()

    async def analyse(self, texts: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Return the findings of each text.

        Raises:
            DetectionFailed: or one of its kinds; nothing partial is ever returned.

        """
        if not texts:
            return []
        if not self._hopeful:
            raise DetectionUnavailable("no detection worker is running")
        call = _Call(texts, asyncio.get_running_loop().create_future())
        self._calls.append(call)
        self._share_out()
        try:
            async with asyncio.timeout(self._deadline):
                await call.answer
        except TimeoutError:
            raise DetectionTimeout(f"detection took more than {self._deadline:g} s") from None
        finally:
            call.waiting.clear()
        return call.found

    def _share_out(self) -> None:
        """Give each idle worker a batch while texts wait."""
        while self._idle and (items := self._next_items()):
            worker = self._idle.pop()
            loop = asyncio.get_running_loop()
            self._busy[worker] = _Batch(items, loop.call_later(self._deadline, self._end_stuck, worker))
            worker.ask([call.texts[index] for call, index in items])

    def _next_items(self) -> list[tuple[_Call, int]]:
        items: list[tuple[_Call, int]] = []
        characters = 0
        while self._calls and len(items) < BATCH_TEXTS and characters < BATCH_CHARACTERS:
            call = self._calls.popleft()
            if not call.waiting:
                continue
            index = call.waiting.popleft()
            items.append((call, index))
            characters += len(call.texts[index])
            if call.waiting:
                self._calls.append(call)
        return items

    def _receive(self, worker: WorkerProcess, body: bytes) -> None:
        batch = self._busy.pop(worker, None)
        if batch is None:  # killed while its answer was on the way
            return
        worker.proven = True
        batch.timer.cancel()
        self._idle.append(worker)
        self._share_out()  # the worker goes on while what it found is read
        for (call, index), found in zip(batch.items, unpack_found(body), strict=True):
            call.receive(index, found)

    def _end_stuck(self, worker: WorkerProcess) -> None:
        self._busy.pop(worker).fail(DetectionTimeout(f"a worker was stuck for {self._deadline:g} s"))
        worker.proven = True
        worker.kill()

    async def _keep(self, started: asyncio.Future[None]) -> None:
        """Keep one worker alive until cancelled."""
        failures = 0
        while True:
            try:
                worker = await self._hire()
            except DetectionUnavailable as error:
                failures += 1
                if not started.done():
                    started.set_exception(error)
            else:
                if not started.done():
                    started.set_result(None)
                await self._employ(worker)
                failures = 0 if worker.proven else failures + 1
            await self._rest(_BACK_OFF[min(failures, len(_BACK_OFF) - 1)])

    async def _rest(self, seconds: float) -> None:
        if not seconds:
            return
        self._resting += 1
        if not self._hopeful:
            self._refuse_waiting()
        try:
            await asyncio.sleep(seconds)
        finally:
            self._resting -= 1

    async def _hire(self) -> WorkerProcess:
        worker = await WorkerProcess.start(self._factory, self._options, self._receive)
        if self.version and worker.version != self.version:
            await worker.stop()
            raise DetectionUnavailable("the engine on disk is another version: restart to use it")
        self.version = worker.version
        return worker

    async def _employ(self, worker: WorkerProcess) -> None:
        self._idle.append(worker)
        self._share_out()
        try:
            await worker.ended.wait()
        finally:
            if worker in self._idle:
                self._idle.remove(worker)
            if batch := self._busy.pop(worker, None):
                batch.fail(DetectionUnavailable("the worker that held these texts died"))
            await worker.stop()

    def _refuse_waiting(self) -> None:
        while self._calls:
            self._calls.popleft().fail(DetectionUnavailable("no detection worker is running"))
