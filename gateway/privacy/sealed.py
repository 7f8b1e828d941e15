"""Texts that the provider signed: found in answers to be remembered, and in requests to be let through."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gateway.privacy.segments import Segment
from gateway.wire.shape import Kind


def signed_texts(answer: Any) -> Iterator[tuple[str, str]]:
    """Yield (text, signature) of each signed block of an answer."""
    if isinstance(answer, dict):
        text, signature = answer.get("thinking"), answer.get("signature")
        if isinstance(text, str) and isinstance(signature, str):
            yield text, signature
        for item in answer.values():
            yield from signed_texts(item)
    elif isinstance(answer, list):
        for item in answer:
            yield from signed_texts(item)


def remembered(segments: Sequence[Segment], knows: Callable[[str, str], bool]) -> frozenset[int]:
    """Return the segments of signed blocks that the provider is known to have sent."""
    known: set[int] = set()
    blocks: dict[tuple[str | int, ...], dict[str | int, int]] = {}
    for at, segment in enumerate(segments):
        if segment.place.kind is Kind.SEALED:
            blocks.setdefault(segment.place.path[:-1], {})[segment.place.path[-1]] = at
    for members in blocks.values():
        text, signature = members.get("thinking"), members.get("signature")
        if signature is None:
            continue
        words = segments[text].text if text is not None else ""
        if knows(words, segments[signature].text):
            known |= set(members.values())
    return frozenset(known)
