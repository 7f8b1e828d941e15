"""The officer's own words: they are kept for years, so they are inspected before they are."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.detection import detector
from gateway.cli.speech import fail, say
from gateway.language import phrase

Anyway = Annotated[
    bool,
    typer.Option("--anyway", help=phrase("Keep words that seem to hold personal information all the same.")),
]


def inspect(config: Path | None, anyway: bool, **texts: str | None) -> None:
    """Refuse words in which personal information is found, unless told that they are meant; then warn.

    Each text is given under the name of its option, which is what is told of it. One that says nothing is
    refused: the registers are there for what it would say.
    """
    written = {name: text for name, text in texts.items() if text is not None}
    for name, text in written.items():
        if not text.strip():
            fail(phrase("--%(name)s says nothing: write it, or leave it out."), name=name)
    if not written:
        return
    detection = detector(config)
    found = [
        (name, Counter(finding.label for finding in detection.find(text))) for name, text in written.items()
    ]
    labels = "; ".join(
        f"--{name} " + ", ".join(f"{label}={count}" for label, count in sorted(counts.items()))
        for name, counts in found
        if counts
    )
    if not labels:
        return
    if not anyway:
        fail(
            phrase(
                "These words seem to hold personal information (%(labels)s), so nothing was kept. Write them "
                "without it, or add --anyway."
            ),
            labels=labels,
        )
    say(phrase("Kept, with what seems to be personal information (%(labels)s)."), labels=labels)
