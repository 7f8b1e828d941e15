"""`paravent audit lookup`: in which calls a person's information was, when, and who received them."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import Config, read
from gateway.cli.reason import expect_without, reason_option
from gateway.cli.registers import desk
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.calls import Match, Matches
    from gateway.cli.registers import Desk


def lookup(
    *,
    reason: Annotated[str, reason_option(phrase("Why you ask: it is put on record with the question."))],
    after: Annotated[
        int | None,
        typer.Option("--after", min=1, max=2**63 - 1, help=phrase("Where the page before ended.")),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help=phrase("How many calls."))] = 50,
    as_json: Annotated[
        bool, typer.Option("--json", help=phrase("Print JSON lines instead of a table."))
    ] = False,
    for_: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="REFERENCE", help=phrase("The request of the register that this search is for.")
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Answer a person's access request (P-39.1, s. 27). The value is typed or piped, never an argument.

    The command line is kept in histories and shown to other users of the machine. What is recorded of the
    question is its reason.
    """
    from audit.index import IndexKey  # noqa: PLC0415 - slow to import

    keys = [IndexKey(key) for key in read(config).index_keys()]
    value = ask()
    if not value:
        fail(phrase("Give a value: a name, a number, an address."))
    expect_without(value, reason)
    asked = {"reason": reason, "limit": limit, "after": after, "for": for_}
    with desk(config, "audit.lookup", "person", asked) as at:

        def look() -> "Matches":
            return at.record.lookup(value, keys, after, limit)

        found = _for_request(at, for_, look, is_first=after is None) if for_ else look()
    if as_json:
        for match in found.matches:
            typer.echo(json.dumps(_plain(match), ensure_ascii=False))
    elif found.matches:
        _print(found.matches)
    else:
        say(phrase("This value is in no call on record."))
    if found.following:
        say(phrase("More calls: --after %(cursor)s"), cursor=found.following)


def _for_request(at: "Desk", reference: str, look: "Callable[[], Matches]", *, is_first: bool) -> "Matches":
    """Search for a request that waits; the first page is entered, with how many calls it had."""
    from audit.registers.requests import Step, enter, expect_open  # noqa: PLC0415 - slow to import

    with at.registers.reading() as connection:
        expect_open(connection, reference)
    found = look()
    if is_first:
        with at.writing() as pen:
            more = int(found.following is not None)
            enter(pen, reference, Step.LOOKED_UP, {"calls": len(found.matches), "more": more})
    return found


def ask() -> str:
    """Return the value that is typed, unseen, or piped; the command line would show it to others."""
    if sys.stdin.isatty():
        return str(typer.prompt(translate(phrase("Value to look for")), hide_input=True)).strip()
    return sys.stdin.read().strip()


def _plain(match: "Match") -> dict[str, object]:
    values = match.call.opening.values
    told = ("name", "team", "project", "purpose", "provider", "location", "assessment", "model")
    return {
        "request_id": match.call.request_id,
        "at": match.call.opening.at.isoformat(),
        "match": match.strength.value,
        "labels": list(match.labels),
        **{name: values.get(name) for name in told},
        "ending": match.call.ending.value,
    }


def _print(matches: "tuple[Match, ...]") -> None:
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    titles = (
        phrase("When"),
        phrase("Request"),
        phrase("Match"),
        phrase("Hidden"),
        phrase("Provider"),
        phrase("Country"),
        phrase("Project"),
        phrase("Purpose"),
        phrase("Team"),
    )
    for title in titles:
        table.add_column(translate(title), overflow="fold")
    for match in matches:
        values = match.call.opening.values
        facts = [
            str(values.get(name) or "") for name in ("provider", "location", "project", "purpose", "team")
        ]
        at = match.call.opening.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        strength = translate(_STRENGTHS[match.strength.value])
        table.add_row(*map(Text, (at, match.call.request_id, strength, ", ".join(match.labels), *facts)))
    console().print(table)


_STRENGTHS = {"whole": phrase("exact"), "parts": phrase("each word of the name")}
