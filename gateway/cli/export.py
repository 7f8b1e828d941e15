"""`paravent audit export`: every event, for another program or a spreadsheet."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.audit import Since, Until, aware, opened
from gateway.cli.configuration import Config
from gateway.cli.speech import language, say
from gateway.language import phrase
from gateway.reports.canadian import delimiter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.calls import Event


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    CSV = "csv"
    OCSF = "ocsf"
    CEF = "cef"


def export(
    to: Annotated[
        Format,
        typer.Option(
            "--format",
            help=phrase("JSON lines, CSV, or what a collector of security events reads: OCSF, CEF."),
        ),
    ] = Format.JSONL,
    since: Since = None,
    until: Until = None,
    config: Config = None,
) -> None:
    """Write every event on standard output, in the order of the chain and in UTF-8 whatever the locale."""
    from audit.cef import cef_lines  # noqa: PLC0415 - slow to import
    from audit.export import csv_lines, json_lines  # noqa: PLC0415
    from audit.ocsf import ocsf_lines  # noqa: PLC0415

    lines_of = {Format.JSONL: json_lines, Format.OCSF: ocsf_lines, Format.CEF: cef_lines}

    def written(events: "Iterator[Event]") -> "Iterator[str]":
        return csv_lines(events, delimiter(language.get())) if to is Format.CSV else lines_of[to](events)

    # The first line of a table names its columns.
    first = 0 if to is Format.CSV else 1
    count = 0
    with opened(config, "audit.export", "events", {"format": to, "since": since, "until": until}) as reader:
        lines = written(reader.stream(aware(since), aware(until)))
        for count, line in enumerate(lines, first):  # noqa: B007 - it is told
            sys.stdout.buffer.write(line.encode())
        sys.stdout.buffer.flush()
    say(phrase("%(count)s event(s) exported."), count=count)
