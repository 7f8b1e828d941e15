"""Undoes the compression of an answer, piece by piece: gzip and deflate (RFC 9110, 8.4.1)."""

import zlib
from collections.abc import Iterator

#: What is made of a piece, at most, before it is handed on: a few bytes may stand for a great many.
_MOST = 1 << 20
#: The codings that are undone.
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


class Inflating:
    """One body. "deflate" is sent with and without the header of zlib."""

    def __init__(self, coding: str) -> None:
        self._undo = zlib.decompressobj(_ZLIB if coding == "deflate" else _GZIP)
        self._other = coding == "deflate"

    @property
    def ended(self) -> bool:
        """Whether all of it has come: a body that ends before may not be taken for whole."""
        return self._undo.eof

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield what a piece holds, in parts of at most 1 MiB. Raises `zlib.error`."""
        other, self._other = self._other, False
        try:
            part = self._undo.decompress(piece, _MOST)
        except zlib.error:
            if not other:
                raise
            self._undo = zlib.decompressobj(_RAW)
            part = self._undo.decompress(piece, _MOST)
        while part:
            yield part
            part = self._undo.decompress(self._undo.unconsumed_tail, _MOST)
