"""The description of one operation of an API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.provider import Dialect
from gateway.wire.shape import Kind, Shape

#: A pattern of member names into a body; ``*`` stands for every element of an array.
Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """Where a stream's event carries a piece of text, and to which channel the piece belongs.

    ``at`` is the pattern of the piece. ``keys`` are patterns of the numbers or names that tell channels of
    the same pattern apart (choice, tool call, block); a key shares the elements that ``at`` went through.
    ``answer`` marks the text that is the answer itself: one JSON document where the caller asked for that.
    """

    at: Pattern
    keys: tuple[Pattern, ...] = ()
    kind: Kind = Kind.TEXT
    answer: bool = False


@dataclass(frozen=True, slots=True)
class Ending:
    """An event that ends channels.

    Where ``at`` holds something (or equals ``value``), the channels whose leading keys equal ``keys`` take no
    more text.
    """

    at: Pattern
    keys: tuple[Pattern, ...] = ()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed text that comes in pieces: remembered, so that the caller can send it back unchanged."""

    text: Pattern
    signature: Pattern
    key: Pattern


@dataclass(frozen=True, slots=True)
class Stream:
    """How the events of an operation carry text."""

    event: Shape
    deltas: tuple[Delta, ...]
    endings: tuple[Ending, ...]
    seals: tuple[Seal, ...] = ()


@dataclass(frozen=True, slots=True)
class WireFormat:
    """One operation of an API: where its request, its answer and its stream carry text.

    ``tokens_read`` and ``tokens_written`` are patterns of the usage. ``refused_when_hidden`` are members that
    ask for output which cannot be restored, with the message for the caller. ``structured`` are places whose
    value begins with ``json`` when the caller wants a JSON document back.
    """

    name: str
    dialect: Dialect
    request: Shape
    answer: Shape
    stream: Stream | None = None
    tokens_read: tuple[Pattern, ...] = ()
    tokens_written: tuple[Pattern, ...] = ()
    refused_when_hidden: Mapping[str, str] = field(default_factory=dict)
    structured: tuple[Pattern, ...] = ()

    def wants_json(self, body: Any) -> bool:
        """Return whether a request asks for one JSON document as its answer."""
        return any(str(look_up(body, pattern)).startswith("json") for pattern in self.structured)


def look_up(value: Any, pattern: Pattern) -> Any:
    """Return what stands at a pattern without ``*``, or None."""
    for name in pattern:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
