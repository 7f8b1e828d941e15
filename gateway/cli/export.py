"""`paravent audit export`: every event, for another program or a spreadsheet."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from gateway.cli.audit import Since, Until, aware, opened
from gateway.cli.configuration import Config
from gateway.cli.speech import say
from gateway.language import phrase


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    CSV = "csv"


def export(
    to: Annotated[Format, typer.Option("--format", help=phrase("JSON lines or CSV."))] = Format.JSONL,
    since: Since = None,
    until: Until = None,
    config: Config = None,
) -> None:
    """Write every event on standard output, in the order of the chain and in UTF-8 whatever the locale."""
    from audit.export import csv_lines, json_lines  # noqa: PLC0415 - slow to import

    # The first line of a table names its columns.
    lines_of, first = (csv_lines, 0) if to is Format.CSV else (json_lines, 1)
    count = 0
    with opened(config, "audit.export", "events", {"format": to, "since": since, "until": until}) as reader:
        lines = lines_of(reader.stream(aware(since), aware(until)))
        for count, line in enumerate(lines, first):  # noqa: B007 - it is told
            sys.stdout.buffer.write(line.encode())
        sys.stdout.buffer.flush()
    say(phrase("%(count)s event(s) exported."), count=count)
