"""Shares texts out among worker processes, fairly and before a deadline."""

import asyncio
from collections.abc import Sequence

from detectors.errors import DetectionBusy, DetectionFailed, DetectionTimeout, DetectionUnavailable
from detectors.findings import Finding
from detectors.frames import unpack_found
from detectors.process import WorkerProcess
from detectors.turns import LONG, Call, Item, Turns

#: Waits before the nth replacement in a row that failed to start or died without one answer, in seconds.
_BACK_OFF = (0.0, 0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
#: The share of the deadline after which a worker with texts of several calls is taken for stuck: enough is
#: left to ask again for those that are not to blame.
_SHARED = 0.5


class _Batch:
    """What a worker was asked: whose texts, and the timer that ends the worker if it never answers."""

    __slots__ = ("items", "timer")

    def __init__(self, items: list[Item], timer: asyncio.TimerHandle) -> None:
        self.items = items
        self.timer = timer

    @property
    def is_long(self) -> bool:
        """Whether it is one long text."""
        return any(len(call.texts[index]) > LONG for call, index in self.items)


class Pool:
    """Worker processes and the calls that wait for them.

    A worker holds one batch at a time; calls that come while all are busy are batched together, one text of
    each in turn. Long texts are searched alone, and one worker is always kept free of them: where there is a
    single one, another is started at the first such text. A worker that dies or is stuck is replaced. That
    fails the call it held; several calls are asked again, each by itself, since one alone was to blame. While
    no worker lives or is being replaced, calls are refused at once.
    """

    def __init__(self, factory: str, options: object, *, workers: int, deadline: float) -> None:
        self._factory = factory
        self._options = options
        self._workers = workers
        self._deadline = deadline
        self._turns = Turns()
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
        keepers, self._keepers = self._keepers, []  # from here on nothing is asked again
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
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
        loop = asyncio.get_running_loop()
        call = Call(texts, loop.create_future())
        self._turns.add(call)
        self._share_out()
        try:
            async with asyncio.timeout(self._deadline):
                await call.answer
        except TimeoutError:
            if call.asked is None or loop.time() - call.asked < self._deadline / 2:
                raise DetectionBusy(f"others were searched for {self._deadline:g} s") from None
            raise DetectionTimeout(f"detection took more than {self._deadline:g} s") from None
        finally:
            call.leave()
        return call.found

    def _share_out(self) -> None:
        """Give each idle worker a batch while texts wait."""
        self._lend()
        while self._idle and (items := self._next_items()):
            self._ask(self._idle.pop(), items)

    def _next_items(self) -> list[Item]:
        free = len(self._idle) + sum(not batch.is_long for batch in self._busy.values())
        return (self._turns.next_long() if free > 1 else []) or self._turns.next_short()

    def _lend(self) -> None:
        """Start one more worker when a long text waits and there is only one, who is for the others."""
        if self._workers == 1 and len(self._keepers) == 1 and self._turns.wants_long:
            loop = asyncio.get_running_loop()
            started: asyncio.Future[None] = loop.create_future()
            started.add_done_callback(_forget)
            self._keepers.append(loop.create_task(self._keep(started)))

    def _ask(self, worker: WorkerProcess, items: list[Item]) -> None:
        loop = asyncio.get_running_loop()
        limit = self._deadline * (_SHARED if _are_shared(items) else 1)
        self._busy[worker] = _Batch(items, loop.call_later(limit, self._end_stuck, worker))
        for call, _ in items:
            call.asked = call.asked or loop.time()
        worker.ask([call.texts[index] for call, index in items])

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
        self._lose(worker, DetectionTimeout(f"a worker was stuck for {self._deadline:g} s"))
        worker.proven = True
        worker.kill()

    def _lose(self, worker: WorkerProcess, error: DetectionFailed) -> None:
        """Give up what a worker was asked, or have another asked where it is of several calls."""
        batch = self._busy.pop(worker, None)
        if batch is None:
            return
        batch.timer.cancel()
        if _are_shared(batch.items) and self._keepers:
            self._turns.repeat(batch.items)
            self._share_out()
            return
        for call, _ in batch.items:
            call.fail(error)

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
            self._lose(worker, DetectionUnavailable("the worker that held these texts died"))
            await worker.stop()

    def _refuse_waiting(self) -> None:
        self._turns.refuse(DetectionUnavailable("no detection worker is running"))


def _are_shared(items: Sequence[Item]) -> bool:
    return any(call is not items[0][0] for call, _ in items)


def _forget(started: asyncio.Future[None]) -> None:
    """Leave what the start of one more worker raised: its keeper tries again."""
    if not started.cancelled():
        started.exception()
