"""Dates as people write them in Québec: shapes on folded text, and whether a date exists."""

import re
from collections.abc import Iterator

from detectors.checksums import is_date

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1, "fevrier": 2, "fevr": 2, "fev": 2, "february": 2,
    "feb": 2, "mars": 3, "mar": 3, "march": 3, "avril": 4, "avr": 4, "april": 4, "apr": 4, "mai": 5,
    "may": 5, "juin": 6, "june": 6, "jun": 6, "juillet": 7, "juil": 7, "jul": 7, "july": 7, "aout": 8,
    "aou": 8, "august": 8, "aug": 8, "septembre": 9, "sept": 9, "sep": 9, "september": 9, "octobre": 10,
    "oct": 10, "october": 10, "novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12,
    "december": 12,
}  # fmt: skip
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
#: The beginnings of the months of which the rest may be mistyped or misread ("novenbre", "septenbre").
_STEMS = {
    "janv": 1, "fev": 2, "avr": 4, "juil": 7, "aou": 8, "sept": 9, "octo": 10, "nov": 11, "dec": 12,
    "febr": 2, "apri": 4, "augu": 8,
}  # fmt: skip
_NAMED = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_MONTH = (
    rf"(?:{_NAMED}|(?:{'|'.join(_STEMS)})[a-z]{{2,6}}|[o0]ct[o0]bre|n[o0]v[ec]mbre|d[ec]c[ec]mbre"
    r"|ja?nvi[ec]r|fevri[ec]r)"
)
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day),? (?:le )?(?:the )?)?"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_WORDS = (
    r"(?:premier|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze"
    r"|seize|vingt|trente)"
    r"(?:[ -](?:et[ -])?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
)
_ORDINALS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|thirty[ -]first"
    r"|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_ENGLISH_YEAR = (
    r"(?:nineteen|eighteen|twenty|two thousand)(?:[ -](?:hundred|and|oh|o|one|two|three|four|five"
    r"|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy"
    r"|eighty|ninety)){1,4}"
)
_SPELLED = (
    rf"(?:{_WORDS}|{_DAY}|1er) (?:{_MONTH}) (?:mil(?:le)?[ -]neuf[ -]cents?|deux[ -]mille|dix-neuf[ -]cents?"
    rf"|(?=(?:vingt|trente|quarante|cinquante|soixante|quatre)))(?:[ -]?(?:et|un"
    r"|deux|trois|quatre|cinq|six|sept|"
    r"huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante))*"
)

