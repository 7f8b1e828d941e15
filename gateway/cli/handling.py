"""`paravent incidents`, once one is open: describe, assess, notify, close; and erase, years later."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import Config
from gateway.cli.registers import Reason, Reference, day, day_option, desk, expect_come, today
from gateway.cli.speech import fail, say, translate
from gateway.cli.words import Anyway, inspect
from gateway.language import phrase

if TYPE_CHECKING:
    from audit.registers.incidents import Step

Measures = Annotated[
    str | None, typer.Option("--measures", help=phrase("What was done to reduce the risk and to prevent it."))
]


class RecipientChoice(StrEnum):
    """The values of `audit.registers.incidents.Recipient`, which is slow to import."""

    CAI = "cai"
    PERSONS = "persons"
    OTHER = "other"


def describe(
    reference: Reference,
    *,
    information: Annotated[
        str | None, typer.Option("--information", help=phrase("The personal information concerned."))
    ] = None,
    circumstances: Annotated[
        str | None, typer.Option("--circumstances", help=phrase("What happened, in your words."))
    ] = None,
    occurred: Annotated[
        str | None, typer.Option("--occurred", help=phrase("When it happened: a day, or a time in words."))
    ] = None,
    known: Annotated[datetime | None, day_option("--known", phrase("When it became known."))] = None,
    persons: Annotated[
        int | None, typer.Option("--persons", min=0, help=phrase("How many persons are concerned."))
    ] = None,
    measures: Measures = None,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Say or correct what the register wants of an incident; what is left out stays as it was."""
    body = {
        "information": information,
        "circumstances": circumstances,
        "occurred": occurred,
        "known": day(known).isoformat() if known else None,
        "persons": persons,
        "measures": measures,
    }
    if all(value is None for value in body.values()):
        fail(phrase("Say what to describe: see --help."))
    expect_come(known)
    inspect(
        config,
        anyway,
        information=information,
        circumstances=circumstances,
        occurred=occurred,
        measures=measures,
    )
    _enter(config, "incidents.describe", reference, "described", body)


def note(
    reference: Reference,
    *,
    text: Annotated[str, typer.Option("--text", help=phrase("The note."))],
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Add a note to an incident."""
    inspect(config, anyway, text=text)
    _enter(config, "incidents.note", reference, "noted", {"text": text})


def assess(
    reference: Reference,
    *,
    serious: Annotated[
        bool, typer.Option("--serious/--not-serious", help=phrase("Whether serious injury is possible."))
    ],
    sensitivity: Annotated[
        str, typer.Option("--sensitivity", help=phrase("How sensitive the information is."))
    ],
    consequences: Annotated[str, typer.Option("--consequences", help=phrase("What its use could lead to."))],
    probability: Annotated[str, typer.Option("--probability", help=phrase("How likely a harmful use is."))],
    reasons: Annotated[str, typer.Option("--reasons", help=phrase("Why you conclude so."))],
    by: Annotated[
        str | None, typer.Option("--by", help=phrase("Who assessed (default: the configured officer)."))
    ] = None,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Assess the risk of serious injury (P-39.1, s. 3.7): on record with who and when."""
    texts = {
        "sensitivity": sensitivity,
        "consequences": consequences,
        "probability": probability,
        "reasons": reasons,
    }
    inspect(config, anyway, **texts)
    with desk(config, "incidents.assess", reference, {"serious": serious}) as at:
        from audit.registers.incidents import Step, enter  # noqa: PLC0415 - slow to import

        officer = at.settings.organization.officer
        who = by or (officer.name if officer else None)
        if who is None:
            fail(phrase("Say who assessed: --by."))
        with at.writing() as pen:
            enter(pen, reference, Step.ASSESSED, {"serious": int(serious), "by": who, **texts})
    if serious:
        say(phrase("Notify with diligence, and put each notice on record: paravent incidents notify."))


def notify(
    reference: Reference,
    *,
    to: Annotated[RecipientChoice, typer.Option("--to", help=phrase("Who was given notice."))],
    on: Annotated[datetime | None, day_option("--on", phrase("On which day (default: today)."))] = None,
    text: Annotated[str | None, typer.Option("--text", help=phrase("How, or to whom else."))] = None,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Put on record that notice was given, to the Commission, to the persons concerned or to others."""
    if day(on) > today():
        fail(phrase("This day is still to come."))
    inspect(config, anyway, text=text)
    body = {"recipient": to.value, "on": day(on).isoformat(), "text": text}
    _enter(config, "incidents.notify", reference, "notified", body)


def close(
    reference: Reference,
    *,
    measures: Measures = None,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Close an incident: it is assessed, and the notices that a serious injury asks for are on record."""
    inspect(config, anyway, measures=measures)
    with desk(config, "incidents.close", reference, {}) as at:
        from audit.registers.incidents import Step, enter, incident  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            found = incident(pen.connection, reference)
            if found.assessment is None:
                fail(phrase("Assess the risk of serious injury first: paravent incidents assess."))
            if found.missing_notices and not anyway:
                missing = ", ".join(found.missing_notices)
                fail(phrase("No notice is on record to: %(missing)s. Add it, or --anyway."), missing=missing)
            enter(pen, reference, Step.CLOSED, {"measures": measures})
    say(phrase("Incident %(reference)s is closed."), reference=reference)


def erase(reference: Reference, *, reason: Reason, config: Config = None) -> None:
    """Erase a closed incident from the register, once it was kept for five years; the chain says so."""
    with desk(config, "incidents.erase", reference, {"reason": reason}) as at:
        from audit.registers.incidents import incident  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            found = incident(pen.connection, reference)
            if found.closed is None or today() < found.kept_until:
                fail(
                    phrase("It is kept until it is closed, and until %(day)s at least."),
                    day=found.kept_until.isoformat(),
                )
            count = pen.erase(reference)
    say(phrase("%(count)s entries erased."), count=count)


def _enter(
    config: Path | None, action: str, reference: str, step: "str | Step", body: Mapping[str, str | int | None]
) -> None:
    # What was said stands in the register alone; the event tells which parts.
    said = ", ".join(name for name, value in body.items() if value is not None)
    with desk(config, action, reference, {"said": said}) as at:
        from audit.registers.incidents import Step, enter  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            enter(pen, reference, Step(step), body)
    say(phrase("Entered under %(reference)s."), reference=reference)


def show(reference: Reference, config: Config = None) -> None:
    """Show an incident: each entry in order, and what its calls held."""
    import json  # noqa: PLC0415 - used here only

    with desk(config, "incidents.show", reference, {}) as at:
        from audit.registers.entries import entries_of  # noqa: PLC0415 - slow to import
        from audit.registers.incidents import incident, reach  # noqa: PLC0415

        with at.registers.reading() as connection:
            incident(connection, reference)
            entries = entries_of(connection, reference)
            found = reach(connection, reference)
    for entry in entries:
        said = json.dumps(entry.body, ensure_ascii=False)
        typer.echo(
            f"{entry.number}\t{entry.at.astimezone().isoformat(timespec='seconds')}\t{entry.kind}\t{said}"
        )
    providers = ", ".join(f"{name} = {count}" for name, count in found.providers.items())
    labels = ", ".join(f"{name} = {count}" for name, count in found.labels.items())
    typer.echo(
        translate(phrase("%(calls)s call(s). Providers: %(providers)s. Hidden: %(labels)s."))
        % {"calls": found.calls, "providers": providers or "–", "labels": labels or "–"}
    )
