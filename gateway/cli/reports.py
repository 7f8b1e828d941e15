"""`paravent reports`: what the record tells of a period, as a page, a table, JSON or Markdown."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.audit import Since, Until
from gateway.cli.configuration import Config
from gateway.cli.registers import Format, To, desk, today, write
from gateway.cli.speech import fail, say
from gateway.language import phrase

if TYPE_CHECKING:
    from gateway.reports.heading import Period

Month = Annotated[
    datetime | None,
    typer.Option("--month", formats=["%Y-%m"], metavar="YYYY-MM", help=phrase("A month.")),
]


class StatementFormat(StrEnum):
    """How a statement is written."""

    HTML = "html"
    MARKDOWN = "markdown"


def transfers(
    *,
    month: Month = None,
    since: Since = None,
    until: Until = None,
    to: To = Format.HTML,
    config: Config = None,
) -> None:
    """Write the register of communications outside Québec (P-39.1, s. 17), of this year by default."""
    when = _period(month, since, until)
    with desk(config, "reports.transfers", "calls", _asked(when, to)) as at:
        from audit.reports.transfers import transfers as add_up  # noqa: PLC0415 - slow to import
        from config.provider import AT_HOME  # noqa: PLC0415
        from gateway.reports.transfers import document  # noqa: PLC0415

        with at.registers.reading() as connection:
            found = add_up(connection, when.since, when.until, AT_HOME)
        write(document(found, at.settings.providers, when, at.reader), to)


def projects(
    *,
    month: Month = None,
    since: Since = None,
    until: Until = None,
    to: To = Format.HTML,
    config: Config = None,
) -> None:
    """Write the use of AI by project: purposes, providers, what was hidden; of this year by default."""
    when = _period(month, since, until)
    with desk(config, "reports.projects", "calls", _asked(when, to)) as at:
        from audit.reports.projects import projects as add_up  # noqa: PLC0415 - slow to import
        from gateway.reports.projects import document  # noqa: PLC0415

        with at.registers.reading() as connection:
            found = add_up(connection, when.since, when.until)
        write(document(found, when, at.reader), to)


def activity(*, month: Month = None, to: To = Format.HTML, config: Config = None) -> None:
    """Write a month's activity beside the month before, for management; of last month by default."""
    when = _month(month.date() if month else _before(today()))
    before = _month(_before(when.days[0]))
    with desk(config, "reports.activity", "calls", _asked(when, to)) as at:
        from audit.reports.activity import activity as add_up  # noqa: PLC0415 - slow to import
        from gateway.reports.activity import document  # noqa: PLC0415

        with at.registers.reading() as connection:
            now, past = (add_up(connection, each.since, each.until) for each in (when, before))
        write(document(now, past, when, at.reader), to)


def statement(
    project: Annotated[str, typer.Argument(metavar="PROJECT", help=phrase("A project."))],
    *,
    month: Month = None,
    since: Since = None,
    until: Until = None,
    validation: Annotated[
        str | None,
        typer.Option("--validation", help=phrase("Who reviews what AI produces, and how, in your words.")),
    ] = None,
    to: Annotated[
        StatementFormat, typer.Option("--format", help=phrase("A page, or Markdown."))
    ] = StatementFormat.HTML,
    config: Config = None,
) -> None:
    """Write the statement by which a project's partners and participants are told of its use of AI."""
    when = _period(month, since, until)
    with desk(config, "reports.statement", project, _asked(when, to)) as at:
        from audit.reports.projects import checked as count  # noqa: PLC0415 - slow to import
        from audit.reports.projects import projects as add_up  # noqa: PLC0415
        from audit.reports.tally import Tally  # noqa: PLC0415
        from gateway.reports.statement import document  # noqa: PLC0415
        from gateway.reports.written import as_html, as_markdown  # noqa: PLC0415

        with at.registers.reading() as connection:
            found = add_up(connection, when.since, when.until).get(project, Tally())
            checked = count(connection, project, when.since, when.until)
        told = document(project, found, when, at.reader, checked=checked, validation=validation)
        written = as_html(told) if to is StatementFormat.HTML else as_markdown(told)
    out = typer.get_binary_stream("stdout")
    out.write(written.encode())
    out.flush()
    if not found.calls:
        say(phrase("No call of this project is on record in this period: is its name written as staff do?"))
    if validation is None:
        say(phrase("Say who reviews what AI produces (--validation): the record does not tell."))


def _period(month: datetime | None, since: datetime | None, until: datetime | None) -> "Period":
    """Return the period that the options ask for: a month, or from a day to another, or this year so far."""
    from gateway.reports.heading import Period  # noqa: PLC0415 - slow to import

    if month is not None:
        if since or until:
            fail(phrase("Give a month, or --since and --until, not both."))
        return _month(month.date())
    begin = _local(since or datetime.combine(date(today().year, 1, 1), time.min))
    end = _local(until) if until else datetime.now(UTC).astimezone()
    if end <= begin:
        fail(phrase("The period ends before it begins."))
    return Period(begin, end)


def _month(first: date) -> "Period":
    from gateway.reports.heading import Period  # noqa: PLC0415 - slow to import

    first = first.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Period(*(_local(datetime.combine(each, time.min)) for each in (first, after)))


def _before(day: date) -> date:
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def _local(at: datetime) -> datetime:
    """Return a time of the machine's own zone, with the difference from UTC of that day."""
    return at.astimezone()


def _asked(when: "Period", to: StrEnum) -> dict[str, object]:
    return {"since": when.since.isoformat(), "until": when.until.isoformat(), "format": to}
