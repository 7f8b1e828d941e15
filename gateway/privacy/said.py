"""What the channels of a stream have said, as received, for the marks that count its characters."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from gateway.privacy.offsets import Shift, Spans, marks
from gateway.wire.cited import CitedSoFar


class Said:
    """Remembers the texts of the channels that marks of a stream are about, and shifts these marks."""

    def __init__(self, cited: Sequence[CitedSoFar], spans: Spans) -> None:
        self._cited = cited
        self._spans = spans
        self._channels = frozenset(one.channel for one in cited)
        self._texts: dict[tuple[Any, ...], list[str]] = {}
        self._last: dict[str, tuple[Any, ...]] = {}

    def add(self, channel: str, keys: tuple[Any, ...], text: str) -> None:
        """Take note of a piece of text."""
        if channel in self._channels:
            self._texts.setdefault((channel, *keys), []).append(text)
            self._last[channel] = keys

    def shifted(self, received: dict[str, Any], restored: Any) -> Any:
        """Return an event with its offsets those of the restored text."""
        for one in self._cited:
            shift = partial(self._shift, one, received)
            restored = marks(received, restored, one.at, one.names, shift)
        return restored

    def _shift(self, one: CitedSoFar, event: dict[str, Any]) -> Shift:
        keys = self._last.get(one.channel, ())
        if one.keys is not None:
            keys = tuple(_at(event, pattern) for pattern in one.keys)
        text = "".join(self._texts.get((one.channel, *keys), ()))
        return Shift(text, self._spans(text), in_bytes=one.in_bytes)


def _at(value: Any, pattern: tuple[str, ...]) -> Any:
    for name in pattern:
        value = value.get(name) if isinstance(value, dict) else None
    return value
