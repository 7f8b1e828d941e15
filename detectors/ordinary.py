"""Numbers that name nobody: years, dates, amounts, versions, quantities; on folded text."""

import re

from detectors.dates import DATE, exists

UNIT = re.compile(
    r" ?(?:\$|%|€|h\b|km\b|kg\b|m2\b|mg\b|ml\b|cm\b|mm\b|ans?\b|jours?\b|mois\b|semaines?\b|minutes?\b"
    r"|personnes\b|pages?\b|[.,]\d\d\b)"
)
_SHORT_DATE = re.compile(r"\d+[.,]\d\d|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}[ /]000|\d/\d[ \d]*")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d(?:[-/ ](?:19|20)\d\d|[-/ ](?:1[0-2]|0?[1-9]))?")
#: A version of a program, or the licence of a builder, which the law makes public.
_OPEN_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,3}|\d{4}-\d{4}-\d{2}")
#: A number that may count what follows it, and what it counts.
COUNT = re.compile(r"\d{1,3}(?: \d{3})*|\d{1,4}")
COUNTED = re.compile(r" (?:[a-z'-]+ )?[a-z-]{3,}[sx]\b")

#: A UUID, a telephone number, a code of a course, two tax years: nobody's.
OTHER = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{3}[.-]\d{3}[.-]\d{4}|1-\d{3}-\d{3}-\d{4}|\d{3}[.-](?=[a-z0-9]*[a-z])[a-z0-9]{2,3}(?:-[a-z]{2})?"
    r"|(?:19|20)\d\d(?:-(?:19|20)\d\d){1,2}|\d{9} ?r[crptzm] ?\d{4}|(?:t|rl|sr)\d{1,4}|(?:rl|ah|imm"
    r"|v|no|art|p|q)-\d{1,3}(?:[.-]\d)?"
)
#: What follows the number of a business or a charity ("11878 4925 RR0001").
BUSINESS = re.compile(r" ?r[crptz] ?\d{4}(?!\d)")


def is_ordinary(value: str) -> bool:
    """Tell whether a number is by itself a year, a date, an amount or a version."""
    return bool(
        _YEARS.fullmatch(value)
        or _SHORT_DATE.fullmatch(value)
        or _OPEN_NUMBER.fullmatch(value)
        or not value.strip("0 -./")
        or _is_school_year(value)
        or (DATE.fullmatch(value) and exists(value))
    )


def _is_school_year(value: str) -> bool:
    """Tell whether a value is a year and the next one, as in 2024-25."""
    match = re.fullmatch(r"(?:19|20)(\d\d)[-/ ](\d\d)", value)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def shape(value: str) -> str:
    """Return a value with a letter for its letters and a digit for its digits."""
    return re.sub(r"[a-z]", "a", re.sub(r"\d", "0", value))
