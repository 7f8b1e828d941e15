"""The texts of a request, in the order in which the walk visits them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detectors.findings import Finding
from gateway.wire.format import WireFormat
from gateway.wire.shape import Kind
from gateway.wire.walk import Place, walk

#: A word of a wire format's own vocabulary ("user", "tool_use"): nothing to find in it.
_WORD = re.compile(r"[a-z][a-z_]{0,40}")
#: Characters on each side of a seam: more than the longest identifier that a client could cut in two.
_SEAM = 80


@dataclass(frozen=True, slots=True)
class Segment:
    """A text of the request. ``cue`` is what the place says about it, put before it for the detectors."""

    place: Place
    text: str
    cue: str = ""

    @property
    def inspected(self) -> str:
        """The text as the detectors should see it: ``nas: 212345672`` for a member named ``nas``."""
        return self.cue + self.text


def extract(body: Any, wire: WireFormat, headers: Sequence[tuple[str, str]] = ()) -> tuple[Segment, ...]:
    """Return every text of a request. Header values that go on to the provider are texts as well.

    Raises `Refused` and `Unreadable` (see `gateway.wire.walk`).
    """
    segments = [
        Segment(Place(("header", name), Kind.INERT, fixed=True), value) for name, value in headers if value
    ]

    def visit(place: Place, text: str) -> str:
        cue = f"{place.name}: " if _speaks(place) and len(text) < len(_CUED) * _SEAM else ""
        segments.append(Segment(place, text, cue))
        return text

    walk(body, wire.request, visit)
    return tuple(segments)


#: Members of the formats' own whose name says what the value is.
_CUED = frozenset({"name", "user", "user_id", "city"})


def _speaks(place: Place) -> bool:
    return bool(place.name) and (place.name in _CUED or "*" in place.path)


def needs_inspection(segment: Segment) -> bool:
    """Return whether there is anything to find in a segment at all."""
    return segment.place.kind is not Kind.INERT or not _WORD.fullmatch(segment.text)


def seams(segments: Sequence[Segment]) -> list[tuple[int, str, int]]:
    """Return where one text goes on in the next part: (index of the first, text around the cut, its middle).

    A client may send one sentence in two text parts; a number cut there is in neither.
    """
    found = []
    for at in range(len(segments) - 1):
        first, second = segments[at].place.path, segments[at + 1].place.path
        adjacent = (
            len(first) == len(second) >= len(("list", 0, "text"))
            and first[:-2] == second[:-2]
            and first[-1] == second[-1]
            and isinstance(first[-2], int)
            and isinstance(second[-2], int)
            and second[-2] == first[-2] + 1
        )
        if adjacent:
            head, tail = segments[at].text[-_SEAM:], segments[at + 1].text[:_SEAM]
            found.append((at, head + tail, len(head)))
    return found


def spread(
    segments: Sequence[Segment],
    found: Sequence[Sequence[Finding]],
    cuts: Sequence[tuple[int, str, int]],
    across: Sequence[Sequence[Finding]],
) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings of each segment, in offsets of its own text.

    ``found`` are those of `Segment.inspected`, ``across`` those of each seam: a finding that crosses the cut
    becomes one at the end of the first part and one at the start of the second.
    """
    placed: list[list[Finding]] = [
        [
            _moved(finding, -len(segment.cue), len(segment.text))
            for finding in own
            if finding.end > len(segment.cue)
        ]
        for segment, own in zip(segments, found, strict=True)
    ]
    for (at, _text, middle), crossing in zip(cuts, across, strict=True):
        for finding in crossing:
            if finding.start < middle < finding.end:
                length = len(segments[at].text)
                _claim(placed[at], _moved(finding, length - middle, length))
                _claim(placed[at + 1], _moved(finding, -middle, len(segments[at + 1].text)))
    return tuple(tuple(own) for own in placed)


def _moved(finding: Finding, by: int, length: int) -> Finding:
    return Finding(
        max(0, finding.start + by),
        min(length, finding.end + by),
        finding.label,
        finding.score,
        finding.recognizer,
        finding.why,
    )


def _claim(own: list[Finding], new: Finding) -> None:
    """Add a finding, taking the place of those that it covers; what overlaps it in part is joined to it."""
    start, end = new.start, new.end
    for other in [kept for kept in own if kept.start < end and start < kept.end]:
        own.remove(other)
        start, end = min(start, other.start), max(end, other.end)
    own.append(Finding(start, end, new.label, new.score, new.recognizer, new.why))
    own.sort(key=lambda kept: kept.start)
