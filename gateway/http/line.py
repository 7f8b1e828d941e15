"""The line to the caller: what is done for a caller ends when they hang up."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from starlette.types import Receive

T = TypeVar("T")


class HungUp(Exception):
    """The caller is gone."""


class Line:
    """Listens for the caller hanging up, within its ``with`` block and from `listen` on."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._gone: asyncio.Future[None] | None = None
        self._working: asyncio.Task[Any] | None = None
        self._cut = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._gone is not None:
            self._gone.cancel()

    def listen(self) -> None:
        """Begin to listen. The request's body must have been read: what is left of it is thrown away."""
        self._gone = asyncio.ensure_future(_hung_up(self._receive))
        self._gone.add_done_callback(self._cut_short)

    async def accompany(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work and return what it returns. Raises `HungUp` when the caller hangs up first.

        However this ends, the work has ended as well: it was finished, cancelled or never begun. It is done
        by the task that asks for it, since a task of its own costs every call.
        """
        if self._gone is None:
            raise AssertionError("nobody listens yet")
        if self._gone.done():
            work.close()
            raise HungUp
        task = self._working = asyncio.current_task()
        assert task is not None
        before = task.cancelling()
        try:
            done = await work
        except (Exception, asyncio.CancelledError):
            # Somebody else's wish to end this task comes before ours.
            if self._cut and task.cancelling() <= before + 1:
                raise HungUp from None
            raise
        finally:
            self._working = None
            if self._cut:
                task.uncancel()
        if self._cut:
            raise HungUp
        return done

    def _cut_short(self, _gone: asyncio.Future[None]) -> None:
        """End what is being done, at the place where it waits."""
        if self._working is not None:
            self._cut = self._working.cancel()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
