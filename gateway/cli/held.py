"""`paravent held`: calls that wait for approval, read and decided upon by whoever runs the commands."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from gateway.cli.audit import ACTOR, opened
from gateway.cli.configuration import Config, read
from gateway.cli.reason import reason_option
from gateway.cli.speech import console, fail, say, translate
from gateway.cli.words import Anyway, inspect
from gateway.language import phrase

if TYPE_CHECKING:
    from audit.held import HeldCalls
    from audit.heldcall import Held, State

T = TypeVar("T")
Identity = Annotated[
    str, typer.Argument(metavar="ID", help=phrase("The id that the refusal told: that of the request."))
]
AsJson = Annotated[bool, typer.Option("--json", help=phrase("Print JSON lines instead of a table."))]


def list_(*, as_json: AsJson = False, config: Config = None) -> None:
    """List the calls that wait, or were decided upon and have not expired, the oldest first."""
    with opened(config, "audit.held", "held", {}), _table(config) as held:
        calls = held.all(datetime.now(UTC))
    if as_json:
        for call in calls:
            typer.echo(json.dumps(_plain(call), ensure_ascii=False))
        return
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
        phrase("State"),
        phrase("Hidden"),
    ):
        table.add_column(translate(title), overflow="fold")
    for call in calls:
        at = call.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        labels = ", ".join(f"{label}={count}" for label, count in call.labels.items())
        facts = (call.id, call.name, call.team or "", call.provider, call.model or "", call.state.value)
        table.add_row(*map(Text, (at, *facts, labels)))
    console().print(table)


def show(identity: Identity, config: Config = None) -> None:
    """Print what would leave, with its pseudonyms. Originals are not kept."""
    settings = read(config)
    with opened(config, "audit.held_text", identity, {}), _table(config) as held:
        call = _told(lambda: held.get(identity, datetime.now(UTC)))
    if call.sealed is None:
        fail(phrase("Its text is not kept any more: it was refused, or has left."))
    from gateway.held.outgoing import Sealer, Unsealed  # noqa: PLC0415 - slow to import

    try:
        typer.echo(Sealer(settings.key("held")).open(call.id, call.sealed))
    except Unsealed:
        fail(phrase("What would leave cannot be shown: it was changed, or the secret is another."))


def approve(
    *,
    identity: Identity,
    reason: Annotated[
        str, typer.Option("--reason", help=phrase("Why: it is put on record with the decision."))
    ] = "",
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Let a call through once, when it is sent again unchanged and in time."""
    from audit.heldcall import State  # noqa: PLC0415 - slow to import

    _decide(config, identity, State.APPROVED, reason, anyway=anyway)
    say(phrase("Approved: sent again unchanged and in time, the call leaves once."))


def refuse(
    *,
    identity: Identity,
    reason: Annotated[str, reason_option(phrase("Why: whoever made the call is told, and it is recorded."))],
    anyway: Anyway = False,
    config: Config = None,
) -> None:
    """Do not let a call through: sent again, it is refused with the reason."""
    from audit.heldcall import State  # noqa: PLC0415 - slow to import

    _decide(config, identity, State.REFUSED, reason, anyway=anyway)
    say(phrase("Refused: whoever sends the call again is told why."))


def _decide(config: Path | None, identity: str, state: "State", reason: str, *, anyway: bool) -> None:
    inspect(config, anyway, reason=reason or None)
    with _table(config) as held:
        at = datetime.now(UTC)
        _told(lambda: held.decide(identity, state, by=ACTOR, at=at, reason=reason))


@contextmanager
def _table(config: Path | None) -> Iterator["HeldCalls"]:
    url = read(config).database.get_secret_value()
    from audit.database import migrate  # noqa: PLC0415 - slow to import
    from audit.errors import AuditUnavailable  # noqa: PLC0415
    from audit.held import HeldCalls  # noqa: PLC0415

    try:
        migrate(url)
        held = HeldCalls(url)
        try:
            yield held
        finally:
            held.close()
    except AuditUnavailable as error:
        fail(phrase("The database cannot be used: %(reason)s"), reason=error)


def _told(question: Callable[[], T]) -> T:
    """Return the answer, or tell why there is none and end the command."""
    from audit.errors import Decided, RecordInvalid, UnknownHeld  # noqa: PLC0415 - slow to import

    try:
        return question()
    except UnknownHeld:
        fail(phrase("No call that waits has this id, or it has expired."))
    except Decided:
        fail(phrase("This was decided upon already."))
    except RecordInvalid:
        fail(phrase("Write the reason on one line, in at most 500 printable characters."))


def _plain(call: "Held") -> dict[str, object]:
    told = ("id", "name", "team", "project", "purpose", "provider", "operation", "model", "policy", "decider")
    return {
        **{name: getattr(call, name) for name in told},
        "state": call.state.value,
        "at": call.at.isoformat(),
        "expires": call.expires.isoformat(),
        "labels": dict(call.labels),
        "reason": call.reason,
    }
