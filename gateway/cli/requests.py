"""`paravent requests`: requests for access and rectification, and complaints, with their clock."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from gateway.cli.configuration import Config
from gateway.cli.registers import (
    AsJson,
    Format,
    Reason,
    Reference,
    To,
    day,
    day_option,
    desk,
    today,
    write,
)
from gateway.cli.speech import console, fail, say, translate
from gateway.cli.words import Anyway, inspect
from gateway.language import phrase


class SubjectChoice(StrEnum):
    """The values of `audit.registers.requests.Subject`, which is slow to import."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    COMPLAINT = "complaint"


class OutcomeChoice(StrEnum):
    """The values of `audit.registers.requests.Outcome`, which is slow to import."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def open_(
    subject: Annotated[SubjectChoice, typer.Argument(metavar="SUBJECT", help=phrase("What is asked for."))],
    *,
    received: Annotated[
        datetime | None, day_option("--received", phrase("The day of receipt (default: today)."))
    ] = None,
    due: Annotated[
        datetime | None, day_option("--due", phrase("The day by which to answer (default: 30 days later)."))
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            help=phrase("Your own reference, which says nothing of the person (default: the next one)."),
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Open a request or a complaint; print its reference. The person's name has no place in it."""
    if day(received) > today():
        fail(phrase("This day is still to come."))
    asked = {"subject": subject.value, "received": day(received), "due": due.date() if due else None}
    with desk(config, "requests.open", "request", asked) as at:
        from audit.registers.requests import Subject, open_request  # noqa: PLC0415 - slow to import

        try:
            with at.writing() as pen:
                found = open_request(
                    pen,
                    Subject(subject.value),
                    day(received),
                    reference=reference,
                    due=due.date() if due else None,
                )
        except ValueError as error:
            _refuse(error, phrase("Write a reference in capitals and digits (A-2026-14), due after receipt."))
    typer.echo(found.reference)
    say(
        phrase("Request %(reference)s is open. It is due on %(day)s."),
        reference=found.reference,
        day=found.due.isoformat(),
    )


def extend(
    reference: Reference,
    *,
    until: Annotated[datetime, day_option("--until", phrase("The new day by which to answer."))],
    reason: Reason,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Give a request more time, with the reason; whether the law allows it is for you to say."""
    inspect(config, anyway, reason=reason)
    with desk(config, "requests.extend", reference, {"until": until.date(), "reason": reason}) as at:
        from audit.registers import requests  # noqa: PLC0415 - slow to import

        try:
            with at.writing() as pen:
                requests.extend(pen, reference, until.date(), reason)
        except ValueError as error:
            _refuse(error, phrase("Give a day later than the one by which it is due."))
    say(phrase("Entered under %(reference)s."), reference=reference)


def answer(
    reference: Reference,
    *,
    outcome: Annotated[OutcomeChoice, typer.Option("--outcome", help=phrase("How it was answered."))],
    on: Annotated[datetime | None, day_option("--on", phrase("On which day (default: today)."))] = None,
    config: Config = None,
) -> None:
    """Put the answer to a request on record: its clock stops."""
    if day(on) > today():
        fail(phrase("This day is still to come."))
    with desk(config, "requests.answer", reference, {"outcome": outcome.value, "on": day(on)}) as at:
        from audit.registers import requests  # noqa: PLC0415 - slow to import

        try:
            with at.writing() as pen:
                requests.answer(pen, reference, day(on), requests.Outcome(outcome.value))
        except ValueError as error:
            _refuse(error, phrase("It was not received yet on that day."))
    say(phrase("Entered under %(reference)s."), reference=reference)


def note(
    reference: Reference,
    *,
    text: Annotated[str, typer.Option("--text", help=phrase("The note."))],
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Add a note to a request."""
    inspect(config, anyway, text=text)
    with desk(config, "requests.note", reference, {}) as at:
        from audit.registers.requests import Step, enter  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            enter(pen, reference, Step.NOTED, {"text": text})
    say(phrase("Entered under %(reference)s."), reference=reference)


def list_(
    *,
    overdue: Annotated[
        bool, typer.Option("--overdue", help=phrase("Those past their day; status 1 where there are any."))
    ] = False,
    only_open: Annotated[bool, typer.Option("--open", help=phrase("Those without an answer."))] = False,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List the requests, in order of reference."""
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    now = today()
    with desk(config, "requests.list", "requests", {"overdue": overdue or None}) as at:
        from audit.registers.requests import requests  # noqa: PLC0415 - slow to import
        from gateway.reports.requests import SUBJECTS, state  # noqa: PLC0415

        with at.registers.reading() as connection:
            every = requests(connection)
        reader = at.reader
    found = [
        each
        for each in every
        if (each.is_overdue(now) or not overdue) and (each.answered is None or not only_open)
    ]
    table = Table(box=None, pad_edge=False)
    for title in (phrase("Reference"), phrase("Subject"), phrase("Received"), phrase("Due"), phrase("State")):
        table.add_column(translate(title), overflow="fold")
    for each in found:
        if as_json:
            row = {
                "reference": each.reference,
                "subject": each.subject.value,
                "received": each.received.isoformat(),
                "due": each.due.isoformat(),
                "extended": each.extended,
                "answered": each.answered.isoformat() if each.answered else None,
                "outcome": each.outcome.value if each.outcome else None,
                "overdue": each.is_overdue(now),
                "lookups": each.lookups,
            }
            typer.echo(json.dumps(row))
        said = translate(SUBJECTS[each.subject.value]), each.received.isoformat(), each.due.isoformat()
        table.add_row(*map(Text, (each.reference, *said, state(each, reader, now))))
    if not as_json:
        console().print(table)
    if overdue and found:
        raise typer.Exit(1)


def export(to: To = Format.HTML, config: Config = None) -> None:
    """Write the register on standard output."""
    with desk(config, "requests.export", "requests", {"format": to}) as at:
        from audit.registers.requests import requests  # noqa: PLC0415 - slow to import
        from gateway.reports.requests import document  # noqa: PLC0415

        with at.registers.reading() as connection:
            found = requests(connection)
        write(document(found, at.reader), to)


def erase(reference: Reference, *, reason: Reason, config: Config = None) -> None:
    """Erase an answered request from the register, once its purpose is met; the chain says so."""
    with desk(config, "requests.erase", reference, {"reason": reason}) as at:
        from audit.registers.requests import request  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            if request(pen.connection, reference).answered is None:
                fail(phrase("It waits for an answer: nothing was erased."))
            count = pen.erase(reference)
    say(phrase("%(count)s entries erased."), count=count)


def _refuse(error: ValueError, message: str) -> None:
    """Tell what is wrong with a day or a reference; what has its own sentence keeps it."""
    from audit.errors import ReferenceTaken, RegisterClosed  # noqa: PLC0415 - slow to import

    if isinstance(error, ReferenceTaken | RegisterClosed):
        raise error
    fail(message)
