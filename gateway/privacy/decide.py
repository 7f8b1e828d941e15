"""What is to be done with what was found: pure, and the last place where a request is turned down."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
#: Shorter values are also amounts, years and words, which other sentences may need.
_STRICT_DIGITS = 6
_STRICT_CHARACTERS = 12
_CIPHERTEXT = re.compile(r"[A-Za-z0-9+/_=-]+")
_LONG_CIPHERTEXT = 64
#: A member name that is an identifier of a program, such as ``prenom`` or ``date_naissance``.
_MEMBER_NAME = re.compile(r"[a-z_][a-z0-9_.$-]*|[a-z]+(?:[A-Z][a-z0-9]*)+")


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a segment and the operator to apply to it."""

    start: int
    end: int
    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class Plan:
    """The edits of each segment, in order and without overlap.

    ``originals`` are the values that must not leave. ``spared`` counts the occurrences of such a value that
    stay on purpose: a street or a school that bears a person's name, a text signed by the provider.
    """

    edits: tuple[tuple[Edit, ...], ...]
    labels: Mapping[str, int]
    originals: frozenset[str]
    spared: Mapping[str, int] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()

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
    for at, (segment, found) in enumerate(zip(segments, findings, strict=True)):
        if at in remembered:
            edits.append(())
            continue
        if segment.place.kind is not Kind.SEALED:
            reserved.update(LOOKALIKE.findall(segment.text))
        edits.append(tuple(_edits(segment, found, policy)))
    originals = {
        segment.text[edit.start : edit.end]
        for segment, own in zip(segments, edits, strict=True)
        for edit in own
    }
    edits = _cover(segments, edits, remembered)
    labels = Counter(edit.label for own in edits for edit in own)
    return Plan(
        tuple(edits), labels, frozenset(originals), _spared(segments, edits, originals), frozenset(reserved)
    )


def _edits(segment: Segment, found: Iterable[Finding], policy: Policy) -> Iterable[Edit]:
    for finding in sorted(found, key=lambda each: each.start):
        if finding.start >= finding.end or not segment.text[finding.start : finding.end].strip():
            continue
        action = policy.action(finding.label)
        if action is Action.KEEP:
            continue
        if segment.place.member and finding.label == Label.PERSON and _MEMBER_NAME.fullmatch(segment.text):
            continue
        if segment.place.fixed:
            if _matters_in_a_fixed_place(segment, finding):
                raise _found_in_fixed_place(segment, finding.label)
            continue
        if action is Action.REFUSE:
            raise Refused(
                phrase(
                    "The policy does not let %(label)s leave: %(path)s. Remove it and send the request again."
                ),
                code="content_refused",
                path=_path(segment),
                label=finding.label,
            )
        yield Edit(finding.start, finding.end, finding.label, action)


def _matters_in_a_fixed_place(segment: Segment, finding: Finding) -> bool:
    """Whether a finding in an identifier, a member name or a signed text is one, and no accident."""
    text, kind = segment.text, segment.place.kind
    if kind is Kind.INERT or (kind is Kind.SEALED and _CIPHERTEXT.fullmatch(text)):
        if kind is Kind.SEALED and len(text) >= _LONG_CIPHERTEXT:
            return False
        return finding.label in _STRICT and finding.score >= _CERTAIN
    return True


def _cover(
    segments: Sequence[Segment], edits: list[tuple[Edit, ...]], remembered: Collection[int]
) -> list[tuple[Edit, ...]]:
    """Return the edits with every other occurrence of a value that is no ordinary word replaced as well."""
    strict: dict[str, Edit] = {}
    for segment, own in zip(segments, edits, strict=True):
        for edit in own:
            value = segment.text[edit.start : edit.end]
            if is_strict(edit.label, value):
                strict.setdefault(value, edit)
    if not strict:
        return edits
    occurrences = Occurrences(strict)
    return [
        own if at in remembered else _covered(segment, own, strict, occurrences)
        for at, (segment, own) in enumerate(zip(segments, edits, strict=True))
    ]


def _covered(
    segment: Segment, own: tuple[Edit, ...], strict: Mapping[str, Edit], occurrences: Occurrences
) -> tuple[Edit, ...]:
    # The longest first of those that begin at the same place.
    standing = sorted(occurrences.of(segment.text), key=lambda each: (each[0], -each[1]))
    ends = [edit.end for edit in own]
    covered, done = list(own), 0
    for start, end, value in standing:
        following = bisect(ends, start)
        if start < done or (following < len(own) and own[following].start < end):
            continue
        edit = strict[value]
        if segment.place.fixed:
            raise _found_in_fixed_place(segment, edit.label)
        covered.append(Edit(start, end, edit.label, edit.action))
        done = end
    return tuple(sorted(covered, key=lambda each: each.start)) if len(covered) > len(own) else own


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


def _spared(
    segments: Sequence[Segment], edits: Sequence[Sequence[Edit]], originals: Collection[str]
) -> dict[str, int]:
    if not originals:
        return {}
    occurrences = Occurrences(originals)
    return Counter(
        value
        for segment, own in zip(segments, edits, strict=True)
        for _start, _end, value in occurrences.of(_left(segment.text, own))
    )


def _left(text: str, own: Sequence[Edit]) -> str:
    """Return what stays of a text, with brackets for what is replaced, as around a pseudonym."""
    starts = (0, *(edit.end for edit in own))
    ends = (*(edit.start for edit in own), len(text))
    return "[]".join(text[start:end] for start, end in zip(starts, ends, strict=True))


def _path(segment: Segment) -> str:
    return ".".join(map(str, segment.place.path))
