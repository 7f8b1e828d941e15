"""How the commands speak: in one language, results on standard output, remarks on standard error."""

import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, NoReturn

import typer

from gateway.language import gettext

if TYPE_CHECKING:
    from rich.console import Console

#: Columns of a table that is piped or kept in a file.
_WIDE = 160

language: ContextVar[str] = ContextVar("language", default="fr")


def translate(message: str) -> str:
    """Return a message in the language of the command."""
    return gettext(message, language.get())


def say(message: str, **values: object) -> None:
    """Print a remark on standard error; standard output is for results alone."""
    typer.echo(translate(message) % values if values else translate(message), err=True)


def fail(message: str, **values: object) -> NoReturn:
    """Say what is wrong and end the command with status 1."""
    say(message, **values)
    raise typer.Exit(1)


def console() -> "Console":
    """Return a console on standard output: as wide as the terminal, or wide where there is none."""
    from rich.console import Console  # noqa: PLC0415 - most commands print plain lines

    return Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
