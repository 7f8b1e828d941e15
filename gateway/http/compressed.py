"""Undoing what a caller compressed, piece by piece and never further than allowed."""

import zlib

from config.errors import phrase
from gateway.errors import TooLarge, Unreadable

#: The codings that are undone (RFC 9110, section 8.4.1), by what zlib calls them.
CODINGS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
#: Times its own size that a body may grow, once it is no small one. Texts reach 20, the densest JSON 100.
_GROWTH = 200
_SMALL = 1024 * 1024


class Decompression:
    """One compressed body. ``limit`` is what it may be once it is undone, in bytes."""

    def __init__(self, coding: str, limit: int) -> None:
        self._undo = zlib.decompressobj(CODINGS[coding])
        self._limit = limit
        self._taken = 0
        self._given = 0

    def feed(self, chunk: bytes) -> bytes:
        """Return what a piece stands for. Raises `TooLarge` before more is made of it, and `Unreadable`."""
        self._taken += len(chunk)
        room = min(self._limit, max(_SMALL, self._taken * _GROWTH)) - self._given
        try:
            out = self._undo.decompress(chunk, room + 1)
        except zlib.error:
            raise _damaged() from None
        self._given += len(out)
        if len(out) > room:
            raise TooLarge(limit=self._limit)
        if self._undo.unused_data:
            raise _damaged()
        return out

    def end(self) -> None:
        """Raise `Unreadable` when the body was cut short."""
        if not self._undo.eof:
            raise _damaged()


def _damaged() -> Unreadable:
    return Unreadable(phrase("The compressed request body is damaged or goes on after its end."))
