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

    async def accompany(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work and return what it returns. Raises `HungUp` when the caller hangs up first.

        However this ends, the work has ended as well: it was finished, cancelled or never begun.
        """
        if self._gone is None:
            raise AssertionError("nobody listens yet")
        if self._gone.done():
            work.close()
            raise HungUp
        doing = asyncio.ensure_future(work)
        try:
            await asyncio.wait((doing, self._gone), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise HungUp
        finally:
            if not doing.done():
                doing.cancel()
                await asyncio.wait((doing,))
                if not doing.cancelled():
                    doing.exception()  # looked at: what is not would be logged, with its message


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
