"""Events of a stream on their way out, each waiting for the texts that it carries to be settled."""

import json
from typing import Any, NamedTuple

from gateway.privacy.channel import Piece
from gateway.wire.format import Delta
from gateway.wire.framing import Event
from gateway.wire.patterns import Pattern
from gateway.wire.strict_json import dump_answer

ChannelKey = tuple[Any, ...]


class Place(NamedTuple):
    """Where an event carries a piece of text, and the channel that the piece belongs to."""

    number: int
    delta: Delta
    keys: ChannelKey
    aside: bool
    elements: tuple[int, ...]
    body: Any


class Waiting:
    """An event on its way out, and the pieces of text that it waits for."""

    __slots__ = ("body", "changed", "event", "only", "places")

    def __init__(self, event: Event, body: Any = None, *, changed: bool = False) -> None:
        self.event = event
        self.body = body
        self.changed = changed
        self.places: list[tuple[Any, str, Piece]] = []
        #: That of its only text and the text, where there is nothing else in it.
        self.only: tuple[Place, str] | None = None

    @property
    def settled(self) -> bool:
        """Whether it can go out."""
        return all(piece.settled for _holder, _name, piece in self.places)

    def rendered(self) -> bytes:
        """Return its bytes, restored."""
        for holder, name, piece in self.places:
            holder[name] = piece.restored
        changed = self.changed or any(piece.restored != piece.raw for _holder, _name, piece in self.places)
        return self.event.with_data(dump_answer(self.body)) if changed else self.event.raw


class SaidAgain:
    """An event cast in the mould of one that was read. It is only read itself where its text changes."""

    __slots__ = ("_event", "_piece", "_place")

    def __init__(self, event: Event, piece: Piece, place: Place) -> None:
        self._event = event
        self._piece = piece
        self._place = place

    @property
    def settled(self) -> bool:
        """Whether it can go out."""
        return self._piece.settled

    def rendered(self) -> bytes:
        """Return its bytes, restored."""
        piece, at = self._piece, self._place.delta.at
        if piece.restored == piece.raw:
            return self._event.raw
        body = parsed(self._event.data)
        key_at(body, at[:-1], self._place.elements)[at[-1]] = piece.restored
        return self._event.with_data(dump_answer(body))


def parsed(data: str | None) -> Any:
    """Return the object that an event carries, or None."""
    if data is None or not data.lstrip().startswith("{"):
        return None
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def key_at(body: Any, pattern: Pattern, elements: tuple[int, ...]) -> Any:
    """Return the value at a pattern, its arrays entered at the same positions as ``elements``."""
    positions = iter(elements)
    value = body
    for name in pattern:
        if name == "*":
            value = value[next(positions)]
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value
