"""Server-sent events, cut anywhere (WHATWG HTML, section 9.2.6 "Interpreting an event stream")."""

import re
from typing import NamedTuple

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(rb"[\r\n]")
#: A line ending and an empty line. "\n\r" alone is one only once the next byte shows that it is not "\r\n".
_BLANK = re.compile(rb"\n\n|\r\r|\n\r\n|\n\r(?=[^\n])")


class Event(NamedTuple):
    """One event as it came: ``raw`` is its bytes with the blank line, ``data`` the joined data lines."""

    raw: bytes
    data: str | None = None

    def with_data(self, data: str) -> bytes:
        """Return the event with other data; its other lines (event, id, retry, comments) are kept."""
        lines, written = [], False
        for line in self.raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
            if line == b"data" or line.startswith(b"data:"):
                if not written:
                    lines += [b"data: " + piece.encode("utf-8") for piece in data.split("\n")]
                    written = True
            elif line:
                lines.append(line)
        return b"\n".join(lines) + b"\n\n"


class Decoder:
    """Bytes in, events out. ``feed`` returns the events completed by a chunk, ``flush`` what is left."""

    def __init__(self, limit: int = 16 * 1024 * 1024) -> None:
        self._held = bytearray()
        self._limit = limit
        self._begun = False
        self._searched = 0

    def feed(self, chunk: bytes) -> list[Event]:
        """Return the events that this chunk completes. Raises `ValueError` over the size limit."""
        self._held += chunk
        if not self._begun:
            if len(self._held) < len(_BOM) and _BOM.startswith(bytes(self._held)):
                return []
            self._begun = True
            if self._held.startswith(_BOM):
                del self._held[: len(_BOM)]
        events, done = [], 0
        while (blank := _BLANK.search(self._held, max(done, self._searched))) is not None:
            events.append(_event(bytes(self._held[done : blank.end()])))
            done = blank.end()
        del self._held[:done]
        # A large event in many chunks is searched once, not once per chunk; a blank line is 3 bytes at most.
        self._searched = max(0, len(self._held) - 3)
        if len(self._held) > self._limit:
            raise ValueError("an event is larger than the limit")
        return events

    def flush(self) -> list[Event]:
        """Return the last event when the stream ends without its blank line."""
        raw = bytes(self._held)
        self._held.clear()
        return [_event(raw)] if raw.strip() else []


def _event(raw: bytes) -> Event:
    if raw.startswith(b"data: ") and raw.endswith(b"\n\n") and _LINE_END.search(raw, 6, len(raw) - 2) is None:
        return Event(raw, raw[6:-2].decode("utf-8", "replace"))  # as nearly all of them are
    data: list[str] = []
    for line in raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        name, _, value = line.partition(b":")
        if name == b"data":
            data.append(value.removeprefix(b" ").decode("utf-8", "replace"))
    return Event(raw, "\n".join(data) if data else None)
