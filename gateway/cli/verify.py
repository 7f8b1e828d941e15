"""`paravent audit verify`: whether the record is still what it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.checkpoints import kept, trusted
from gateway.cli.configuration import Config, read
from gateway.cli.speech import fail, say, translate
from gateway.language import phrase


def verify(
    expect: Annotated[
        list[str] | None,
        typer.Option(
            "--expect",
            metavar="SEQUENCE:DIGEST",
            help=phrase("An event that must be there, as noted before."),
        ),
    ] = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(
            "--checkpoints",
            metavar="PATH",
            help=phrase(
                "Signed checkpoints that must agree: a file or folder (default: the configuration's)."
            ),
        ),
    ] = None,
    public_key: Annotated[
        list[str] | None,
        typer.Option(
            "--public-key",
            metavar="KEY",
            help=phrase("A key to trust besides this gateway's own, as checkpoint-key prints it."),
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Recompute the chain; end with 1 where anything on record was changed or removed."""
    expected = [_expected(text) for text in expect or ()]
    settings = read(config)
    keys = trusted(settings, public_key or ())
    points = kept(settings, checkpoints, keys)
    expected += [(point.sequence, point.digest) for point in points]
    from audit.errors import AuditUnavailable  # noqa: PLC0415 - slow to import
    from audit.verify import verify as check_chain  # noqa: PLC0415

    try:
        found = check_chain(settings.database.get_secret_value(), expected, keys)
    except AuditUnavailable as error:
        fail(phrase("The database cannot be used: %(reason)s"), reason=error)
    for problem in found.problems:
        typer.echo(
            f"{problem.sequence}\t{problem.fault}\t{problem.part}\t{translate(_FAULTS[problem.fault])}"
        )
    typer.echo(f"{found.sequence}:{found.digest}")
    if not found.intact:
        fail(phrase("The record is NOT intact: %(count)s problem(s)."), count=len(found.problems))
    if points:
        say(
            phrase("It agrees with %(count)s checkpoint(s), up to event %(sequence)s on %(day)s."),
            count=len(points),
            sequence=points[-1].sequence,
            day=points[-1].at.date(),
        )
    say(
        phrase("The record is intact: %(count)s event(s). Note the line above elsewhere."), count=found.events
    )


_FAULTS: Mapping[str, str] = {
    "gap": phrase("events are missing before this one"),
    "broken": phrase("the event does not follow from the one before it"),
    "edited": phrase("a detail was changed or removed"),
    "erasure": phrase("what is gone is not what was said to be erased"),
    "stray": phrase("a row belongs to no event"),
    "tail": phrase("events are missing at the end"),
    "head": phrase("the head does not name the last event"),
    "replaced": phrase("the event is not the one that was noted"),
    "signature": phrase("a checkpoint is not signed by a key that is trusted"),
    "key": phrase("a key is not as the record knows it"),
    "register": phrase("an entry of the registers is not as the record knows it"),
    "validation": phrase("what a person said of an answer is not as the record knows it"),
    "open": phrase("a call is said to be open and is not, or the reverse"),
    "held": phrase("a call held for approval is not as the record knows it"),
}


def _expected(text: str) -> tuple[int, str]:
    sequence, _, digest = text.partition(":")
    try:
        return int(sequence), bytes.fromhex(digest).hex()
    except ValueError:
        fail(phrase("--expect takes SEQUENCE:DIGEST, as verify prints it."))
