"""Events of a stream that differ in nothing but a piece of text: known by their bytes, without being read.

Most events of a stream are cast in one mould: ``{"choices":[{"index":0,"delta":{"content":"`` and a few
letters and ``"}}]}``. What was read of one of them holds for all, but for the letters.
"""

import json
import re
from typing import Any, NamedTuple

from gateway.wire.framing import Event

#: The inside of a JSON string without escapes. It says the same wherever it stands.
_PLAIN = re.compile(rb'[^"\\\x00-\x1f]+')
#: One with the escapes that have one letter: line ends and quotes, mostly.
_ESCAPED = re.compile(rb'(?:[^"\\\x00-\x1f]|\\["\\/bfnrt])+')
#: Stands in for the text while a mould is tried.
_PROBE = "a"
#: How many of a stream are known at once, and how many may be made before one has served.
_KEPT, _TRIES = 4, 8


class Mould(NamedTuple):
    """The bytes before and behind the text of an event, and what is known of all that are cast in it."""

    before: bytes
    behind: bytes
    known: Any

    def text(self, raw: bytes) -> str | None:
        """Return the text of an event that is cast in this mould, or None."""
        before, behind = self.before, self.behind
        if not (raw.startswith(before) and raw.endswith(behind)):
            return None
        inside = raw[len(before) : -len(behind)]
        if len(raw) <= len(before) + len(behind):
            return None
        try:
            if _PLAIN.fullmatch(inside):
                return inside.decode("utf-8")
            if _ESCAPED.fullmatch(inside):
                return str(json.loads(b'"' + inside + b'"'))
        except UnicodeDecodeError:
            pass
        return None


class Moulds:
    """The moulds of one stream, the last used first."""

    def __init__(self) -> None:
        self._moulds: list[Mould] = []
        self._tries = _TRIES

    def find(self, raw: bytes) -> tuple[Any, str] | None:
        """Return what is known of an event and its text, or None where it is cast in none of them."""
        for number, mould in enumerate(self._moulds):
            text = mould.text(raw)
            if text is not None:
                self._tries = _TRIES
                if number:
                    self._moulds.insert(0, self._moulds.pop(number))
                return mould.known, text
        return None

    def add(self, event: Event, text: str, path: tuple[str | int, ...], known: Any) -> None:
        """Learn from an event that was read. ``path`` is where its text stands in its body.

        A stream whose events are all different is soon left alone.
        """
        if not self._tries:
            return
        self._tries -= 1
        parts = _cut(event, text, path)
        if parts is not None:
            self._moulds = [Mould(*parts, known), *self._moulds[: _KEPT - 1]]


def _cut(event: Event, text: str, path: tuple[str | int, ...]) -> tuple[bytes, bytes] | None:
    """Return what stands before and behind the text in an event's bytes, or None where that is in doubt."""
    data, raw = event.data, event.raw
    try:
        said, written = (data or "").encode("utf-8"), text.encode("utf-8")
    except UnicodeEncodeError:
        return None
    literal = b'"' + written + b'"'
    if not _PLAIN.fullmatch(written) or raw.count(said) != 1 or said.count(literal) != 1:
        return None
    before, _, behind = said.partition(literal)
    tried = json.loads(before + b'"' + _PROBE.encode() + b'"' + behind)
    body = json.loads(said)
    if _taken(tried, path) != _PROBE or _taken(body, path) != text or tried != body:
        return None
    start, _, end = raw.partition(said)
    return start + before + b'"', b'"' + behind + end


def _taken(body: Any, path: tuple[str | int, ...]) -> Any:
    """Return what stands at a path, and leave nothing there."""
    *way, last = path
    for name in way:
        body = body[name]
    text, body[last] = body[last], ""
    return text
