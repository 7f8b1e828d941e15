"""The help pages and the usage errors, in the language of the command.

Typer asks the standard library's gettext for its own headings, and has its other sentences fixed in English.
"""

import gettext
import os
import re
from collections.abc import Mapping

import typer
from typer.core import TyperGroup
from typer.main import get_command

from gateway.cli.speech import language, translate
from gateway.language import DOMAIN, LOCALE, phrase

#: What Typer says by itself: here, so that the catalogues hold it.
_HEADINGS = (
    phrase("Arguments"),
    phrase("Options"),
    phrase("Commands"),
    phrase("required"),
    phrase("default: {default}"),
    phrase("env var: {var}"),
    phrase("Missing command."),
    phrase("Aborted!"),
)
_HELP = phrase("Show this message and exit.")

#: Typer's sentences about a wrong command line, and ours; the groups are what was typed.
_SENTENCES: Mapping[str, str] = {
    r"No such option: (\S+).*": phrase("There is no option %s."),
    r"No such command (.+?)\. Did you mean (.+?)\?": phrase("There is no command %s. Did you mean %s?"),
    r"No such command (.+?)\..*": phrase("There is no command %s."),
    r"Invalid value for (.+?): .*does not exist\.": phrase("The value of %s is not there."),
    r"Invalid value for (.+?): .*is a (?:directory|file)\.": phrase(
        "The value of %s is not of the right kind."
    ),
    r"Invalid value for (.+?): .*is not (?:readable|writable)\.": phrase("The value of %s cannot be opened."),
    r"Invalid value for (.+?): .*does not match the format.*": phrase(
        "The value of %s is no date (2026-12-31)."
    ),
    r"Missing argument (.+?)\..*": phrase("The argument %s is missing."),
    r"Missing option (.+?)\..*": phrase("The option %s is missing."),
    r"Invalid value for (.+?): (.*)": phrase("The value of %s cannot be used: %s"),
    r"Option (.+?) requires .*": phrase("The option %s wants a value."),
    r"Got unexpected extra argument\S* \((.*)\)": phrase("One argument too many: %s"),
}


def translated(app: typer.Typer) -> TyperGroup:
    """Return the commands with their help translated."""
    os.environ["LANGUAGE"] = language.get()
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    _translate(command)
    return command


def usage_error(message: str) -> str:
    """Return Typer's sentence about a command line in the language of the command."""
    for pattern, sentence in _SENTENCES.items():
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return translate(sentence) % match.groups()
    return translate(message)


def _translate(command: "typer.core.TyperCommand | TyperGroup") -> None:
    command.help = translate(command.help) if command.help else None
    option = command.get_help_option(typer.Context(command))
    if option is not None:
        option.help = translate(_HELP)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help)  # type: ignore[attr-defined]
    for each in getattr(command, "commands", {}).values():
        _translate(each)
