"""Events of a stream on their way out, each waiting for the texts that it carries to be settled."""

from secrets import token_hex
from typing import Any, NamedTuple

from gateway.privacy.channel import Piece
from gateway.wire.format import Delta
from gateway.wire.framing import Event
from gateway.wire.patterns import Pattern
from gateway.wire.strict_json import dump_answer, parse_answer

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


class Cast:
    """What all events of one mould have in common, and how one of them is written with another text."""

    __slots__ = ("_around", "place")

    def __init__(self, place: Place) -> None:
        self.place = place
        self._around: tuple[bytes, bytes] | None = None

    def written(self, event: Event, text: str) -> bytes:
        """Return the bytes of an event of this mould with another text. Only the first is read."""
        if self._around is None:
            probe = token_hex(16)
            body, at = parsed(event.data), self.place.delta.at
            key_at(body, at[:-1], self.place.elements)[at[-1]] = probe
            before, _, behind = event.with_data(dump_answer(body)).partition(f'"{probe}"'.encode())
            self._around = before, behind
        return dump_answer(text).encode("utf-8").join(self._around)


class SaidAgain:
    """An event cast in the mould of one that was read."""

    __slots__ = ("_cast", "_event", "_piece")

    def __init__(self, event: Event, piece: Piece, cast: Cast) -> None:
        self._event = event
        self._piece = piece
        self._cast = cast

    @property
    def settled(self) -> bool:
        """Whether it can go out."""
        return self._piece.settled

    def rendered(self) -> bytes:
        """Return its bytes, restored."""
        piece = self._piece
        return (
            self._event.raw
            if piece.restored == piece.raw
            else self._cast.written(self._event, piece.restored)
        )


def parsed(data: str | None) -> Any:
    """Return the object that an event carries, or None."""
    if data is None or not data.lstrip().startswith("{"):
        return None
    try:
        return parse_answer(data)
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
