"""How the commands speak: in one language, results on standard output, remarks on standard error."""

from contextvars import ContextVar
from typing import TYPE_CHECKING, NoReturn

import typer

from gateway.language import gettext

if TYPE_CHECKING:
    from rich.console import Console

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
    """Return a console on standard output, with colours where it is a terminal."""
    from rich.console import Console  # noqa: PLC0415 - most commands print plain lines

    return Console(highlight=False, soft_wrap=False)
