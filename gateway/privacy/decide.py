"""What is to be done with what was found: pure, and the last place where a request is turned down."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from config.errors import phrase
from config.policy import Action, Policy
from detectors.findings import Finding
from detectors.labels import Label
from gateway.errors import Refused
from gateway.privacy.occurrences import Occurrences
from gateway.privacy.pseudonyms import LOOKALIKE
from gateway.privacy.segments import Segment
from gateway.wire.shape import Kind

#: Labels whose values are not also ordinary words: certain enough to turn down an identifier that is one.
_STRICT = frozenset(Label) - {
    Label.PERSON,
    Label.CONFIDENTIAL_TERM,
    Label.USERNAME,
    Label.ID_NUMBER,
    Label.SECRET,
}
_CERTAIN = 0.8
_START = attrgetter("start")
#: Shorter values are also amounts, years and words, which other sentences may need.
_STRICT_DIGITS = 6
_STRICT_CHARACTERS = 12
_CIPHERTEXT = re.compile(r"[A-Za-z0-9+/_=-]+")
_LONG_CIPHERTEXT = 64
#: A member name that is an identifier of a program, such as ``prenom`` or ``date_naissance``.
_MEMBER_NAME = re.compile(r"[a-z_][a-z0-9_.$-]*|[a-z]+(?:[A-Z][a-z0-9]*)+")


class Edit(NamedTuple):
    """A span of a segment and the operator to apply to it."""

    start: int
    end: int
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Plan:
    """The edits of each segment, in order and without overlap.

    ``originals`` are the values that must not leave, which ``occurrences`` finds. ``spared`` counts the
    occurrences of such a value that stay on purpose: a street or a school that bears a person's name, a text
    signed by the provider.
    """

    edits: tuple[tuple[Edit, ...], ...]
    labels: Mapping[str, int]
    originals: frozenset[str]
    spared: Mapping[str, int] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()
    occurrences: Occurrences = field(default=Occurrences(()), repr=False, compare=False)

    @property
    def hides(self) -> bool:
        """Whether anything is replaced."""
        return bool(self.originals)


def decide(
    segments: Sequence[Segment],
    findings: Sequence[Sequence[Finding]],
    policy: Policy,
    remembered: Collection[int] = (),
) -> Plan:
    """Return what to replace. ``remembered`` are the segments that the provider itself signed.

    Raises `Refused` where the policy says so for a label, or where a value stands in a place that cannot be
    rewritten.
    """
    edits: list[tuple[Edit, ...]] = []
    reserved: set[str] = set()
    action = cache(policy.action)
    for at, (segment, found) in enumerate(zip(segments, findings, strict=True)):
        if at in remembered:
            edits.append(())
            continue
        if segment.place.kind is not Kind.SEALED:
            reserved.update(LOOKALIKE.findall(segment.text))
        edits.append(tuple(_edits(segment, found, action)) if found else ())
    strict: dict[str, Edit] = {}
    originals: set[str] = set()
    for segment, own in zip(segments, edits, strict=True):
        for edit in own:
            value = segment.text[edit.start : edit.end]
            if value not in strict and is_strict(edit.label, value):
                strict[value] = edit
            originals.add(value)
    occurrences = Occurrences(originals)
    spared: list[str] = []
    if originals:
        for at, segment in enumerate(segments):
            left = list(occurrences.of(segment.text, edits[at]))
            if left and at not in remembered and (more := _others(segment, left, strict)):
                edits[at] = tuple(sorted([*edits[at], *more]))
                left = list(occurrences.of(segment.text, edits[at]))
            spared += [value for _start, _end, value in left]
    return Plan(
        tuple(edits),
        Counter(edit.label for own in edits for edit in own),
        frozenset(originals),
        Counter(spared),
        frozenset(reserved),
        occurrences,
    )


def _edits(segment: Segment, found: Iterable[Finding], action_of: Callable[[str], Action]) -> Iterable[Edit]:
    text, place = segment.text, segment.place
    for finding in sorted(found, key=_START):
        label, written = finding.label, text[finding.start : finding.end]
        if not written.strip():
            continue
        action = action_of(label)
        if action is Action.KEEP:
            continue
        if place.member and label == Label.PERSON and _MEMBER_NAME.fullmatch(text):
            continue
        if place.fixed:
            if _matters_in_a_fixed_place(segment, finding):
                raise _found_in_fixed_place(segment, label)
            continue
        if action is Action.REFUSE:
            raise Refused(
                phrase(
                    "The policy does not let %(label)s leave: %(path)s. Remove it and send the request again."
                ),
                code="content_refused",
                path=_path(segment),
                label=label,
            )
        yield Edit(finding.start, finding.end, label, action)


def _matters_in_a_fixed_place(segment: Segment, finding: Finding) -> bool:
    """Whether a finding in an identifier, a member name or a signed text is one, and no accident."""
    text, kind = segment.text, segment.place.kind
    if kind is Kind.INERT or (kind is Kind.SEALED and _CIPHERTEXT.fullmatch(text)):
        if kind is Kind.SEALED and len(text) >= _LONG_CIPHERTEXT:
            return False
        return finding.label in _STRICT and finding.score >= _CERTAIN
    return True


def _others(segment: Segment, left: Iterable[tuple[int, int, str]], strict: Mapping[str, Edit]) -> list[Edit]:
    """Return an edit for every other occurrence of a value that is no ordinary word, in order."""
    edits: list[Edit] = []
    # The longest first of those that begin at the same place.
    for start, end, value in sorted(left, key=lambda each: (each[0], -each[1])):
        edit = strict.get(value)
        if edit is None or (edits and start < edits[-1].end):
            continue
        if segment.place.fixed:
            raise _found_in_fixed_place(segment, edit.label)
        edits.append(Edit(start, end, edit.label, edit.action))
    return edits


def _found_in_fixed_place(segment: Segment, label: str) -> Refused:
    return Refused(
        phrase("%(label)s found where it cannot be hidden: %(path)s. Remove it from there."),
        code="content_refused",
        path=_path(segment),
        label=label,
    )


def is_strict(label: str, value: str) -> bool:
    """Return whether a value is long and particular enough that no other use of it is meant to stay."""
    if label in (Label.PERSON, Label.CONFIDENTIAL_TERM):
        return False
    particular = sum(map(str.isdigit, value)) >= _STRICT_DIGITS or len(value) >= _STRICT_CHARACTERS
    return particular or "@" in value


def _path(segment: Segment) -> str:
    return ".".join(map(str, segment.place.path))
