"""A stream of JSON texts, one a line (Ollama)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it came, with its line end; ``data`` is the line's text, None for an empty one."""

    raw: bytes
    data: str | None = None

    def with_data(self, data: str) -> bytes:
        """Return the line with other data."""
        return data.encode("utf-8") + b"\n"


class Decoder:
    """Bytes in, lines out. ``feed`` returns the lines completed by a chunk, ``flush`` what is left."""

    def __init__(self, limit: int = 16 * 1024 * 1024) -> None:
        self._held = bytearray()
        self._limit = limit

    def feed(self, chunk: bytes) -> list[Line]:
        """Return the lines that this chunk completes. Raises `ValueError` over the size limit."""
        searched = len(self._held)
        self._held += chunk
        lines, done = [], 0
        while (end := self._held.find(b"\n", max(done, searched))) >= 0:
            lines.append(_line(bytes(self._held[done : end + 1])))
            done = end + 1
        del self._held[:done]
        if len(self._held) > self._limit:
            raise ValueError("a line is larger than the limit")
        return lines

    def flush(self) -> list[Line]:
        """Return the last line when the stream ends without a line end."""
        raw = bytes(self._held)
        self._held.clear()
        return [_line(raw)] if raw.strip() else []


def _line(raw: bytes) -> Line:
    text = raw.decode("utf-8", "replace").strip()
    return Line(raw, text or None)
