"""`paravent preview`: a text as it would leave, and what was hidden in it and why."""

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import OptionalConfig
from gateway.cli.detection import detector
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from config.policy import Policy
    from detectors.findings import Finding


def preview(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", exists=True, dir_okay=False, help=phrase("A text (default: standard input).")
        ),
    ] = None,
    config: OptionalConfig = None,
) -> None:
    """Print the text as it would leave, then what was hidden and why; end with 1 if it would be refused."""
    from config.policy import Action  # noqa: PLC0415 - settings take time to import

    try:
        text = (file.read_bytes() if file else sys.stdin.buffer.read()).decode("utf-8")
    except UnicodeDecodeError:
        fail(phrase("This is not a text in UTF-8."))
    found = detector(config)
    findings = found.find(text)
    stand_ins = _stand_ins(text, findings, found.policy)
    typer.echo(_replaced(text, findings, stand_ins))
    if not findings:
        say(phrase("Nothing to hide."))
        return
    console().print(_table(text, findings, stand_ins, found.policy))
    refused = {finding.label for finding in findings if found.policy.action(finding.label) is Action.REFUSE}
    if refused:
        fail(
            phrase("The gateway would refuse this text: it holds %(labels)s."),
            labels=", ".join(sorted(refused)),
        )


def _stand_ins(text: str, findings: "Sequence[Finding]", policy: "Policy") -> list[str]:
    """Return what would stand in each finding's place; pseudonyms differ from one preview to the next."""
    from config.policy import Action  # noqa: PLC0415 - settings take time to import
    from gateway.privacy.identity import Identities  # noqa: PLC0415 - slow to import
    from gateway.privacy.operators import StandIns  # noqa: PLC0415
    from gateway.privacy.pseudonyms import LOOKALIKE, Minter  # noqa: PLC0415
    from gateway.privacy.surrogates import Surrogates  # noqa: PLC0415

    minter = Minter(secrets.token_bytes(32), b"preview", LOOKALIKE.findall(text))
    identities = Identities()

    def mint(label: str, original: str) -> str:
        return minter.mint(label, identities.of(label, original), original)

    surrogates = Surrogates(minter, identities.of, [text])
    stand_ins = StandIns(mint, secrets.token_bytes(16), surrogates.of)

    def stand_in(finding: "Finding") -> str:
        action = policy.action(finding.label)
        if action is Action.REFUSE:
            return f"[{translate(phrase('refused'))}]"
        return stand_ins.of(action, finding.label, text[finding.start : finding.end])

    return [stand_in(finding) for finding in findings]


def _replaced(text: str, findings: "Sequence[Finding]", stand_ins: "Sequence[str]") -> str:
    pieces: list[str] = []
    done = 0
    for finding, stand_in in zip(findings, stand_ins, strict=True):
        pieces += (text[done : finding.start], stand_in)
        done = finding.end
    return "".join((*pieces, text[done:]))


def _table(text: str, findings: "Sequence[Finding]", stand_ins: "Sequence[str]", policy: "Policy") -> "Table":
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=translate(phrase("What was hidden, and why")), title_justify="left")
    for title in (
        phrase("Written"),
        phrase("Kind"),
        phrase("Leaves as"),
        phrase("Done"),
        phrase("Why"),
        phrase("Score"),
    ):
        table.add_column(translate(title), overflow="fold", no_wrap=title in {"Kind", "Leaves as", "Done"})
    for finding, stand_in in zip(findings, stand_ins, strict=True):
        why = finding.why
        reasons = " · ".join(filter(None, (finding.recognizer, why.pattern, why.validation, why.context)))
        written = " ".join(text[finding.start : finding.end].split())
        cells = (
            written,
            str(finding.label),
            stand_in,
            policy.action(finding.label),
            reasons,
            f"{finding.score:.2f}",
        )
        table.add_row(*map(Text, cells))
    return table
