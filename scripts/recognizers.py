# ruff: noqa: INP001 - scripts are not a package
"""Tells every recognizer of the registry, its checks, cues and examples: a part of docs/detection.md."""

import inspect
from collections.abc import Iterator

from detectors.cues import Cues
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers import RECOGNIZERS
from detectors.recognizers.pattern import PatternRecognizer
from detectors.recognizers.recognizer import Recognizer

_SHOWN = 3


def render() -> str:
    """Return the table."""
    head = (
        "| Label | Recognizer | What it finds | Confirmed by | Cues | Examples |\n|---|---|---|---|---|---|\n"
    )
    kinds = sorted(RECOGNIZERS, key=lambda kind: list(Label).index(kind.LABEL))
    return head + "".join(f"| {' | '.join(_cells(kind))} |\n" for kind in kinds)


def _cells(kind: type[Recognizer]) -> Iterator[str]:
    yield f"`{kind.LABEL}`"
    yield f"`{kind.__module__.rpartition('.')[2]}.{kind.__name__}`"
    told = (inspect.getdoc(kind) or "").partition("\n\n")[0]
    yield " ".join(told.split()).replace("|", "\\|")
    yield ", ".join(sorted(_checks(kind)))
    cues = kind.CUES if issubclass(kind, PatternRecognizer) else Cues()
    first = ", ".join(cues.words[:_SHOWN]).replace("|", "\\|")
    more = len(cues.words) - _SHOWN
    yield f"{first} and {more} more" if more > 0 else first
    yield f"{len(kind.FINDS)} found, {len(kind.SPARES)} spared"


def _checks(kind: type[Recognizer]) -> set[str]:
    """Return the checks that confirm values in the recognizer's own examples."""
    recognizer = kind()
    texts = [example.replace("[[", "").replace("]]", "") for example in kind.FINDS]
    return {hit.why.validation for text in texts for hit in recognizer.find(Reading(text))} - {""}
