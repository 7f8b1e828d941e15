"""A stream written as one JSON array, element by element (Gemini's ``streamGenerateContent`` without SSE)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STRUCTURE = re.compile(rb'["{}\[\]]')
_IN_STRING = re.compile(rb'\\.|"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Element:
    """One element as it came: ``raw`` is its bytes with what stands before it, ``data`` its text."""

    raw: bytes
    data: str | None = None
    start: int = 0

    def with_data(self, data: str) -> bytes:
        """Return the element with other data; the bracket or comma before it is kept."""
        return self.raw[: self.start] + data.encode("utf-8")


class Decoder:
    """Bytes in, elements out. What closes the array is an element without data; a lone object is one too."""

    def __init__(self, limit: int = 16 * 1024 * 1024) -> None:
        self._held = bytearray()
        self._limit = limit
        self._read = 0
        self._start = 0
        self._depth = 0
        self._outside: int | None = None
        self._in_string = False

    def feed(self, chunk: bytes) -> list[Element]:
        """Return the elements that this chunk completes. Raises `ValueError` over the size limit."""
        self._held += chunk
        elements: list[Element] = []
        for mark in self._brackets():
            if self._outside is None:
                self._outside = int(mark == b"[")
            if mark in b"{[":
                if self._depth == self._outside:
                    self._start = self._read - 1
                self._depth += 1
            else:
                self._depth -= 1
                if self._depth == self._outside:
                    elements.append(self._taken())
        if len(self._held) > self._limit:
            raise ValueError("an element is larger than the limit")
        return elements

    def flush(self) -> list[Element]:
        """Return what is left when the stream ends: the bracket that closes the array."""
        raw = bytes(self._held)
        self._held.clear()
        return [Element(raw)] if raw else []

    def _brackets(self) -> Iterator[bytes]:
        """Yield each bracket that stands outside of strings, ``_read`` being right behind it."""
        while mark := (_IN_STRING if self._in_string else _STRUCTURE).search(self._held, self._read):
            self._read = mark.end()
            if mark[0] == b'"':
                self._in_string = not self._in_string
            elif not self._in_string:
                yield bytes(mark[0])
        # A backslash waits for what it escapes.
        open_escape = self._in_string and self._read < len(self._held) and self._held.endswith(b"\\")
        self._read = len(self._held) - open_escape

    def _taken(self) -> Element:
        raw = bytes(self._held[: self._read])
        element = Element(raw, raw[self._start :].decode("utf-8", "replace"), self._start)
        del self._held[: self._read]
        self._read = 0
        return element
