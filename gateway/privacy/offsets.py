"""Offsets into a text that was restored: a provider counted pseudonyms, its caller counts originals."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from gateway.privacy.reading import Span
from gateway.wire.cited import Cited
from gateway.wire.patterns import Pattern, values_at
from gateway.wire.spelling import edits_of

Spans = Callable[[str], Sequence[Span]]


class Shift:
    """From offsets in a text as received to offsets in the same text restored. ``spans`` are in order.

    One inside of a pseudonym becomes that of the end of what stands in its place, or of its beginning.
    """

    def __init__(self, text: str, spans: Sequence[Span], *, in_bytes: bool = False) -> None:
        self._size = _bytes if in_bytes else len
        self._ends: list[int] = []
        self._starts: list[int] = []
        self._begun: list[int] = []
        self._moved: list[int] = []
        received = restored = done = 0
        for span in spans:
            before = self._size(text[done : span.start])
            received, restored = received + before, restored + before
            self._starts.append(received)
            self._begun.append(restored)
            received += self._size(text[span.start : span.end])
            restored += self._size(span.original)
            self._ends.append(received)
            self._moved.append(restored)
            done = span.end

    def __call__(self, offset: int, *, begins: bool = False) -> int:
        """Return where an offset is now; ``begins`` says that it is where something begins."""
        at = bisect_right(self._starts, offset - 1) - 1
        if at < 0:
            return offset
        if begins and offset < self._ends[at]:
            return self._begun[at]
        return self._moved[at] + max(0, offset - self._ends[at])


def shifted(received: Any, restored: Any, cited: Sequence[Cited], spans: Spans) -> Any:
    """Return a restored answer, or event, with its offsets those of the restored texts."""
    for one in cited:
        restored = along(received, restored, one.holder, partial(_held, one, spans))
    return restored


def sent(body: Any, rewritten: Any, cited: Sequence[Cited]) -> Any:
    """Return a rewritten request with the offsets of earlier answers' marks those of what leaves."""
    for one in cited:
        rewritten = along(body, rewritten, one.holder, partial(_sent, one))
    return rewritten


def moved(received: Any, restored: Any, names: Sequence[str], shift: Shift) -> Any:
    """Return a mark with its offsets shifted."""
    if not isinstance(received, dict) or not isinstance(restored, dict):
        return restored
    counted = {
        name: shift(value, begins=name == names[0])
        for name in names
        if isinstance(value := received.get(name), int) and not isinstance(value, bool)
    }
    return restored if all(restored.get(name) == at for name, at in counted.items()) else restored | counted


def marks(received: Any, restored: Any, at: Pattern, names: Sequence[str], shift: Callable[[], Shift]) -> Any:
    """Return an event with the offsets of its marks shifted; ``shift`` is asked for where there are some."""
    return along(received, restored, at, lambda raw, new: moved(raw, new, names, shift()))


def _held(one: Cited, spans: Spans, received: Any, restored: Any) -> Any:
    return _marked(one, received, restored, [spans] * len(_texts(received, one)))


def _sent(one: Cited, given: Any, new: Any) -> Any:
    """Return what holds marks with these shifted. A text that was rewritten knows itself how."""
    return _marked(one, given, new, [partial(_spans_of, text) for text in _texts(new, one)])


def _spans_of(new: str, old: str) -> list[Span]:
    return [Span(*edit) for edit in edits_of(old, new)]


def _texts(holder: Any, one: Cited) -> list[str]:
    return [text if isinstance(text, str) else "" for text in values_at(holder, one.text)]


def _marked(one: Cited, received: Any, restored: Any, spans: Sequence[Spans]) -> Any:
    texts = _texts(received, one)
    if not any(texts):
        return restored
    shifts: dict[int, Shift] = {}

    def mark(raw: Any, new: Any) -> Any:
        chosen = raw.get(one.choice) if one.choice and isinstance(raw, dict) else None
        at = chosen if isinstance(chosen, int) and 0 <= chosen < len(texts) else _first(texts)
        if at not in shifts:
            shifts[at] = Shift(texts[at], spans[at](texts[at]), in_bytes=one.in_bytes)
        return moved(raw, new, one.names, shifts[at])

    return along(received, restored, one.marks, mark)


def _first(texts: Sequence[str]) -> int:
    return next(at for at, text in enumerate(texts) if text)


def along(received: Any, restored: Any, pattern: Pattern, change: Callable[[Any, Any], Any]) -> Any:
    """Return what was restored with ``change`` made at each place of a pattern; nothing given is altered."""
    if not pattern:
        return change(received, restored)
    name, rest = pattern[0], pattern[1:]
    if name == "*":
        if not isinstance(received, list) or not isinstance(restored, list):
            return restored
        items = [along(raw, new, rest, change) for raw, new in zip(received, restored, strict=False)]
        return (
            items if any(one is not other for one, other in zip(items, restored, strict=False)) else restored
        )
    if not isinstance(received, dict) or not isinstance(restored, dict) or received.get(name) is None:
        return restored
    inner = along(received[name], restored.get(name), rest, change)
    return restored if inner is restored.get(name) else {**restored, name: inner}


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
