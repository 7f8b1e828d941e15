"""`paravent keys`: who may use the gateway."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.configuration import Config, read
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from pathlib import Path

    from audit.keys import KeyRecord, KeyStore


class RoleChoice(StrEnum):
    """The roles of `audit.keys.Role`, which is slow to import."""

    STAFF = "staff"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    ADMIN = "admin"


@contextmanager
def _keys(config: "Path | None") -> Iterator["KeyStore"]:
    settings = read(config)
    from audit.errors import AuditUnavailable  # noqa: PLC0415 - the database is slow to import
    from audit.keys import KeyStore  # noqa: PLC0415

    try:
        store = KeyStore(settings.database.get_secret_value())
    except AuditUnavailable as error:
        fail(phrase("The database cannot be used: %(reason)s"), reason=error)
    try:
        yield store
    except AuditUnavailable as error:
        fail(phrase("The database cannot be used: %(reason)s"), reason=error)
    finally:
        store.close()


def create(
    name: Annotated[str, typer.Option("--name", help=phrase("The person or the tool that will use it."))],
    team: Annotated[str | None, typer.Option("--team", help=phrase("Decides the policy."))] = None,
    role: Annotated[
        RoleChoice,
        typer.Option(
            "--role",
            help=phrase(
                "A reviewer decides upon calls of the team, an officer reads the audit, an admin makes keys."
            ),
        ),
    ] = RoleChoice.STAFF,
    expires: Annotated[
        datetime | None,
        typer.Option(
            "--expires", formats=["%Y-%m-%d"], metavar="DATE", help=phrase("Its last day (2026-12-31).")
        ),
    ] = None,
    config: Config = None,
) -> None:
    """Make a key; its token is printed alone on standard output, this once."""
    if not name.strip() or (team is not None and not team.strip()):
        fail(phrase("A key wants a name, and a team that is given one as well."))
    end = None
    if expires is not None:
        end = datetime.combine(expires.date() + timedelta(days=1), time.min).astimezone(UTC)
        if end <= datetime.now(UTC):
            fail(phrase("This date has passed; no key was made."))
    with _keys(config) as store:
        from audit.errors import KeyNameTaken, RecordInvalid  # noqa: PLC0415 - slow to import

        try:
            record, token = store.create(name, team, role.value, end)
        except KeyNameTaken:
            fail(
                phrase("A key in force is already named %(name)s: revoke it first, or choose another name."),
                name=name,
            )
        except RecordInvalid as error:
            fail(phrase("This key cannot be kept: %(reason)s"), reason=error)
    say(phrase("Key %(id)s made for %(name)s. Its token is shown this once:"), id=record.id, name=record.name)
    typer.echo(token)


def list_(config: Config = None) -> None:
    """List every key ever made, without tokens."""
    from rich.table import Table  # noqa: PLC0415 - slow to import

    with _keys(config) as store:
        records = store.list()
    table = Table(box=None, pad_edge=False)
    for title in (
        phrase("Id"),
        phrase("Name"),
        phrase("Team"),
        phrase("Role"),
        phrase("Made"),
        phrase("Last day"),
        phrase("State"),
    ):
        table.add_column(translate(title), overflow="fold")
    now = datetime.now(UTC)
    for record in records:
        last = (record.expires - timedelta(microseconds=1)) if record.expires else None
        table.add_row(
            record.id,
            record.name,
            record.team or "",
            record.role,
            _day(record.created),
            _day(last),
            _state(record, now),
        )
    console().print(table)


def revoke(
    key: Annotated[str, typer.Argument(metavar="KEY", help=phrase("The key's id or name."))],
    config: Config = None,
) -> None:
    """End a key at once."""
    with _keys(config) as store:
        from audit.errors import UnknownKey  # noqa: PLC0415 - slow to import

        try:
            record = store.revoke(key)
        except UnknownKey:
            fail(phrase("No key in force has this id or name."))
    say(phrase("Key %(id)s (%(name)s) is revoked."), id=record.id, name=record.name)


def _day(at: datetime | None) -> str:
    return at.astimezone().date().isoformat() if at else ""


def _state(record: "KeyRecord", now: datetime) -> str:
    if record.revoked is not None:
        return translate(phrase("revoked"))
    return translate(phrase("in force") if record.in_force(now) else phrase("expired"))
