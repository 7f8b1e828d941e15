"""`paravent audit hold`: what must be kept for a dispute, an inquiry or a request, whatever its age."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from gateway.cli.audit import ACTOR, Since, Until, aware, database, opened
from gateway.cli.configuration import Config, read
from gateway.cli.reason import reason_option
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase


def add(
    *,
    reason: Annotated[str, reason_option(phrase("Why: it is put on record with the hold."))],
    since: Since = None,
    until: Until = None,
    project: Annotated[str | None, typer.Option("--project", help=phrase("A project."))] = None,
    request_id: Annotated[
        str | None,
        typer.Option("--request", metavar="REQUEST", help=phrase("The x-paravent-request-id of a call.")),
    ] = None,
    config: Config = None,
) -> None:
    """Keep the events that meet all of these conditions; print the id of the hold."""
    if not any((since, until, project, request_id)):
        fail(phrase("Say what to keep: --since, --until, --project or --request."))
    with database(config) as url:
        from audit.errors import RecordInvalid  # noqa: PLC0415 - slow to import
        from audit.holds import place_hold  # noqa: PLC0415

        try:
            hold = place_hold(
                url,
                reason,
                at=datetime.now(UTC),
                actor=ACTOR,
                since=aware(since),
                until=aware(until),
                project=project,
                request_id=request_id,
            )
        except RecordInvalid:
            fail(phrase("Write the reason and the conditions on one line, in at most 2000 characters."))
    typer.echo(hold.id)


def list_(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help=phrase("Print JSON lines instead of a table."))
    ] = False,
    config: Config = None,
) -> None:
    """List the holds in force, the oldest first."""
    from audit.holds import list_holds  # noqa: PLC0415 - slow to import

    url = read(config).database.get_secret_value()
    with opened(config, "audit.holds", "holds", {}):
        holds = list_holds(url)
    rows = [
        {
            "id": hold.id,
            "reason": hold.reason,
            "since": hold.since.isoformat() if hold.since else None,
            "until": hold.until.isoformat() if hold.until else None,
            "project": hold.project,
            "request_id": hold.request_id,
        }
        for hold in holds
    ]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for title in (
        phrase("Hold"),
        phrase("Reason"),
        phrase("From"),
        phrase("Before"),
        phrase("Project"),
        phrase("Request"),
    ):
        table.add_column(translate(title), overflow="fold")
    for row in rows:
        table.add_row(*(Text(value or "") for value in row.values()))
    console().print(table)


def lift(
    hold: Annotated[str, typer.Argument(metavar="HOLD", help=phrase("The id of a hold."))],
    config: Config = None,
) -> None:
    """End a hold: what it kept is erased by the next purge, where it is old enough."""
    with database(config) as url:
        from audit.errors import UnknownHold  # noqa: PLC0415 - slow to import
        from audit.holds import release_hold  # noqa: PLC0415

        try:
            release_hold(url, hold, at=datetime.now(UTC), actor=ACTOR)
        except UnknownHold:
            fail(phrase("No hold in force has this id."))
    say(phrase("The hold is lifted."))
