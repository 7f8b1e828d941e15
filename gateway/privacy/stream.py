"""Streams: the same events out, restored. Events may wait; they never multiply or change places."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from gateway.privacy.channel import Channel, Piece
from gateway.privacy.note import without_note
from gateway.privacy.offsets import shifted
from gateway.privacy.reading import Span
from gateway.privacy.restore import Restorer
from gateway.privacy.said import Said
from gateway.wire.deliver import deliver
from gateway.wire.format import Delta, Stream
from gateway.wire.framing import Event
from gateway.wire.patterns import Found, Pattern
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
        self._said = Said(shape.cited_so_far, self._spans)
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
        found = self._shape.places.find(body)
        pieces = [one for one in found if one.pattern < len(self._shape.deltas)]
        ends = found[len(pieces) :]
        self._end_as(body, ends, before=True)
        waiting = self._read(event, body, pieces) if self._restorer else _Waiting(event)
        self._end_as(body, ends, before=False)
        return waiting

    def _end_as(self, body: dict[str, Any], ends: Sequence[Found], *, before: bool) -> None:
        """Finish the channels that an event ends, before or after what it says itself."""
        for number, elements, _holder, value in ends:
            ending = self._shape.endings[number - len(self._shape.deltas)]
            if ending.before is before and ending.value in (None, value):
                self._end(tuple(_key(body, key, elements) for key in ending.keys), ending.channel)

    def _read(self, event: Event, body: dict[str, Any], said: Sequence[Found]) -> _Waiting:
        pieces: list[tuple[Delta, Found, Piece]] = []
        for found in said:
            delta = self._shape.deltas[found.pattern]
            if delta.event is not None and delta.event != body.get("type"):
                continue
            text = found.holder[delta.at[-1]]
            if not isinstance(text, str) or not text:
                continue
            keys = tuple([_key(body, key, found.elements) for key in delta.keys])
            piece = Piece(text)
            aside = delta.aside is not None and bool(_key(body, delta.aside, found.elements))
            self._channel(found.pattern, delta, keys, aside=aside).add(piece)
            if not aside:
                self._said.add(delta.channel, keys, text)
            pieces.append((delta, found, piece))
            # Left out while the rest of the event is restored: it is not a whole text.
            found.holder[delta.at[-1]] = ""
        restored = deliver(body, self._shape.event, self._text, self._restorer.json_text)
        restored = without_note(restored, self._shape.echo)
        restored = shifted(body, restored, self._shape.cited, self._spans)
        restored = self._said.shifted(body, restored)
        same = restored is body
        waiting = _Waiting(event, restored, changed=not same and restored != body)
        waiting.places = [
            (found.holder if same else _key(restored, delta.at[:-1], found.elements), delta.at[-1], piece)
            for delta, found, piece in pieces
        ]
        return waiting

    def _spans(self, text: str) -> list[Span]:
        return self._restorer.spans(text, whole_json=self._json_answer)

    def _text(self, text: str) -> str:
        return text and self._restorer.text(text, whole_json=self._json_answer)

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
        if self._remember is None or not self._shape.seals:
            return
        for number, _elements, _holder, said in self._shape.signed.find(body):
            seal, signs = divmod(number, 2)
            key = _key(body, self._shape.seals[seal].key, ())
            if not isinstance(said, str):
                continue
            if signs:
                self._remember("".join(self._sealed.pop(key, [])), said)
            else:
                self._sealed.setdefault(key, []).append(said)


def _parsed(data: str | None) -> Any:
    if data is None or not data.lstrip().startswith("{"):
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


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
