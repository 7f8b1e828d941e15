"""Server-sent events, cut anywhere (WHATWG HTML, section 9.2.6 "Interpreting an event stream")."""

from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
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
        events = []
        while (end := self._end()) is not None:
            raw = bytes(self._held[:end])
            del self._held[:end]
            self._searched = 0
            events.append(_event(raw))
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

    def _end(self) -> int | None:
        """Return where the first event ends, blank line included, whatever its line endings."""
        held, ends = self._held, []
        for blank in (b"\n\n", b"\r\r", b"\n\r\n", b"\n\r"):
            at = held.find(blank, self._searched)
            if at >= 0 and not (blank == b"\n\r" and at + 2 >= len(held)):
                # "\n\r" at the very end may still become "\n\r\n": wait for the next byte.
                length = 3 if held[at : at + 3] == b"\n\r\n" else 2
                ends.append(at + length)
        return min(ends, default=None)


def _event(raw: bytes) -> Event:
    data: list[str] = []
    for line in raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        name, _, value = line.partition(b":")
        if name == b"data":
            data.append(value.removeprefix(b" ").decode("utf-8", "replace"))
    return Event(raw, "\n".join(data) if data else None)
