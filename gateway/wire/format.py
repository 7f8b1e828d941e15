"""The description of one operation of an API."""

from dataclasses import dataclass, field
from typing import Any

from config.provider import Dialect
from gateway.wire.cited import Cited, CitedSoFar, CitedSource
from gateway.wire.framing import SSE, Framing
from gateway.wire.patterns import Pattern, Patterns
from gateway.wire.shape import Kind, Shape


@dataclass(frozen=True, slots=True)
class Delta:
    """Where a stream's event carries a piece of text, and to which channel the piece belongs.

    ``at`` is the pattern of the piece. ``keys`` are patterns of the numbers or names that tell channels of
    the same pattern apart (choice, tool call, block); a key shares the elements that ``at`` went through.
    ``answer`` marks the text that is the answer itself: one JSON document where the caller asked for that.
    ``event`` is the ``type`` of the events that carry it, where types use one pattern for different things.
    Deltas of one ``channel`` name share their channels; those without have channels of their own. Where
    ``aside`` holds true the piece is no part of the answer (a thought): it goes on a channel of its own, and
    each of the two ends the other.
    """

    at: Pattern
    keys: tuple[Pattern, ...] = ()
    kind: Kind = Kind.TEXT
    answer: bool = False
    event: str | None = None
    channel: str = ""
    aside: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """An event that ends channels.

    Where ``at`` holds something (or equals ``value``), the channels whose leading keys equal ``keys`` take no
    more text; of those with a ``channel`` name, only they. What such an event says itself still belongs to
    them, unless they end ``before`` it.
    """

    at: Pattern
    keys: tuple[Pattern, ...] = ()
    value: str | bool | None = None
    channel: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed text that comes in pieces: remembered, so that the caller can send it back unchanged."""

    text: Pattern
    signature: Pattern
    key: Pattern


@dataclass(frozen=True, slots=True)
class Stream:
    """How the events of an operation carry text. ``echo`` is where one repeats the system prompt.

    ``cited`` and ``cited_so_far`` are where one counts the characters of a text, its own or an earlier one,
    ``cited_sources`` those of a document of the request.

    ``framings`` are those that a provider may use; the first is meant where it does not say.
    """

    event: Shape
    deltas: tuple[Delta, ...]
    endings: tuple[Ending, ...]
    seals: tuple[Seal, ...] = ()
    echo: Pattern | None = None
    cited: tuple[Cited, ...] = ()
    cited_so_far: tuple[CitedSoFar, ...] = ()
    cited_sources: tuple[CitedSource, ...] = ()
    framings: tuple[Framing, ...] = (SSE,)
    #: Where each event is looked at: the places of the deltas, then those of the endings.
    places: Patterns = field(init=False, repr=False, compare=False)
    #: The text and the signature of each seal in turn.
    signed: Patterns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = [*(delta.at for delta in self.deltas), *(ending.at for ending in self.endings)]
        object.__setattr__(self, "places", Patterns(places))
        signed = [pattern for seal in self.seals for pattern in (seal.text, seal.signature)]
        object.__setattr__(self, "signed", Patterns(signed))


@dataclass(frozen=True, slots=True)
class Unrestorable:
    """A member that asks for output which cannot be restored (when it holds ``value``, if that is given).

    Dots in ``member`` lead into objects.
    """

    member: str
    message: str
    value: str | None = None

    def is_asked(self, body: Any) -> bool:
        """Return whether a request asks for it."""
        asked = look_up(body, tuple(self.member.split(".")))
        return bool(asked) if self.value is None else isinstance(asked, list) and self.value in asked


@dataclass(frozen=True, slots=True)
class WireFormat:
    """One operation of an API: where its request, its answer and its stream carry text.

    ``tokens_read`` and ``tokens_written`` are patterns of the usage. ``refused_when_hidden`` is what may not
    be asked for when something is hidden. ``structured`` are places that hold ``json`` or a schema when the
    caller wants a JSON document back. ``streams`` says whether a request that does not say so is answered
    with a stream, ``names_model`` whether one has to say which model is meant.
    ``cited`` is where an answer counts the characters of its texts, ``cited_sources`` those of documents of
    the request; ``resent`` and ``resent_sources`` where a later request repeats these.

    ``turns`` is the member that holds the conversation ("" for what is none); its elements tell by ``role``
    (or ``type``) who speaks: the model, for those in ``spoken``. ``system`` is where the note about
    pseudonyms can stand: a member of its own, the ``turns`` as their first message, or "" where no model
    would read it. ``system_parts`` is the member that holds its texts where the system prompt is an object,
    ``system_names`` are other spellings of its name. ``echo`` is where an answer repeats the system prompt.
    """

    name: str
    dialect: Dialect
    request: Shape
    answer: Shape
    stream: Stream | None = None
    tokens_read: tuple[Pattern, ...] = ()
    tokens_written: tuple[Pattern, ...] = ()
    refused_when_hidden: tuple[Unrestorable, ...] = ()
    structured: tuple[Pattern, ...] = ()
    turns: str = "messages"
    spoken: frozenset[str] = frozenset({"assistant"})
    system: str = "messages"
    system_parts: str = ""
    system_names: tuple[str, ...] = ()
    streams: bool = False
    names_model: bool = True
    cited: tuple[Cited, ...] = ()
    cited_sources: tuple[CitedSource, ...] = ()
    resent: tuple[Cited, ...] = ()
    resent_sources: tuple[CitedSource, ...] = ()
    echo: Pattern | None = None

    def wants_json(self, body: Any) -> bool:
        """Return whether a request asks for one JSON document as its answer."""
        asked = [look_up(body, pattern) for pattern in self.structured]
        return any(isinstance(what, dict) or "json" in str(what) for what in asked)


def look_up(value: Any, pattern: Pattern) -> Any:
    """Return what stands at a pattern without ``*``, or None."""
    for name in pattern:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
