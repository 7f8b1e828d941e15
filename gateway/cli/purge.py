"""`paravent audit purge`: what was kept long enough is erased, and the record says so."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.audit import ACTOR, opened
from gateway.cli.configuration import Config, read
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.retention import Report, Share


def purge(
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm", help=phrase("Erase; without this, only tell what would be."))
    ] = False,
    config: Config = None,
) -> None:
    """Apply `audit.retention` (P-39.1, s. 23). The chain still verifies; what is on hold stays."""
    settings = read(config)
    ages = settings.audit.retention.ages()
    if not ages:
        fail(phrase("The configuration sets no age in audit.retention: everything is kept."))
    from audit.chain import DetailClass  # noqa: PLC0415 - slow to import
    from audit.retention import erase, plan  # noqa: PLC0415

    url, now = settings.database.get_secret_value(), datetime.now(UTC)
    schedule = {DetailClass(name): age for name, age in ages.items()}
    asked = {"confirm": str(confirm).lower(), **{name: str(age) for name, age in ages.items()}}
    with opened(config, "audit.purge", "details", asked):
        if confirm:
            _tell(erase(url, schedule, now, ACTOR))
        else:
            _print(plan(url, schedule, now))
            say(phrase("Nothing was erased: add --confirm to erase."))


def _tell(report: "Report") -> None:
    """Print each proof: the class, how many details, then the sequence and the digest of its event."""
    for erasure in report.erasures:
        typer.echo(f"{erasure.detail_class}\t{erasure.count}\t{erasure.sequence}\t{erasure.digest}")
    say(phrase("%(count)s detail(s) erased."), count=sum(erasure.count for erasure in report.erasures))
    if not report.scrubbed:
        fail(phrase("The database's files may still hold some of it, as they are in use: run this again."))


def _print(shares: "Iterable[Share]") -> None:
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(box=None, pad_edge=False)
    for title in (phrase("Class"), phrase("Older than"), phrase("To erase"), phrase("On hold")):
        table.add_column(translate(title))
    for share in shares:
        before = share.before.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        table.add_row(share.detail_class, before, str(share.due), str(share.held))
    console().print(table)
