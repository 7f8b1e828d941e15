"""Puts events on record: `append` returns a `Receipt` once, and only if, its event is durable.

One thread writes. It takes all that waits, about `_BATCH` events at most, and commits it as one
transaction, so that the disk is waited for once for many callers; the event loop is never blocked. Records
for which nobody waits are handed to it with the next one that is in a hurry.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from secrets import token_bytes
from time import monotonic
from typing import NoReturn

from audit.chain import SALTS_BYTES, Sealed, seal
from audit.database import migrate
from audit.errors import AuditUnavailable
from audit.records import Record
from audit.session import Session
from audit.writer import Link

_BATCH = 512
#: Seconds that a record for which nobody waits may wait for others, to be committed with them.
_LINGER = 0.05
_PROBE_HEALTHY, _PROBE_UNHEALTHY = 5.0, 0.25


class Receipt:
    """The proof that an event is on record. Only the ledger makes one, after the commit."""

    __slots__ = ("digest", "request_id", "sequence")
    sequence: int
    request_id: str
    digest: str

    def __init__(self, *_: object, **__: object) -> None:
        raise TypeError("only the ledger makes a receipt, after the commit")

    def __init_subclass__(cls, **_: object) -> None:
        raise TypeError("a receipt has no other kind")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise TypeError("a receipt does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise TypeError("a receipt does not change")

    def __reduce__(self) -> NoReturn:  # copy and pickle
        raise TypeError("a receipt is not copied")

    def __repr__(self) -> str:
        return f"Receipt(sequence={self.sequence}, request_id={self.request_id!r}, digest={self.digest!r})"


def _receipt(sealed: Sealed, link: Link) -> Receipt:
    receipt = object.__new__(Receipt)
    object.__setattr__(receipt, "sequence", link.sequence)
    object.__setattr__(receipt, "request_id", sealed.spine[-1] or "")
    object.__setattr__(receipt, "digest", link.digest.hex())
    return receipt


@dataclass(frozen=True, slots=True)
class _Waiting:
    sealed: Sealed
    answer: asyncio.Future[Receipt]


def append_now(url: str, record: Record, *, patience: float = 5.0) -> Receipt:
    """Put one record on the chain and wait for it: for commands, which have no event loop.

    Raises `AuditUnavailable`.
    """
    session = Session(url, patience)
    sealed = seal(record, token_bytes(SALTS_BYTES))
    try:
        return _receipt(sealed, session.commit([sealed])[0])
    finally:
        session.close()


class Ledger:
    """The audit's writing end, for one event loop. Several, in any processes, can share a database.

    ``deadline`` is how long, in seconds, an `append` may take; ``capacity`` how many may wait.
    """

    def __init__(self, url: str, *, deadline: float = 5.0, capacity: int = 4096) -> None:
        self._url = url
        self._deadline = deadline
        self._capacity = capacity
        self._queue: SimpleQueue[list[_Waiting] | None] = SimpleQueue()
        self._gathered: list[_Waiting] = []
        self._lingering: asyncio.TimerHandle | None = None
        self._thread: threading.Thread | None = None
        self._healthy = False
        #: Since when a commit is under way: a database that is frozen neither takes nor refuses it.
        self._committing: float | None = None
        self._open = False

    @property
    def healthy(self) -> bool:
        """Whether the last commit, or trial of one, was durable, and none takes longer than the deadline."""
        since = self._committing
        return self._healthy and (since is None or monotonic() - since < self._deadline)

    async def start(self) -> None:
        """Create or migrate the database and start writing. Raises `AuditUnavailable`."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(migrate, self._url)
        # Half the deadline: a lock is given up before the callers who wait for it are.
        session = Session(self._url, self._deadline / 2)
        try:
            await asyncio.to_thread(session.commit, ())
        except AuditUnavailable:
            session.close()
            raise
        self._thread = threading.Thread(target=self._write, args=(session,), name="ledger", daemon=True)
        self._healthy = self._open = True
        self._thread.start()

    async def close(self) -> None:
        """Commit what waits, then stop."""
        self._open = False
        if self._thread is not None:
            self._hand_over()
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None
        self._healthy = False

    async def append(self, record: Record, *, hurried: bool = True) -> Receipt:
        """Put a record at the end of the chain and return when it is durable.

        One that is not ``hurried`` may wait `_LINGER` seconds more, to share the commit of the next that is.

        Raises `AuditUnavailable` when that cannot be had in time, and at once while the database is known
        to be down. The record may then be on record all the same, never the reverse.
        """
        if not self._open or not self.healthy:
            raise AuditUnavailable("the audit database is not available")
        if self._queue.qsize() >= self._capacity:
            raise AuditUnavailable("too many records wait")
        answer: asyncio.Future[Receipt] = self._loop.create_future()
        self._gathered.append(_Waiting(seal(record, token_bytes(SALTS_BYTES)), answer))
        if hurried:
            self._hand_over()
        elif self._lingering is None:
            self._lingering = self._loop.call_later(_LINGER, self._hand_over)
        timer = self._loop.call_later(self._deadline, _fail, answer, "the deadline passed")
        try:
            return await answer
        finally:
            timer.cancel()

    def _hand_over(self) -> None:
        """Give the writer what was gathered; waking it is not free."""
        if self._lingering is not None:
            self._lingering.cancel()
            self._lingering = None
        if self._gathered:
            self._queue.put(self._gathered)
            self._gathered = []

    def _write(self, session: "Session") -> None:
        going = True
        while going:
            batch, going = self._take()
            self._committing = monotonic()
            try:
                links = session.commit([waiting.sealed for waiting in batch])
                self._healthy = True
                self._tell(_accept, batch, links)
            except Exception as error:  # noqa: BLE001 - whatever failed, nobody gets a receipt for it
                self._healthy = False
                session.close()
                self._tell(_refuse, batch, str(error) if isinstance(error, AuditUnavailable) else "internal")
            finally:
                self._committing = None
        session.close()

    def _take(self) -> tuple[list[_Waiting], bool]:
        """Wait for records, or for the time of a trial; leave out those whose caller has gone."""
        batch: list[_Waiting] = []
        try:
            gathered = self._queue.get(timeout=_PROBE_HEALTHY if self._healthy else _PROBE_UNHEALTHY)
            while gathered is not None:
                batch += [waiting for waiting in gathered if not waiting.answer.done()]
                if len(batch) >= _BATCH:
                    break
                gathered = self._queue.get_nowait()
        except Empty:
            return batch, True
        return batch, gathered is not None

    def _tell(self, what: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to tell
            self._loop.call_soon_threadsafe(what, *arguments)


def _accept(batch: Sequence[_Waiting], links: Sequence[Link]) -> None:
    for waiting, link in zip(batch, links, strict=True):
        if not waiting.answer.done():
            waiting.answer.set_result(_receipt(waiting.sealed, link))


def _refuse(batch: Sequence[_Waiting], why: str) -> None:
    for waiting in batch:
        _fail(waiting.answer, why)


def _fail(answer: asyncio.Future[Receipt], why: str) -> None:
    if not answer.done():
        answer.set_exception(AuditUnavailable(why))
