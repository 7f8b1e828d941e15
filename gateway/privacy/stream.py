"""Streams: the same events out, restored. Events may wait; they never multiply or change places."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from gateway.privacy.channel import Channel, Piece
from gateway.privacy.note import without_note
from gateway.privacy.restore import Restorer
from gateway.wire.deliver import deliver
from gateway.wire.format import Delta, Pattern, Stream
from gateway.wire.framing import Event
from gateway.wire.shape import Kind
from gateway.wire.strict_json import dump_answer

ChannelKey = tuple[Any, ...]


class _Waiting:
    """An event on its way out, and the pieces of text that it waits for."""

    __slots__ = ("body", "changed", "event", "places")

    def __init__(self, event: Event, body: Any = None, *, changed: bool = False) -> None:
        self.event = event
        self.body = body
        self.changed = changed
        self.places: list[tuple[Any, str, Piece]] = []

    @property
    def settled(self) -> bool:
        return all(piece.settled for _holder, _name, piece in self.places)

    def rendered(self) -> bytes:
        for holder, name, piece in self.places:
            holder[name] = piece.restored
        changed = self.changed or any(piece.restored != piece.raw for _holder, _name, piece in self.places)
        return self.event.with_data(dump_answer(self.body)) if changed else self.event.raw


class StreamRestorer:
    """Restores the events of one stream. ``feed`` and ``flush`` return the bytes that may go out.

    ``remember(text, signature)`` is told each signed text, so that the caller can send it back unchanged.
    ``json_answer`` says that the model was asked to answer with one JSON document (structured output).
    """

    def __init__(
        self,
        shape: Stream,
        restorer: Restorer,
        *,
        remember: Callable[[str, str], None] | None = None,
        json_answer: bool = False,
    ) -> None:
        self._shape = shape
        self._restorer = restorer
        self._remember = remember
        self._json_answer = json_answer
        self._channels: dict[ChannelKey, Channel] = {}
        self._sealed: dict[Any, list[str]] = {}
        self._queue: deque[_Waiting] = deque()
        self.last: Any = None

    def feed(self, event: Event) -> bytes:
        """Take an event; return what is ready to go out, in order."""
        self._queue.append(self._receive(event))
        return self._ready()

    def flush(self) -> bytes:
        """Return everything left, when the stream has ended."""
        for channel in self._channels.values():
            channel.finish()
        return self._ready()

    def _ready(self) -> bytes:
        out = []
        while self._queue and self._queue[0].settled:
            out.append(self._queue.popleft().rendered())
        return b"".join(out)

    def _receive(self, event: Event) -> _Waiting:
        body = _parsed(event.data)
        self.last = body
        if not isinstance(body, dict):
            # "[DONE]": nothing follows on any channel. A comment or an empty event only keeps a line alive.
            if event.data and event.data.strip():
                self._end(())
            return _Waiting(event)
        self._seal(body)
        self._end_as(body, before=True)
        waiting = self._read(event, body) if self._restorer else _Waiting(event)
        self._end_as(body, before=False)
        return waiting

    def _end_as(self, body: dict[str, Any], *, before: bool) -> None:
        """Finish the channels that an event ends, before or after what it says itself."""
        for ending in self._shape.endings:
            if ending.before is not before:
                continue
            for elements, value in _at(body, ending.at):
                if value is not None and ending.value in (None, value):
                    self._end(tuple(_key(body, key, elements) for key in ending.keys), ending.channel)

    def _read(self, event: Event, body: dict[str, Any]) -> _Waiting:
        pieces: list[tuple[Delta, tuple[int, ...], Piece]] = []
        for number, delta in enumerate(self._shape.deltas):
            if delta.event is not None and delta.event != body.get("type"):
                continue
            for elements, text in _at(body, delta.at):
                if not isinstance(text, str) or not text:
                    continue
                keys = tuple(_key(body, key, elements) for key in delta.keys)
                piece = Piece(text)
                aside = delta.aside is not None and bool(_key(body, delta.aside, elements))
                self._channel(number, delta, keys, aside=aside).add(piece)
                pieces.append((delta, elements, piece))
                # Left out while the rest of the event is restored: it is not a whole text.
                _key(body, delta.at[:-1], elements)[delta.at[-1]] = ""
        restored = deliver(body, self._shape.event, self._text, self._restorer.json_text)
        restored = without_note(restored, self._shape.echo)
        waiting = _Waiting(event, restored, changed=restored != body)
        waiting.places = [
            (_key(restored, delta.at[:-1], elements), delta.at[-1], piece)
            for delta, elements, piece in pieces
        ]
        return waiting

    def _text(self, text: str) -> str:
        return self._restorer.text(text, whole_json=self._json_answer)

    def _channel(self, number: int, delta: Delta, keys: ChannelKey, *, aside: bool) -> Channel:
        key = (delta.channel or number, *keys)
        if delta.aside is not None:
            if other := self._channels.get((*key, not aside)):
                other.finish()
            key = (*key, aside)
        channel = self._channels.get(key)
        if channel is None:
            in_json = delta.kind is Kind.JSON or (delta.answer and self._json_answer and not aside)
            channel = self._channels[key] = Channel(self._restorer, json=in_json)
        return channel

    def _end(self, keys: ChannelKey, name: str = "") -> None:
        """Finish the channels (of a name, if one is given) whose keys begin with ``keys``."""
        for key, channel in self._channels.items():
            if key[1 : 1 + len(keys)] == keys and name in ("", key[0]):
                channel.finish()

    def _seal(self, body: dict[str, Any]) -> None:
        if self._remember is None:
            return
        for seal in self._shape.seals:
            key = _key(body, seal.key, ())
            for _elements, text in _at(body, seal.text):
                if isinstance(text, str):
                    self._sealed.setdefault(key, []).append(text)
            for _elements, signature in _at(body, seal.signature):
                if isinstance(signature, str):
                    self._remember("".join(self._sealed.pop(key, [])), signature)


def _parsed(data: str | None) -> Any:
    if data is None or not data.lstrip().startswith("{"):
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _at(
    value: Any, pattern: Pattern, elements: tuple[int, ...] = ()
) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield (array positions passed, value) for each place that a pattern names in an event."""
    for depth, name in enumerate(pattern):
        if name == "*":
            if isinstance(value, list):
                for position, item in enumerate(value):
                    yield from _at(item, pattern[depth + 1 :], (*elements, position))
            return
        if not isinstance(value, dict):
            return
        value = value.get(name)
    yield elements, value


def _key(body: Any, pattern: Pattern, elements: tuple[int, ...]) -> Any:
    """Return the value at a pattern, its arrays entered at the same positions as ``elements``."""
    positions = iter(elements)
    value = body
    for name in pattern:
        if name == "*":
            value = value[next(positions)]
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value
