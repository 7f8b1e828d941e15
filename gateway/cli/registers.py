"""What the commands of the registers share: the desk that they work at, and the options they take."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.audit import ACTOR, aware, opened
from gateway.cli.configuration import Config, read
from gateway.cli.reason import reason_option
from gateway.cli.speech import fail, language
from gateway.language import phrase

if TYPE_CHECKING:
    from audit.calls import Search
    from audit.reader import Reader as Record
    from audit.registers.entries import Pen, Registers
    from config.settings import Settings
    from gateway.reports.document import Document
    from gateway.reports.heading import Reader

Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help=phrase("A reference of the register."))]
Reason = Annotated[str, reason_option(phrase("Why: it is put on record with the command."))]
AsJson = Annotated[bool, typer.Option("--json", help=phrase("Print JSON lines instead of a table."))]
Caller = Annotated[str | None, typer.Option("--caller", help=phrase("The name of a key."))]
Team = Annotated[str | None, typer.Option("--team", help=phrase("A team."))]
Project = Annotated[str | None, typer.Option("--project", help=phrase("A project."))]
Provider = Annotated[str | None, typer.Option("--provider", help=phrase("A provider."))]
_DAY = ["%Y-%m-%d"]


def day_option(name: str, message: str) -> typer.models.OptionInfo:
    """Return an option that takes a day."""
    return typer.Option(name, formats=_DAY, metavar="DATE", help=message)  # type: ignore[no-any-return]


Known = Annotated[datetime | None, day_option("--known", phrase("When it became known (default: today)."))]


class Format(StrEnum):
    """How a report is written."""

    HTML = "html"
    CSV = "csv"
    JSON = "json"


To = Annotated[
    Format,
    typer.Option("--format", help=phrase("A page to read or print, a table for a spreadsheet, or JSON.")),
]


@dataclass(frozen=True, slots=True)
class Desk:
    """The settings, the record and the registers, while a command works with them."""

    settings: "Settings"
    record: "Record"
    registers: "Registers"

    @contextmanager
    def writing(self) -> Iterator["Pen"]:
        """Give a pen, for entries of now by whoever runs the command."""
        with self.registers.writing(datetime.now(UTC), ACTOR) as pen:
            yield pen

    @property
    def reader(self) -> "Reader":
        """For whom a report is written."""
        from gateway.reports.heading import Reader  # noqa: PLC0415 - slow to import

        return Reader(language.get(), self.settings.organization, today())


@contextmanager
def desk(config: Path | None, action: str, subject: str, asked: Mapping[str, object]) -> Iterator[Desk]:
    """Give a desk, after the command is on record; tell what cannot be done and end the command."""
    with opened(config, action, subject, asked) as record:
        from audit.errors import (  # noqa: PLC0415 - slow to import
            RecordInvalid,
            ReferenceTaken,
            RegisterClosed,
            UnknownReference,
        )
        from audit.registers.entries import Registers  # noqa: PLC0415

        settings = read(config)
        registers = Registers(settings.database.get_secret_value())
        try:
            yield Desk(settings, record, registers)
        except UnknownReference:
            fail(phrase("Nothing in this register has this reference."))
        except RegisterClosed:
            fail(phrase("It is closed: it takes notes only, and notices for an incident."))
        except ReferenceTaken:
            fail(phrase("This reference is in use: choose another."))
        except RecordInvalid:
            fail(phrase("Write each text in at most 2000 printable characters."))
        finally:
            registers.close()


def search(
    *,
    since: datetime | None,
    until: datetime | None,
    caller: str | None,
    team: str | None,
    project: str | None,
    provider: str | None,
) -> "Search | None":
    """Return the search that the options ask for; None where they ask for nothing."""
    from audit.calls import Search  # noqa: PLC0415 - slow to import

    asked = Search(
        since=aware(since), until=aware(until), caller=caller, team=team, project=project, provider=provider
    )
    return None if asked == Search() else asked


def write(document: "Document", to: Format) -> None:
    """Write a report on standard output, in UTF-8 whatever the locale."""
    from gateway.reports.written import as_csv, as_html, as_json  # noqa: PLC0415 - slow to import

    out = typer.get_binary_stream("stdout")
    if to is Format.CSV:
        for line in as_csv(document):
            out.write(line.encode())
    else:
        out.write((as_html if to is Format.HTML else as_json)(document).encode())
    out.flush()


def day(value: datetime | None) -> date:
    """Return the day that an option gave, or today."""
    return value.date() if value else today()


def expect_come(value: datetime | None) -> None:
    """Refuse a day that is still to come."""
    if day(value) > today():
        fail(phrase("This day is still to come."))


def today() -> date:
    """Return the day it is where the command runs."""
    return date.today()  # noqa: DTZ011 - the organization's own day


__all__ = ["Config", "Desk", "desk", "search"]
