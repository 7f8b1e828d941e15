"""`paravent incidents missed`: a value went through unseen: it is listed, and an incident is opened."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.audit import Since, Until
from gateway.cli.configuration import USUAL, Config
from gateway.cli.incidents import add_to
from gateway.cli.lookup import ask
from gateway.cli.reason import expect_without
from gateway.cli.registers import (
    Caller,
    Known,
    Project,
    Provider,
    Reason,
    Team,
    day,
    desk,
    expect_come,
    search,
    today,
)
from gateway.cli.speech import fail, say
from gateway.cli.words import Anyway, inspect
from gateway.language import phrase


def missed(
    *,
    reason: Reason,
    known: Known = None,
    without_term: Annotated[
        bool, typer.Option("--without-term", help=phrase("Leave the list of terms as it is."))
    ] = False,
    since: Since = None,
    until: Until = None,
    caller: Caller = None,
    team: Team = None,
    project: Project = None,
    provider: Provider = None,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Report a value that left unseen, typed or piped; print the reference of the incident.

    The index knows what was detected: it finds the calls in which this value was, and none in which it was
    missed. With --since and the other conditions, the calls that may have held it are named too.
    """
    asked = search(since=since, until=until, caller=caller, team=team, project=project, provider=provider)
    value = ask()
    if not value:
        fail(phrase("Give a value: a name, a number, an address."))
    expect_come(known)
    expect_without(value, reason)
    inspect(config, anyway, reason=reason)
    path = None if without_term else _list(config, value)
    with desk(config, "incidents.missed", "value", {"reason": reason, "term": str(path is not None)}) as at:
        from audit.registers.incidents import open_incident  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            reference = open_incident(pen, known=day(known), day=today(), origin="missed")
        typer.echo(reference)
        by_index = add_to(at, reference, value, None)
        by_conditions = add_to(at, reference, None, asked)
        if path is not None:
            _append(path, value)
    say(
        phrase(
            "Incident %(reference)s is open. The value was detected, and hidden, in %(count)s call(s) on "
            "record, which are named in it as a trail. The calls in which it was missed have no entry in the "
            "index: it cannot find them."
        ),
        reference=reference,
        count=by_index,
    )
    if asked is not None:
        say(phrase("%(count)s call(s) that may have held it are named too."), count=by_conditions)
    else:
        say(phrase("Name the calls that may have held it: paravent incidents add, with --since and so on."))


def _list(config: Path | None, value: str) -> Path:
    """Return the list to which the value will be added, before anything is done."""
    from config.terms import is_term, terms_file  # noqa: PLC0415 - used here only

    if not is_term(value):
        fail(
            phrase("A term of the list is one line, of two characters at least, that does not begin with #.")
        )
    path = terms_file(config or USUAL)
    if path is None:
        fail(
            phrase(
                "The configuration takes detection.terms from no file, so the value cannot be added. Write "
                "terms: file:terms.txt under detection, make that file, or use --without-term."
            )
        )
    return path


def _append(path: Path, value: str) -> None:
    from config.terms import append_term  # noqa: PLC0415 - used here only

    try:
        is_new = append_term(path, value)
    except OSError as error:
        fail(
            phrase(
                "The incident is open, but %(path)s cannot be written (%(reason)s): add the term by hand."
            ),
            path=path,
            reason=error.strerror or type(error).__name__,
        )
    if is_new:
        say(
            phrase(
                "The value was added to %(path)s, as it was typed. It is found, as CONFIDENTIAL_TERM, in any "
                "case and with or without accents, once the gateway is started again."
            ),
            path=path,
        )
    else:
        say(phrase("The value is in %(path)s already: was the gateway started again since?"), path=path)
