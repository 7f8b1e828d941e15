"""Why something is asked or done: a line that says something, for it is all that the record has of it."""

from typing import TYPE_CHECKING

import typer

from gateway.cli.speech import fail, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from typer.models import OptionInfo

_LONGEST = 500


def reason_option(message: str) -> "OptionInfo":
    """Return an option that takes a reason."""
    return typer.Option("--reason", help=message, callback=_check)  # type: ignore[no-any-return]


def _check(reason: str) -> str:
    reason = reason.strip()
    said = any(character.isalnum() for character in reason)
    if not said or len(reason) > _LONGEST or not reason.isprintable():
        raise typer.BadParameter(translate(phrase("write one line of at most 500 characters.")))
    return reason


def expect_without(value: str, reason: str) -> None:
    """Refuse a reason that says the value again, or a word of the name: what is on record has no value."""
    from audit.index import repeats  # noqa: PLC0415 - slow to import

    if repeats(value, reason):
        fail(phrase("The reason is put on record: write it without the value that you look for."))
