"""Documents of a request that an answer cites by their characters: its caller counts its own text's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gateway.privacy.offsets import Shift, along, moved
from gateway.privacy.reading import Span
from gateway.privacy.segments import Segment
from gateway.wire.cited import CitedSource
from gateway.wire.format import WireFormat

Path = tuple[str | int, ...]
#: A text in pieces, each as it came and as it leaves.
Pieces = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is a text, as it came and as it leaves."""

    came: str = field(repr=False)
    leaves: str = field(repr=False)
    #: From offsets in the one to offsets in the other.
    out: Shift = field(repr=False)
    back: Shift = field(repr=False)


def source(pieces: Pieces) -> Source:
    """Return the document that is made of these pieces."""
    came, leaves = ("".join(side) for side in zip(*pieces, strict=True))
    out, back = [], []
    here = there = 0
    for own, other in pieces:
        if own != other:
            out.append(Span(here, here + len(own), other))
            back.append(Span(there, there + len(other), own))
        here, there = here + len(own), there + len(other)
    return Source(came, leaves, Shift(came, out), Shift(leaves, back))


def sources_of(
    body: Any, wire: WireFormat, segments: Sequence[Segment], pieces: Sequence[Pieces]
) -> tuple[Source | None, ...]:
    """Return the documents of a request by number, None for one that is no text; none where none is cited."""
    if not wire.resent_sources:
        return ()
    cited = documents(body.get(wire.turns))
    made = {
        segment.place.path: own
        for segment, own in zip(segments, pieces, strict=True)
        if segment.place.path in cited
    }
    return tuple(source(made[path]) if path in made else None for path in cited)


def documents(messages: Any) -> list[Path | None]:
    """Return where the text of each document of Anthropic's messages is; None for one that is no text."""
    return [
        ("messages", *path, "source", "data") if _is_text(block) else None
        for path, block in _blocks(messages)
    ]


def _blocks(messages: Any) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for at, message in enumerate(messages if isinstance(messages, list) else ()):
        content = message.get("content") if isinstance(message, dict) else None
        yield from _documents(content, (at, "content"))


def _documents(content: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for at, block in enumerate(content if isinstance(content, list) else ()):
        if isinstance(block, dict) and block.get("type") == "document":
            yield (*path, at), block
        elif isinstance(block, dict) and block.get("type") == "tool_result":
            yield from _documents(block.get("content"), (*path, at, "content"))


def _is_text(block: Mapping[str, Any]) -> bool:
    origin = block.get("source")
    return isinstance(origin, dict) and origin.get("type") == "text" and isinstance(origin.get("data"), str)


def told_back(
    received: Any, restored: Any, cited: Sequence[CitedSource], sources: Sequence[Source | None]
) -> Any:
    """Return a restored answer, or event, with its offsets into documents those of the caller's texts."""
    for one in cited if sources else ():
        restored = along(received, restored, one.at, partial(_counted, one, sources, back=True))
    return restored


def told_out(
    body: Any, rewritten: Any, cited: Sequence[CitedSource], sources: Sequence[Source | None]
) -> Any:
    """Return a rewritten request in which earlier answers' offsets are those that the provider gave."""
    for one in cited if sources else ():
        rewritten = along(body, rewritten, one.at, partial(_counted, one, sources, back=False))
    return rewritten


def _counted(one: CitedSource, sources: Sequence[Source | None], given: Any, new: Any, *, back: bool) -> Any:
    """Return a mark with its offsets shifted, if it says exactly what stands at them."""
    if not isinstance(given, dict) or given.get("type") != one.kind:
        return new
    chosen = given.get(one.choice)
    found = sources[chosen] if isinstance(chosen, int) and 0 <= chosen < len(sources) else None
    start, end = (given.get(name) for name in one.names)
    if found is None or not isinstance(start, int) or not isinstance(end, int):
        return new
    text, shift = (found.leaves, found.back) if back else (found.came, found.out)
    return moved(given, new, one.names, shift) if text[start:end] == given.get(one.quote) else new
