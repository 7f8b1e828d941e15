"""Texts that were read in images: decided upon like any other, and painted over instead of rewritten."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from config.policy import Action
from gateway.privacy.decide import Edit, Plan
from gateway.privacy.segments import PICTURE, Segment


def numbers(segments: Sequence[Segment]) -> list[int]:
    """Return which of the segments were read in images."""
    return [at for at, segment in enumerate(segments) if segment.place.path[0] == PICTURE]


def painted_over(segments: Sequence[Segment], plan: Plan) -> Plan:
    """Return the plan without stand-ins for what images show, which none can be put into.

    What stays of a hidden value in an image's text is none of the request's own text: it lets nothing more
    through there.
    """
    edits, spared = list(plan.edits), Counter(plan.spared)
    for at in numbers(segments):
        edits[at] = tuple(edit._replace(action=Action.REDACT) for edit in plan.edits[at])
        spared.subtract(
            value for _start, _end, value in plan.occurrences.of(segments[at].text, plan.edits[at])
        )
    return replace(plan, edits=tuple(edits), spared=+spared)


def found(segments: Sequence[Segment], plan: Plan) -> list[tuple[Edit, ...]]:
    """Return what is to be painted over in each image."""
    return [plan.edits[at] for at in numbers(segments)]
