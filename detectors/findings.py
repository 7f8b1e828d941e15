"""What a recognizer found, and how overlapping findings are settled."""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for a finding, without any of the text.

    ``pattern`` is the name of the pattern or rule, ``validation`` the check that passed ("luhn", "nam"),
    ``context`` the lexical cue that was seen ("NAS", "date de naissance"), taken from our own lists.
    """

    pattern: str = ""
    validation: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of a text that is personal information.

    ``start`` and ``end`` are code-point offsets into the text as it was given, end exclusive.
    ``label`` is a `Label`, or the entity name of a recognizer that an operator added.
    ``score`` runs from 0 to 1.
    """

    start: int
    end: int
    label: str
    score: float
    recognizer: str
    why: Why = field(default=Why())


def resolve(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted and without overlaps, that cover all that the given ones cover.

    What lies inside a longer finding goes; of two with the same span the higher score stays. Where two only
    cross, the higher score keeps its span and the other one keeps the rest, so that nothing is uncovered.
    """
    widest: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.start, -one.end, -one.score, one.label)):
        if not widest or finding.end > widest[-1].end:
            widest.append(finding)
    settled: list[Finding] = []
    for finding in sorted(widest, key=lambda one: (-one.score, one.start)):
        at = bisect(settled, finding.start, key=lambda one: one.start)
        start = max(finding.start, settled[at - 1].end) if at else finding.start
        while start < finding.end:
            taken = settled[at] if at < len(settled) else None
            end = min(finding.end, taken.start) if taken else finding.end
            if start < end:
                whole = start == finding.start and end == finding.end
                settled.insert(at, finding if whole else replace(finding, start=start, end=end))
                at += 1
            if taken is None:
                break
            start, at = taken.end, at + 1
    return tuple(settled)
