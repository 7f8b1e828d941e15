# ruff: noqa: INP001 - scripts are not a package
"""Tells every command with its options, from the commands themselves: docs/commands.md."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from gateway.cli import build

_INTRODUCTION = """\
# Commands

<!-- Made by scripts/documentation.py from gateway/cli. Do not edit. -->

`paravent --help`, or `--help` after any command, says the same in French or English: `--language fr|en`,
else `PARAVENT_LANGUAGE`, else the system's `LANG`, else French. Results are written on standard output,
remarks on standard error. The exit status is 0 when all is well, 1 when something is wrong that the command
tells, 2 for a command line that cannot be read, 70 for an error that should not happen.
"""


def every() -> Iterator[tuple[str, TyperCommand]]:
    """Yield each command with the words that call it."""
    yield from _under(get_command(build()), "paravent")


def render() -> str:
    """Return the page."""
    return _INTRODUCTION + "".join(_section(words, command) for words, command in every())


def _under(group: Any, words: str) -> Iterator[tuple[str, TyperCommand]]:
    if not isinstance(group, TyperGroup):
        yield words, group
        return
    for name, command in group.commands.items():
        yield from _under(command, f"{words} {name}")


def _section(words: str, command: TyperCommand) -> str:
    context = typer.Context(command, info_name=words)
    records = [record for each in command.params if (record := each.get_help_record(context))]
    rows = "".join(f"| `{_cell(name)}` | {_cell(' '.join(said.split()))} |\n" for name, said in records)
    table = f"\n| | |\n|---|---|\n{rows}" if rows else ""
    return f"\n## `{words}`\n\n{command.help}\n{table}"


def _cell(text: str) -> str:
    """Return a text as a cell of a table may hold it; what Typer calls a type says nothing to a reader."""
    return text.replace(" <str>", "").replace(" <path>", "").replace(" <int range>", " N").replace("|", "\\|")