#: A full date, on folded text. The year may have two digits only between separators or after a month's name.
DATE = re.compile(
    rf"(?<![\w])(?<!\d[./-])(?:"
    rf"{_WEEKDAY}(?:{_DAY}|1er|1re|premier)(?:st|nd|rd|th|e)?(?: of)?[ ./-]{{1,2}}{_MONTH},?[ ./-]{{0,"
    rf"2}}(?:{_YEAR}|'?\d\d(?!\d|[:h]| ?h))"
    rf"|{_WEEKDAY}{_MONTH}[ -](?:the )?{_DAY}(?:st|nd|rd|th)?(?:,?[ -]{{1,2}}(?:{_YEAR}|'\d\d)|,"
    r" ?\d\d(?!\d|[:h]| ?h))"
    rf"|{_YEAR}[ ,./-]{{1,2}}{_MONTH}[ ./-]{{1,2}}{_DAY}"
    rf"|{_DAY}[ /.-](?:viii|vii|iii|xii|iv|vi|ii|ix|xi|x|v|i)[ /.-]{_YEAR}"
    rf"|{_DAY}(?P<roman>[/.-])(?:viii|vii|iii|xii|iv|vi|ii|ix|xi|x|v|i)(?P=roman)\d\d"
    rf"|{_YEAR}[/.-](?:viii|vii|iii|xii|iv|vi|ii|ix|xi|x|v|i)[/.-]{_DAY}"
    r"|(?:[0-2]\d|3[01])(?:jan|feb|fev|mar|apr|avr|may|mai|jun|jul|aug|aou|sep|oct|nov|dec)(?:19|20)?\d\d"
    rf"|{_MONTH} {_DAY} ?/ ?{_YEAR}"
    rf"|{_YEAR}\s?[/. -]-?\s?(?:1[0-2]|0?[1-9])\s?[/. -]\s{{0,2}}{_DAY}"
    rf"|{_DAY}\s?[/. -]\s?{_DAY}\s?[/. -]\s?{_YEAR}"
    rf"|\d{{1,2}}(?P<separator>[/. -]| [/-] )\d\d(?P=separator)\d\d"
    rf"|{_YEAR}(?:1[0-2]|0[1-9])(?:[12]\d|3[01]|0[1-9])"
    rf"|\d{{1,2}}(?P<short> ?[/.-] ?)\d{{1,2}}(?P=short)\d\d"
    rf"|{_SPELLED}(?: \([\d -/.]{{8,12}}\))?"
    rf"|{_WORDS} {_MONTH} {_YEAR}"
    rf"|{_MONTH} (?:the )?{_ORDINALS},? (?:{_YEAR}|{_ENGLISH_YEAR})"
    rf"|(?:the )?{_ORDINALS} (?:of |day of )?{_MONTH},? (?:{_YEAR}|{_ENGLISH_YEAR})"
    rf"|{_MONTH} {_DAY}(?:st|nd|rd|th)?,? {_ENGLISH_YEAR}"
    rf")(?:(?=t\d\d:)|(?![\w])(?![./-]\d))"
)
#: A day and a month without a year, on folded text: "3 mai", "Apr. 17".
MONTH_AND_DAY = (
    rf"(?:(?:{_DAY}|1er|premier)(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} {_DAY}(?:st|nd|rd|th)?(?![\w/-]))"
    r"(?<!\.)(?!,? ?'?\d)(?![\w-])"
)
_NUMBERS = re.compile(r"\d+")
_NAME = re.compile(r"[a-z]+")


def exists(date: str) -> bool:
    """Tell whether a text that fits `DATE`, folded, is a date of the calendar in one of its readings."""
    numbers = [int(number) for number in _NUMBERS.findall(date)]
    names = _NAME.findall(date)
    month = next((_MONTHS[name] for name in names if name in _MONTHS), 0)
    month = month or next((_STEMS[stem] for name in names for stem in _STEMS if name.startswith(stem)), 0)
    month = month or next((_ROMAN[name] for name in names if name in _ROMAN), 0)
    if month and "premier" in date:
        return is_date(_year(numbers[0]), month, 1) if numbers else True
    if month and len(numbers) >= 2:  # noqa: PLR2004 - a day and a year
        first, second = numbers[:2]
        return is_date(_year(second), month, first) or is_date(_year(first), month, second)
    if month:
        return True
    if len(numbers) == 1:
        whole = f"{numbers[0]:08}"
        return is_date(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    if len(numbers) != 3:  # noqa: PLR2004 - year, month and day
        return False
    first, second, third = numbers
    return (
        is_date(_year(first), second, third)
        or is_date(_year(third), second, first)
        or is_date(_year(third), first, second)
    )


def days(date: str) -> Iterator[tuple[int, int, int]]:
    """Tell the days that a folded date may mean, as a year of two digits, a month and a day."""
    numbers = [int(number) for number in _NUMBERS.findall(date)]
    month = next((_MONTHS[name] for name in _NAME.findall(date) if name in _MONTHS), 0)
    if month and len(numbers) == 2:  # noqa: PLR2004 - a day and a year
        first, second = numbers
        yield from ((second % 100, month, first), (first % 100, month, second))
    elif len(numbers) == 1 and not month:
        whole = f"{numbers[0]:08}"
        yield int(whole[2:4]), int(whole[4:6]), int(whole[6:])
    elif len(numbers) == 3 and not month:  # noqa: PLR2004 - year, month and day
        first, second, third = numbers
        yield from ((first % 100, second, third), (third % 100, second, first), (third % 100, first, second))


def _year(number: int) -> int:
    return number if number > 99 else 1900 + number  # noqa: PLR2004 - two digits
