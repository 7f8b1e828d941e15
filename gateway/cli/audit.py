"""`paravent audit`: what left, for whom, to whom; each look at the record is itself put on record."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import Config, read
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from audit.calls import Call
    from audit.reader import Reader

#: Who is said to have asked: the operating system knows better who may run a command.
ACTOR = "command line"
_DAY = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
_FIRST, _LAST = datetime(1970, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - of the machine's zone


class EndingChoice(StrEnum):
    """The values of `audit.calls.Ending`, which is slow to import."""

    DELIVERED = "delivered"
    PROVIDER_ERROR = "provider_error"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    OPEN = "open"
    ERASED = "erased"


Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=_DAY, metavar="DATE", help=phrase("From this day or time on.")),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", formats=_DAY, metavar="DATE", help=phrase("Before this day or time.")),
]


@contextmanager
def database(config: Path | None) -> Iterator[str]:
    """Give the address of the migrated database; end the command where it cannot be used."""
    url = read(config).database.get_secret_value()
    from audit.database import migrate  # noqa: PLC0415 - the database is slow to import
    from audit.errors import AuditUnavailable  # noqa: PLC0415

    try:
        migrate(url)
        yield url
    except AuditUnavailable as error:
        fail(phrase("The database cannot be used: %(reason)s"), reason=error)


@contextmanager
def opened(config: Path | None, action: str, subject: str, asked: Mapping[str, object]) -> Iterator["Reader"]:
    """Give a reader, after the question is on record: what cannot be recorded is not shown."""
    with database(config) as url:
        from audit.ledger import append_now  # noqa: PLC0415 - the database is slow to import
        from audit.reader import Reader  # noqa: PLC0415
        from audit.records import LONGEST_DETAIL, Administration, fit  # noqa: PLC0415

        detail = {name: fit(str(value), LONGEST_DETAIL) for name, value in asked.items() if value is not None}
        append_now(url, Administration(datetime.now(UTC), ACTOR, action, fit(subject), detail))
        reader = Reader(url)
        try:
            yield reader
        finally:
            reader.close()


def list_(
    *,
    since: Since = None,
    until: Until = None,
    caller: Annotated[str | None, typer.Option("--caller", help=phrase("The name of a key."))] = None,
    team: Annotated[str | None, typer.Option("--team", help=phrase("A team."))] = None,
    project: Annotated[str | None, typer.Option("--project", help=phrase("A project."))] = None,
    provider: Annotated[str | None, typer.Option("--provider", help=phrase("A provider."))] = None,
    model: Annotated[str | None, typer.Option("--model", help=phrase("A model."))] = None,
    label: Annotated[
        str | None, typer.Option("--label", help=phrase("A kind of information (PERSON)."))
    ] = None,
    ending: Annotated[EndingChoice | None, typer.Option("--ending", help=phrase("How it ended."))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help=phrase("How many calls."))] = 50,
    after: Annotated[str | None, typer.Option("--after", help=phrase("Where the page before ended."))] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=phrase("Print JSON lines instead of a table."))
    ] = False,
    config: Config = None,
) -> None:
    """List calls, the newest first."""
    from audit.calls import Cursor, Ending, Search  # noqa: PLC0415 - slow to import

    try:
        cursor = Cursor.parse(after) if after else None
    except ValueError:  # also a number that no database keeps
        fail(phrase("--after takes what the page before gave."))
    filters = {
        "caller": caller,
        "team": team,
        "project": project,
        "provider": provider,
        "model": model,
        "label": label,
    }
    search = Search(
        since=aware(since), until=aware(until), ending=Ending(ending.value) if ending else None, **filters
    )
    asked = {**filters, "since": since, "until": until, "ending": ending, "limit": limit}
    with opened(config, "audit.list", "calls", asked) as reader:
        page = reader.calls(search, cursor, limit)
    if as_json:
        for call in page.calls:
            typer.echo(json.dumps(_as_json(call)))
    else:
        _print_calls(page.calls)
    if page.following:
        say(phrase("More calls: --after %(cursor)s"), cursor=page.following)


def show(
    request_id: Annotated[
        str, typer.Argument(metavar="REQUEST", help=phrase("The x-paravent-request-id of a call."))
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help=phrase("Print one JSON object instead of a table."))
    ] = False,
    config: Config = None,
) -> None:
    """Show everything on record about one call."""
    with opened(config, "audit.show", request_id, {}) as reader:
        call = reader.call(request_id)
    if call is None:
        fail(phrase("Nothing is on record under this request id."))
    if as_json:
        typer.echo(json.dumps(_as_json(call)))
        return
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    for event in filter(None, (call.departure, call.refusal, call.arrival)):
        table = Table(
            title=f"{event.kind} {event.at.astimezone().isoformat()}", title_justify="left", show_header=False
        )
        rows = {"sequence": event.sequence, "digest": event.digest, **event.values}
        if event.labels:
            rows["hidden"] = _counts(event.labels)
        if event.erased:
            rows["erased"] = ", ".join(event.erased)
        for name, value in rows.items():
            table.add_row(name, Text(str(value)))
        console().print(table)


def _print_calls(calls: "tuple[Call, ...]") -> None:
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for title in (
        phrase("When"),
        phrase("Request"),
        phrase("Who"),
        phrase("Team"),
        phrase("Provider"),
        phrase("Model"),
        phrase("Ending"),
        phrase("Hidden"),
    ):
        table.add_column(translate(title), overflow="fold")
    for call in calls:
        values = call.opening.values
        at = call.opening.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        facts = [str(values.get(name, "")) for name in ("name", "team", "provider", "model")]
        table.add_row(*map(Text, (at, call.request_id, *facts, call.ending, _counts(call.opening.labels))))
    console().print(table)


def _counts(labels: Mapping[str, int]) -> str:
    return ", ".join(f"{label}={count}" for label, count in labels.items())


def _as_json(call: "Call") -> dict[str, object]:
    from audit.export import plain  # noqa: PLC0415 - slow to import

    parts = {"departure": call.departure, "refusal": call.refusal, "arrival": call.arrival}
    told = {name: plain(event) for name, event in parts.items() if event is not None}
    return {"request_id": call.request_id, "ending": call.ending, **told}


def aware(at: datetime | None) -> datetime | None:
    """Return a time that was written without a zone: it is the machine's own.

    Nothing on record is before the first or after the last that can be told in any zone.
    """
    return min(max(at, _FIRST), _LAST).astimezone(UTC) if at else None
