"""Streams: the same events out, restored. Events may wait; they never multiply or change places."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from gateway.privacy.channel import Channel, Piece
from gateway.privacy.moulds import Moulds
from gateway.privacy.note import without_note
from gateway.privacy.offsets import shifted
from gateway.privacy.reading import Span
from gateway.privacy.restore import Restorer
from gateway.privacy.said import Said
from gateway.privacy.sources import told_back
from gateway.privacy.waiting import Cast, ChannelKey, Place, SaidAgain, Waiting, key_at, parsed
from gateway.wire.deliver import deliver
from gateway.wire.format import Delta, Stream
from gateway.wire.framing import Event
from gateway.wire.patterns import Found, values_at
from gateway.wire.shape import Kind


class StreamRestorer:
    """Restores the events of one stream. ``feed`` and ``flush`` return the bytes that may go out.

    Events that come together are taken one by one (``take``), and what is ready is asked for once
    (``ready``): their texts are then read in one go.

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
        #: The channel with text that was not read yet, if there is one.
        self._behind: Channel | None = None
        self._said = Said(shape.cited_so_far, self._spans)
        self._sealed: dict[Any, list[str]] = {}
        self._queue: deque[Waiting | SaidAgain] = deque()
        self._moulds = Moulds()
        #: The last event that was read as JSON: one cast in the same mould only has another text.
        self.last: Any = None

    def feed(self, event: Event) -> bytes:
        """Take an event; return what is ready to go out, in order."""
        self.take(event)
        return self.ready()

    def take(self, event: Event) -> None:
        """Take an event."""
        same = self._moulds.find(event.raw)
        self._queue.append(self._receive(event) if same is None else self._said_again(event, *same))

    def flush(self) -> bytes:
        """Return everything left, when the stream has ended."""
        for channel in self._channels.values():
            channel.finish()
        return self.ready()

    def ready(self) -> bytes:
        """Return what is ready to go out, in order."""
        self._catch_up()
        out = []
        while self._queue and self._queue[0].settled:
            out.append(self._queue.popleft().rendered())
        return b"".join(out)

    def _catch_up(self, channel: Channel | None = None) -> None:
        """Read what has come, but on a channel on which more is coming."""
        if self._behind is not None and self._behind is not channel:
            self._behind.catch_up()
        self._behind = channel

    def _receive(self, event: Event) -> Waiting:
        self._catch_up()
        body = parsed(event.data)
        self.last = body
        if not isinstance(body, dict):
            # "[DONE]": nothing follows on any channel. A comment or an empty event only keeps a line alive.
            if event.data and event.data.strip():
                self._end(())
            return Waiting(event)
        self._seal(body)
        found = self._shape.places.find(body)
        pieces = [one for one in found if one.pattern < len(self._shape.deltas)]
        ends = found[len(pieces) :]
        ended = self._end_as(body, ends, before=True)
        waiting = self._read(event, body, pieces) if self._restorer else self._untouched(event, body, pieces)
        if not self._end_as(body, ends, before=False) and not ended:
            self._learn(event, body, waiting)
        return waiting

    def _said_again(self, event: Event, cast: Cast, text: str) -> SaidAgain:
        """Take an event of which only the text is new."""
        self.last = cast.place.body
        piece = Piece(text)
        self._say(cast.place, piece)
        return SaidAgain(event, piece, cast)

    def _say(self, place: Place, piece: Piece) -> None:
        number, delta, keys, aside, _elements, _body = place
        channel = self._channel(number, delta, keys, aside=aside)
        self._catch_up(channel)
        channel.take(piece)
        if not aside:
            self._said.add(delta.channel, keys, piece.raw)

    def _end_as(self, body: dict[str, Any], ends: Sequence[Found], *, before: bool) -> bool:
        """Finish the channels that an event ends, before or after what it says itself. Tell if it has any."""
        some = False
        for number, elements, _holder, value in ends:
            ending = self._shape.endings[number - len(self._shape.deltas)]
            if ending.before is before and ending.value in (None, value):
                self._end(tuple(key_at(body, key, elements) for key in ending.keys), ending.channel)
                some = True
        return some

    def _read(self, event: Event, body: dict[str, Any], said: Sequence[Found]) -> Waiting:
        pieces: list[tuple[Place, Found, Piece]] = []
        for found in said:
            delta = self._shape.deltas[found.pattern]
            if delta.event is not None and delta.event != body.get("type"):
                continue
            text = found.holder[delta.at[-1]]
            if not isinstance(text, str) or not text:
                continue
            keys = tuple([key_at(body, key, found.elements) for key in delta.keys])
            piece = Piece(text)
            aside = delta.aside is not None and bool(key_at(body, delta.aside, found.elements))
            place = Place(found.pattern, delta, keys, aside, found.elements, body)
            self._say(place, piece)
            pieces.append((place, found, piece))
            # Left out while the rest of the event is restored: it is not a whole text.
            found.holder[delta.at[-1]] = ""
        self._catch_up()
        counted = self._restorer.restored, self._restorer.unresolved
        restored = deliver(body, self._shape.event, self._text, self._restorer.json_text, self._leaf)
        restored = without_note(restored, self._shape.echo)
        restored = shifted(body, restored, self._shape.cited, self._spans)
        restored = self._said.shifted(body, restored)
        restored = told_back(body, restored, self._shape.cited_sources, self._restorer.sources)
        same = restored is body
        waiting = Waiting(event, restored, changed=not same and restored != body)
        waiting.places = [
            (
                found.holder if same else key_at(restored, place.delta.at[:-1], found.elements),
                place.delta.at[-1],
                piece,
            )
            for place, found, piece in pieces
        ]
        if same and len(pieces) == 1 and counted == (self._restorer.restored, self._restorer.unresolved):
            waiting.only = pieces[0][0], pieces[0][2].raw
        return waiting

    def _untouched(self, event: Event, body: dict[str, Any], said: Sequence[Found]) -> Waiting:
        """Return an event of a stream in which nothing can be restored."""
        waiting = Waiting(event)
        if len(said) == 1 and isinstance(said[0].value, str) and said[0].value:
            number, elements, _holder, text = said[0]
            waiting.only = Place(number, self._shape.deltas[number], (), False, elements, body), text
        return waiting

    def _learn(self, event: Event, body: dict[str, Any], waiting: Waiting) -> None:
        """Remember an event in which there is nothing but one piece of text, for those that are like it.

        Marks that count characters say something else each time.
        """
        if waiting.only is None or (self._shape.seals and self._remember and self._shape.signed.find(body)):
            return
        marked = (values_at(body, one.at) for one in self._shape.cited_so_far)
        if not any(mark is not None for marks in marked for mark in marks):
            place, text = waiting.only
            elements = iter(place.elements)
            path = tuple(next(elements) if name == "*" else name for name in place.delta.at)
            self._moulds.add(event, text, path, Cast(place))

    def _spans(self, text: str) -> list[Span]:
        return self._restorer.spans(text, whole_json=self._json_answer)

    def _text(self, text: str) -> str:
        return text and self._restorer.text(text, whole_json=self._json_answer)

    def _leaf(self, text: str) -> Any:
        return text and self._restorer.leaf(text, whole_json=self._json_answer)

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
            key = key_at(body, self._shape.seals[seal].key, ())
            if not isinstance(said, str):
                continue
            if signs:
                self._remember("".join(self._sealed.pop(key, [])), said)
            else:
                self._sealed.setdefault(key, []).append(said)
