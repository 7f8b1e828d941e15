"""How the events of a stream are set apart on the wire."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gateway.wire import json_array, ndjson, sse


class Event(Protocol):
    """One event: its bytes as they came and the JSON text in it, if any."""

    @property
    def raw(self) -> bytes:
        """The bytes as they came, with what sets the event apart."""

    @property
    def data(self) -> str | None:
        """The JSON text."""

    def with_data(self, data: str) -> bytes:
        """Return the bytes of the event with another JSON text."""


class Decoder(Protocol):
    """Bytes in, events out, however the bytes are cut."""

    def feed(self, chunk: bytes) -> Sequence[Event]:
        """Return the events that a chunk completes. Raises `ValueError` for one that is too large."""

    def flush(self) -> Sequence[Event]:
        """Return what is left at the end."""


_UNTOLD = frozenset({"", "application/octet-stream", "text/plain"})


@dataclass(frozen=True, slots=True)
class Framing:
    """A media type, what reads it, and how an event of the gateway's own is written.

    ``write`` takes the JSON text, the name of the event and whether it is the first. Where a ``whole`` answer
    has the same media type, only what was asked for as a stream is one.
    """

    media_type: str
    decoder: Callable[[], Decoder]
    write: Callable[[str, str, bool], bytes]
    whole: bool = False


def _event(data: str, name: str, _first: bool) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode() if name else f"data: {data}\n\n".encode()


def _line(data: str, _name: str, _first: bool) -> bytes:
    return f"{data}\n".encode()


def _element(data: str, _name: str, first: bool) -> bytes:
    return f"{'[' if first else ','}{data}]".encode()


def framing_of(framings: Sequence[Framing], media_type: str, *, asked: bool) -> Framing | None:
    """Return how an answer is framed, or None when it comes whole. Some providers forget to say.

    ``asked`` says whether a stream was asked for and granted.
    """
    for framing in framings:
        if framing.media_type == media_type and (asked or not framing.whole):
            return framing
    return framings[0] if asked and media_type in _UNTOLD else None


SSE = Framing("text/event-stream", sse.Decoder, _event)
LINES = Framing("application/x-ndjson", ndjson.Decoder, _line)
ARRAY = Framing("application/json", json_array.Decoder, _element, whole=True)
