"""What is to be done with what was found: pure, and the last place where a request is turned down."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from config.errors import phrase
from config.policy import Action, Policy
from detectors.findings import Finding
from detectors.labels import Label
from gateway.errors import Refused
from gateway.privacy.checked import told_by
from gateway.privacy.occurrences import Memory, Occurrence, Occurrences, Telling
from gateway.privacy.pseudonyms import LOOKALIKE
from gateway.privacy.segments import Segment
from gateway.wire.shape import Kind
from gateway.wire.spelling import Digits

#: Labels whose values are not also ordinary words: certain enough to turn down an identifier that is one.
_STRICT = frozenset(Label) - {
    Label.PERSON,
    Label.CONFIDENTIAL_TERM,
    Label.USERNAME,
    Label.ID_NUMBER,
    Label.SECRET,
}
#: Labels whose values are looked for by their places alone.
_NEVER_STRICT = frozenset({Label.PERSON, Label.CONFIDENTIAL_TERM})
_CERTAIN = 0.8
_START = attrgetter("start")
#: So few values are looked for sooner than it is known whether they were.
_FEW = 8
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
    *,
    memory: Memory | None = None,
    key: bytes = b"",
    turns: str = "",
) -> Plan:
    """Return what to replace. ``remembered`` are the segments that the provider itself signed.

    With a ``memory``, and the secret ``key`` of those who share what it knows, texts of earlier turns are not
    searched again for values that they were searched for; ``turns`` is the member of the body that grows with
    a conversation. The plan is the same without.

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
        if segment.place.fixed and (label := told_by(*segment[:2])) and action(label) is not Action.KEEP:
            raise _found_in_fixed_place(segment, label)
        if "[" in segment.text and segment.place.kind is not Kind.SEALED:
            reserved.update(LOOKALIKE.findall(segment.text))
        edits.append(_edits(segment, found, action) if found else ())
    values = [
        tuple([segment.text[edit[0] : edit[1]] for edit in own]) if own else ()
        for segment, own in zip(segments, edits, strict=True)
    ]
    told = dict.fromkeys(chain.from_iterable(values))
    # What a later turn adds comes after all that there was.
    order = in_order_of_prompt(segments, turns)
    hiding = [(at, segments[at].text, edits[at], values[at]) for at in order if edits[at]]
    occurrences, which = _occurrences(told, hiding, memory, key)
    spared: list[str] = []
    if told:
        certain = _certain(edits, values)
        for at, segment in enumerate(segments):
            left = occurrences.of(segment.text, edits[at], which.get(at))
            if left and at not in remembered and (more := _others(segment, left, certain)):
                edits[at] = tuple(sorted([*edits[at], *more]))
                left = occurrences.of(segment.text, edits[at])
            spared += [value for _start, _end, value in left]
    return Plan(
        tuple(edits),
        Counter([edit[2] for own in edits for edit in own]),
        frozenset(told),
        Counter(spared),
        frozenset(reserved),
        occurrences,
    )


def _occurrences(
    told: Collection[str],
    hiding: Sequence[tuple[int, str, Sequence[Edit], Sequence[str]]],
    memory: Memory | None,
    key: bytes,
) -> tuple[Occurrences, Mapping[int, bytes]]:
    """Return what finds the values, and the digests of the texts that hide some, where there is a memory."""
    if memory is None or len(told) <= _FEW:
        return Occurrences(told), {}
    telling = Telling(key)
    which = {at: telling.add(text, edits, values) for at, text, edits, values in hiding}
    return Occurrences(telling.numbers, telling, memory), which


def in_order_of_prompt(segments: Sequence[Segment], turns: str) -> list[int]:
    """Return the segments with the messages last: what a later turn adds comes after all that there was."""
    return sorted(range(len(segments)), key=lambda at: segments[at].place.path[0] == turns)


def _certain(edits: Sequence[Sequence[Edit]], values: Sequence[Sequence[str]]) -> dict[str, Edit]:
    """Return the first edit of each value whose label lets it be strict."""
    certain: dict[str, Edit] = {}
    for own, hidden in zip(edits, values, strict=True):
        for edit, value in zip(own, hidden, strict=True):
            if edit[2] not in _NEVER_STRICT:
                certain.setdefault(value, edit)
    return certain


def _edits(
    segment: Segment, found: Iterable[Finding], action_of: Callable[[str], Action]
) -> tuple[Edit, ...]:
    text, place = segment.text, segment.place
    edits: list[Edit] = []
    for finding in sorted(found, key=_START):
        start, end, label = finding.start, finding.end, finding.label
        action = action_of(label)
        if action is Action.KEEP or not text[start:end].strip():
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
        edits.append(Edit(start, end, label, action))
    return tuple(edits)


def _matters_in_a_fixed_place(segment: Segment, finding: Finding) -> bool:
    """Whether a finding in an identifier, a member name or a signed text is one, and no accident."""
    text, kind = segment.text, segment.place.kind
    # What a seed or a limit of the format's own is there for speaks against its being somebody's.
    typed = isinstance(text, Digits) and "*" not in segment.place.path
    if typed or kind is Kind.INERT or (kind is Kind.SEALED and _CIPHERTEXT.fullmatch(text)):
        if kind is Kind.SEALED and len(text) >= _LONG_CIPHERTEXT:
            return False
        return finding.label in _STRICT and finding.score >= _CERTAIN
    return True


def _others(segment: Segment, left: Iterable[Occurrence], certain: Mapping[str, Edit]) -> list[Edit]:
    """Return an edit for every other occurrence of a value that is no ordinary word, in order."""
    edits: list[Edit] = []
    # The longest first of those that begin at the same place.
    for start, end, value in sorted(left, key=lambda each: (each[0], -each[1])):
        edit = certain.get(value)
        if edit is None or (edits and start < edits[-1].end) or not is_strict(edit.label, value):
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
    if label in _NEVER_STRICT:
        return False
    particular = sum(map(str.isdigit, value)) >= _STRICT_DIGITS or len(value) >= _STRICT_CHARACTERS
    return particular or "@" in value


def _path(segment: Segment) -> str:
    return ".".join(map(str, segment.place.path))
