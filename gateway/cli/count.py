"""`paravent audit count`: how many calls, by one of what they tell."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from gateway.cli.audit import EndingChoice, Since, Until, aware, opened
from gateway.cli.configuration import Config
from gateway.cli.speech import console, translate
from gateway.language import phrase


class ByChoice(StrEnum):
    """The values of `audit.counts.By`, which is slow to import."""

    DAY = "day"
    TEAM = "team"
    PROJECT = "project"
    PROVIDER = "provider"
    MODEL = "model"
    LABEL = "label"
    OUTCOME = "outcome"


def count(
    *,
    by: Annotated[ByChoice, typer.Option("--by", help=phrase("What calls are counted by."))],
    since: Since = None,
    until: Until = None,
    team: Annotated[str | None, typer.Option("--team", help=phrase("A team."))] = None,
    project: Annotated[str | None, typer.Option("--project", help=phrase("A project."))] = None,
    provider: Annotated[str | None, typer.Option("--provider", help=phrase("A provider."))] = None,
    model: Annotated[str | None, typer.Option("--model", help=phrase("A model."))] = None,
    label: Annotated[
        str | None, typer.Option("--label", help=phrase("A kind of information (PERSON)."))
    ] = None,
    ending: Annotated[EndingChoice | None, typer.Option("--ending", help=phrase("How it ended."))] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=phrase("Print JSON lines instead of a table."))
    ] = False,
    config: Config = None,
) -> None:
    """Count calls; by label, count the values that were hidden as well."""
    from audit.calls import Ending, Search  # noqa: PLC0415 - slow to import
    from audit.counts import By  # noqa: PLC0415

    filters = {"team": team, "project": project, "provider": provider, "model": model, "label": label}
    search = Search(
        since=aware(since), until=aware(until), ending=Ending(ending.value) if ending else None, **filters
    )
    asked = {**filters, "since": since, "until": until, "ending": ending, "by": by}
    with opened(config, "audit.count", "calls", asked) as reader:
        counts = reader.counts(By(by.value), search)
    if as_json:
        for each in counts:
            told = {"name": each.name, "calls": each.calls, "values": each.values}
            typer.echo(json.dumps(told, ensure_ascii=False))
        return
    from rich.table import Table  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for title in (_TITLES[by.value], phrase("Calls"), phrase("Values")):
        table.add_column(translate(title), overflow="fold")
    for each in counts:
        table.add_row(
            Text(each.name or "-"), str(each.calls), "" if each.values is None else str(each.values)
        )
    console().print(table)


_TITLES = {
    "day": phrase("Day"),
    "team": phrase("Team"),
    "project": phrase("Project"),
    "provider": phrase("Provider"),
    "model": phrase("Model"),
    "label": phrase("Label"),
    "outcome": phrase("Ending"),
}
