"""What is said to people, in their language. French comes first."""

import gettext as catalogues
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from config.errors import phrase

__all__ = ["LANGUAGES", "LOCALE", "accepted", "chosen", "gettext", "phrase"]

LANGUAGES = ("fr", "en")
DOMAIN = "paravent"
LOCALE = Path(__file__).parent / "locale"
#: Characters of a header that are read.
_LONGEST = 200


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    return catalogues.translation(DOMAIN, LOCALE, [language], fallback=False)


def gettext(message: str, language: str = "fr") -> str:
    """Return a message in a language; an unknown language is French."""
    return _catalogue(language if language in LANGUAGES else "fr").gettext(message)


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of a command: `--language`, else PARAVENT_LANGUAGE, else LANG, else French."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--language":
            value = value if equals else next(iter(arguments[index + 1 :]), "")
            return value if value in LANGUAGES else "fr"
    for name in ("PARAVENT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if (value := environment.get(name, "")[:2].lower()) in LANGUAGES:
            return value
    return "fr"


def accepted(header: str, otherwise: str = "fr") -> str:
    """Return the language that an Accept-Language header (RFC 9110, s. 12.5.4) wants most, if spoken."""
    best, weight = otherwise, 0.0
    for part in header[:_LONGEST].split(","):
        name, _, parameter = part.strip().partition(";")
        language = name.strip()[:2].lower()
        if name.strip() == "*":
            language = otherwise
        if language in LANGUAGES and (wanted := _weight(parameter)) > weight:
            best, weight = language, wanted
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
