"""A stream written as one JSON array, element by element (Gemini's ``streamGenerateContent`` without SSE)."""

import re
from dataclasses import dataclass

_MARK = re.compile(rb'["\\{}\[\]]')


@dataclass(frozen=True, slots=True)
class Element:
    """One element as it came: ``raw`` is its bytes with what stands before it, ``data`` the element's text."""

    raw: bytes
    data: str | None = None
    start: int = 0

    def with_data(self, data: str) -> bytes:
        """Return the element with other data; the bracket or comma before it is kept."""
        return self.raw[: self.start] + data.encode("utf-8")


class Decoder:
    """Bytes in, elements out. What closes the array is an element without data."""

    def __init__(self, limit: int = 16 * 1024 * 1024) -> None:
        self._held = bytearray()
        self._limit = limit
        self._read = 0
        self._start = 0
        self._depth = 0
        self._in_string = False

    def feed(self, chunk: bytes) -> list[Element]:
        """Return the elements that this chunk completes. Raises `ValueError` over the size limit."""
        self._held += chunk
        elements: list[Element] = []
        while (mark := _MARK.search(self._held, self._read)) is not None:
            self._read = mark.end()
            if self._in_string:
                if mark[0] == b"\\":
                    if mark.end() == len(self._held):
                        self._read = mark.start()
                        break
                    self._read += 1
                elif mark[0] == b'"':
                    self._in_string = False
            elif mark[0] == b'"':
                self._in_string = True
            elif mark[0] in b"{[":
                self._depth += 1
                if self._depth == 2:
                    self._start = mark.start()
            elif mark[0] in b"}]":
                self._depth -= 1
                if self._depth == 1:
                    elements.append(self._taken())
        else:
            self._read = len(self._held)
        if len(self._held) > self._limit:
            raise ValueError("an element is larger than the limit")
        return elements

    def flush(self) -> list[Element]:
        """Return what is left when the stream ends: the bracket that closes the array."""
        raw = bytes(self._held)
        self._held.clear()
        return [Element(raw)] if raw else []

    def _taken(self) -> Element:
        raw = bytes(self._held[: self._read])
        element = Element(raw, raw[self._start :].decode("utf-8", "replace"), self._start)
        del self._held[: self._read]
        self._read = 0
        return element
