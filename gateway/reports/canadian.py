"""Numbers and dates as Canadians write them, in French and in English."""

from datetime import date

_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
        *("août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
}
_FRENCH = str.maketrans({",": "\N{NARROW NO-BREAK SPACE}", ".": ","})


def number(value: float, language: str, digits: int = 0) -> str:
    """Write a number: 1 234,5 in French, 1,234.5 in English."""
    told = f"{value:,.{digits}f}"
    return told if language == "en" else told.translate(_FRENCH)


def delimiter(language: str) -> str:
    """Return what ends a cell of a CSV: a spreadsheet whose decimals follow a comma expects a semicolon."""
    return "," if language == "en" else ";"


def change(ratio: float, language: str) -> str:
    """Write how much more or less there is: +12,5 % in French, +12.5% in English."""
    sign = "+" if ratio > 0 else "\N{MINUS SIGN}" if ratio < 0 else ""
    return sign + number(abs(ratio) * 100, language, 1) + ("%" if language == "en" else "\N{NO-BREAK SPACE}%")


def day(value: date, language: str) -> str:
    """Write a date in a sentence: 1er mai 2026 in French, May 1, 2026 in English."""
    name = month_name(value.month, language)
    if language == "en":
        return f"{name} {value.day}, {value.year}"
    return f"{value.day}{'er' if value.day == 1 else ''}\N{NO-BREAK SPACE}{name} {value.year}"


def month(value: date, language: str) -> str:
    """Write a month and its year."""
    return f"{month_name(value.month, language)} {value.year}"


def month_name(which: int, language: str) -> str:
    """Return the name of a month, from 1."""
    return _MONTHS["en" if language == "en" else "fr"][which - 1]
