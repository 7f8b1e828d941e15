"""The texts of a request, in the order in which the walk visits them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from detectors.findings import Finding
from gateway.wire.carrier import Path
from gateway.wire.format import WireFormat
from gateway.wire.shape import Kind, is_identifier
from gateway.wire.walk import Place, walk

#: A word of a wire format's own vocabulary ("user", "tool_use"): nothing to find in it.
_WORD = re.compile(r"[a-z][a-z_]{0,40}")
#: A member name as programs write it (``date_naissance``, ``dateNaissance``), with no room for a number.
_MEMBER_NAME = re.compile(r"(?!.*\d{5})(?:[a-z_$][a-z0-9_.$-]{0,63}|[a-z]+(?:[A-Z][a-z0-9]*){1,9})")
#: Members of the formats' own whose name says what the value is.
_CUED = frozenset({"name", "user", "user_id", "city"})
_LONGEST_CUE = 64
#: A longer text speaks for itself.
_LONGEST_CUED = 320
#: First name of the places of what was read in images.
PICTURE = "picture"
#: First names of the places that are not in the body.
OUTSIDE = frozenset({"header", "url", PICTURE})
#: Characters on each side of a seam: more than the longest identifier that a client could cut in two.
_SEAM = 80


class Segment(NamedTuple):
    """A text of the request. ``cue`` is what the place says about it, put before it for the detectors."""

    place: Place
    text: str
    cue: str = ""

    @property
    def inspected(self) -> str:
        """The text as the detectors should see it: ``nas: 212345672`` for a member named ``nas``."""
        return self.cue + self.text


def extract(
    body: Any,
    wire: WireFormat,
    headers: Sequence[tuple[str, str]] = (),
    url: Sequence[tuple[str, str]] = (),
    pictures: Sequence[tuple[Path, str]] = (),
) -> tuple[Segment, ...]:
    """Return every text of a request. What goes on to the provider in headers and in the URL is text as well.

    ``pictures`` are the texts that were read in images, and where these stand in the body.

    Raises `Refused` and `Unreadable` (see `gateway.wire.walk`).
    """
    segments = [Segment(_header(name, value), value) for name, value in headers if value]
    segments += [Segment(_of_url(name, value), value) for name, value in url if value]
    segments += [Segment(Place((PICTURE, *path)), text) for path, text in pictures]

    def visit(place: Place, text: str) -> str:
        segments.append(Segment(place, text, f"{place.name}: " if _speaks(place, text) else ""))
        return text

    walk(body, wire.request, visit)
    return tuple(segments)


def _header(name: str, value: str) -> Place:
    # "anthropic-beta" and "openai-beta" are lists.
    parts = value.split(",") if name.endswith("-beta") else [value]
    kind = Kind.INERT if all(is_identifier(part.strip()) for part in parts) else Kind.TEXT
    return Place(("header", name), kind, fixed=True)


def _of_url(name: str, value: str) -> Place:
    return Place(("url", name), Kind.INERT if is_identifier(value) else Kind.TEXT, fixed=True)


def _speaks(place: Place, text: str) -> bool:
    """Whether the member's name says what a short value is: one of the format's own, or of the caller's."""
    known = place.name in _CUED if "*" not in place.path else 0 < len(place.name) <= _LONGEST_CUE
    return known and len(text) <= _LONGEST_CUED


def needs_inspection(segment: Segment) -> bool:
    """Return whether there is anything to find in a segment at all.

    The formats' own words and a program's member names are no text: read as one, ``nas`` is a name.
    """
    place, text = segment.place, segment.text
    if place.kind is Kind.INERT:
        return not _WORD.fullmatch(text)
    return not (place.member and _MEMBER_NAME.fullmatch(text))


class Seam(NamedTuple):
    """Where one text goes on in the next part: the text around the cut, and the pieces that it is made of.

    A piece is (index of the segment, its first character there, its first character here, its length).
    """

    pieces: tuple[tuple[int, int, int, int], ...]
    text: str
    middle: int


def seams(segments: Sequence[Segment]) -> list[Seam]:
    """Return every cut between text parts that follow each other.

    A client may send one sentence in several text parts; a number cut there is in none of them.
    """
    runs: list[list[int]] = []
    follows: tuple[Any, int] | None = None
    for at, segment in enumerate(segments):
        part = _part(segment.place)
        if part is None:
            continue
        if follows is not None and part == (follows[0], follows[1] + 1):
            runs[-1].append(at)
        else:
            runs.append([at])
        follows = part
    return [_seam(segments, run, cut) for run in runs for cut in range(1, len(run))]


def _part(place: Place) -> tuple[Any, int] | None:
    """Return (the list it is in, its number there) of a text part, or None for any other text."""
    match place.path:
        case (*parent, int(number), "text") if not place.fixed:
            return parent, number
        case (*parent, "content", int(number)) if not place.fixed:
            return parent, number
    return None


def _seam(segments: Sequence[Segment], run: Sequence[int], cut: int) -> Seam:
    before: list[tuple[int, int, int]] = []
    room = _SEAM
    for at in reversed(run[:cut]):
        length = len(segments[at].text)
        before.append((at, max(0, length - room), length))
        room -= length
        if room <= 0:
            break
    after: list[tuple[int, int, int]] = []
    room = _SEAM
    for at in run[cut:]:
        length = len(segments[at].text)
        after.append((at, 0, min(room, length)))
        room -= length
        if room <= 0:
            break
    text, middle, pieces = "", 0, []
    for at, start, end in (*reversed(before), *after):
        middle = len(text) if at == run[cut] else middle
        pieces.append((at, start, len(text), end - start))
        text += segments[at].text[start:end]
    return Seam(tuple(pieces), text, middle)


def spread(
    segments: Sequence[Segment],
    found: Sequence[Sequence[Finding]],
    cuts: Sequence[Seam],
    across: Sequence[Sequence[Finding]],
) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings of each segment, in offsets of its own text.

    ``found`` are those of `Segment.inspected`, ``across`` those of each seam: a finding that crosses the cut
    becomes one in each of the parts.
    """
    placed = [_own(segment, own) for segment, own in zip(segments, found, strict=True)]
    for seam, crossing in zip(cuts, across, strict=True):
        for finding in crossing:
            if finding.start < seam.middle < finding.end:
                for at, there, here, length in seam.pieces:
                    if finding.start < here + length and here < finding.end:
                        _claim(placed[at], _moved(finding, there - here, there + length, there))
    return tuple(tuple(own) for own in placed)


def _own(segment: Segment, found: Sequence[Finding]) -> list[Finding]:
    """Return the findings of a segment's inspected text in offsets of its own."""
    cue, length = len(segment.cue), len(segment.text)
    if not cue:
        return list(found)
    return [_moved(finding, -cue, length) for finding in found if finding.end > cue]


def _moved(finding: Finding, by: int, last: int, first: int = 0) -> Finding:
    start, end = max(first, finding.start + by), min(last, finding.end + by)
    return replace(finding, start=start, end=end)


def _claim(own: list[Finding], new: Finding) -> None:
    """Add a finding, taking the place of those that it covers; what overlaps it in part is joined to it."""
    start, end = new.start, new.end
    for other in [kept for kept in own if kept.start < end and start < kept.end]:
        own.remove(other)
        start, end = min(start, other.start), max(end, other.end)
    own.append(replace(new, start=start, end=end))
    own.sort(key=lambda kept: kept.start)
