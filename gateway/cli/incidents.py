"""`paravent incidents`: the register of confidentiality incidents (P-39.1, s. 3.5 to 3.8)."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.audit import ACTOR, Since, Until
from gateway.cli.configuration import Config
from gateway.cli.lookup import ask
from gateway.cli.reason import expect_without
from gateway.cli.registers import (
    AsJson,
    Caller,
    Desk,
    Format,
    Known,
    Project,
    Provider,
    Reason,
    Reference,
    Team,
    To,
    day,
    desk,
    expect_come,
    search,
    today,
    write,
)
from gateway.cli.speech import console, fail, say, translate
from gateway.cli.words import Anyway, inspect
from gateway.language import phrase

if TYPE_CHECKING:
    from audit.calls import Search

Value = Annotated[
    bool,
    typer.Option("--value", help=phrase("The calls that held a value, which is typed or piped.")),
]


def open_(
    *,
    reason: Reason,
    known: Known = None,
    circumstances: Annotated[
        str | None, typer.Option("--circumstances", help=phrase("What happened, in your words."))
    ] = None,
    value: Value = False,
    since: Since = None,
    until: Until = None,
    caller: Caller = None,
    team: Team = None,
    project: Project = None,
    provider: Provider = None,
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Open an incident, on the calls that held a value or that meet all conditions; print its reference."""
    asked = search(since=since, until=until, caller=caller, team=team, project=project, provider=provider)
    expect_come(known)
    typed = _value(value, asked)
    if typed is not None:
        expect_without(typed, f"{reason} {circumstances or ''}")
    inspect(config, anyway, circumstances=circumstances, reason=reason)
    with desk(config, "incidents.open", "incident", {"reason": reason, **_filters(typed, asked)}) as at:
        from audit.registers.incidents import open_incident  # noqa: PLC0415 - slow to import

        with at.writing() as pen:
            reference = open_incident(pen, known=day(known), day=today(), circumstances=circumstances)
        count = add_to(at, reference, typed, asked)
    typer.echo(reference)
    say(phrase("Incident %(reference)s is open, on %(count)s call(s)."), reference=reference, count=count)


def add(
    reference: Reference,
    *,
    value: Value = False,
    since: Since = None,
    until: Until = None,
    caller: Caller = None,
    team: Team = None,
    project: Project = None,
    provider: Provider = None,
    config: Config = None,
) -> None:
    """Add calls to an incident: those that held another value, or that meet other conditions."""
    asked = search(since=since, until=until, caller=caller, team=team, project=project, provider=provider)
    typed = _value(value, asked)
    if typed is None and asked is None:
        fail(phrase("Say which calls: --value, or conditions such as --since and --provider."))
    with desk(config, "incidents.add", reference, _filters(typed, asked)) as at:
        count = add_to(at, reference, typed, asked)
    say(phrase("%(count)s call(s) added."), count=count)


def list_(
    *,
    only_open: Annotated[bool, typer.Option("--open", help=phrase("Those that are not closed."))] = False,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """List the incidents, in order of reference."""
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    with desk(config, "incidents.list", "incidents", {"open": only_open or None}) as at:
        from audit.registers.incidents import incidents  # noqa: PLC0415 - slow to import

        with at.registers.reading() as connection:
            found = [each for each in incidents(connection) if not only_open or each.closed is None]
    table = Table(box=None, pad_edge=False)
    for title in (phrase("Reference"), phrase("Known"), phrase("Injury"), phrase("Notices"), phrase("State")):
        table.add_column(translate(title), overflow="fold")
    for each in found:
        serious = None if each.assessment is None else each.assessment.serious
        row = {
            "reference": each.reference,
            "known": each.known.isoformat(),
            "serious": serious,
            "notices": [notice.recipient.value for notice in each.notices],
            "missing_notices": [recipient.value for recipient in each.missing_notices],
            "closed": each.closed.isoformat() if each.closed else None,
        }
        if as_json:
            typer.echo(json.dumps(row))
        state = phrase("closed") if each.closed else phrase("open")
        cells = (
            *(each.reference, each.known.isoformat(), translate(_INJURY[serious])),
            *(", ".join(notice.recipient.value for notice in each.notices), translate(state)),
        )
        table.add_row(*map(Text, cells))
    if not as_json:
        console().print(table)


def calls(
    reference: Reference,
    *,
    after: Annotated[str, typer.Option("--after", help=phrase("Where the page before ended."))] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help=phrase("How many calls."))] = 50,
    config: Config = None,
) -> None:
    """Print the request ids of an incident's calls, and how each was found, as tab-separated lines."""
    with desk(config, "incidents.calls", reference, {"after": after or None, "limit": limit}) as at:
        from audit.registers.calls import named_calls  # noqa: PLC0415 - slow to import
        from audit.registers.incidents import incident  # noqa: PLC0415

        with at.registers.reading() as connection:
            incident(connection, reference)
            found = named_calls(connection, reference, after, limit + 1)
    for request_id, how in found[:limit]:
        typer.echo(f"{request_id}\t{how}")
    if len(found) > limit:
        say(phrase("More calls: --after %(cursor)s"), cursor=found[limit - 1][0])


def export(to: To = Format.HTML, config: Config = None) -> None:
    """Write the register on standard output, with what the regulation wants of it (A-2.1, r. 3.1, s. 7)."""
    with desk(config, "incidents.export", "incidents", {"format": to}) as at:
        from audit.registers.incidents import incidents, reach  # noqa: PLC0415 - slow to import
        from gateway.reports.incidents import document  # noqa: PLC0415

        with at.registers.reading() as connection:
            found = [(each, reach(connection, each.reference)) for each in incidents(connection)]
        write(document(found, at.reader), to)


def add_to(at: Desk, reference: str, value: str | None, asked: "Search | None") -> int:
    """Add to an incident the calls that held a value, and those that meet a search; tell how many."""
    from datetime import UTC  # noqa: PLC0415 - used here only

    from audit.index import IndexKey  # noqa: PLC0415 - slow to import
    from audit.registers.calls import add_calls, calls_of, calls_with  # noqa: PLC0415

    now, count = datetime.now(UTC), 0
    if value is not None:
        pages = calls_with(at.record, value, [IndexKey(key) for key in at.settings.index_keys()])
        count += add_calls(at.registers, reference, pages, now, ACTOR)
    if asked is not None:
        count += add_calls(at.registers, reference, calls_of(at.record, asked), now, ACTOR)
    return count


def _value(wanted: bool, asked: "Search | None") -> str | None:
    if not wanted:
        return None
    if asked is not None:
        fail(phrase("Give a value or conditions, not both: incidents add adds the others."))
    value = ask()
    if not value:
        fail(phrase("Give a value: a name, a number, an address."))
    return value


def _filters(value: str | None, asked: "Search | None") -> dict[str, object]:
    """Return what is put on record of a question: never the value."""
    if value is not None:
        return {"by": "value"}
    names = ("since", "until", "caller", "team", "project", "provider")
    return {name: getattr(asked, name) for name in names} if asked else {}


_INJURY = {None: phrase("not assessed"), True: phrase("serious"), False: phrase("not serious")}
