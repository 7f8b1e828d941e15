"""Check digits and structures of identifiers that no library knows.

All functions take the bare characters, without separators; letters in any case.
"""

import datetime as dt
import re

# Weights over the EBCDIC codes of the recomposed number (INSPQ, utilitaire-nam).
_NAM_WEIGHTS = (1, 3, 7, 9, 1, 7, 1, 3, 4, 5, 7, 6, 9, 1)
_NAM = re.compile(r"[A-Z]{4}\d{6}[0-9A-HJ-NP-Z]\d")
_FEMALE = 50
_AFTER_1999 = 62

_CARD_LENGTHS = (
    (re.compile(r"4"), {13, 16, 19}),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), {16}),
    (re.compile(r"3[47]"), {15}),
    (re.compile(r"3(?:0[0-5]|[689])"), {14}),
    (re.compile(r"6(?:011|5|4[4-9])"), {16, 19}),
    (re.compile(r"35"), {16}),
    (re.compile(r"62"), {16, 17, 18, 19}),
)


def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether a date of the calendar exists."""
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _two_digit_date(year: int, month: int, day: int) -> bool:
    """Tell whether a date with a year on two digits exists in one of two centuries."""
    return any(is_date(century + year, month, day) for century in (1900, 2000))


def _month(number: int) -> int:
    return number - _FEMALE if number > _FEMALE else number


def nam_date(number: str) -> bool:
    """Tell whether the digits of a health insurance number (LLLP YYMMDD SV) hold a birth date."""
    if not _NAM.fullmatch(number.upper()):
        return False
    year, month, day = int(number[4:6]), int(number[6:8]), int(number[8:10])
    return _two_digit_date(year, _month(month), day)


def nam(number: str) -> bool:
    """Tell whether a health insurance number has a birth date and the right check digit.

    The sum runs over LLLP, the four-digit year, the sex, the month without its 50, the day and the sequence
    character, each by its EBCDIC code. The century is not in the number: both are tried.
    """
    number = number.upper()
    if not nam_date(number):
        return False
    month = int(number[6:8])
    sex = "F" if month > _FEMALE else "M"
    for century in ("19", "20"):
        whole = f"{number[:4]}{century}{number[4:6]}{sex}{_month(month):02}{number[8:10]}{number[10]}"
        codes = whole.encode("cp037")
        if sum(map(int.__mul__, _NAM_WEIGHTS, codes)) % 10 == int(number[11]):
            return True
    return False


def permanent_code_date(number: str) -> bool:
    """Tell whether the digits of a permanent code (LLLP DDMMYY NN) hold a birth date.

    The month of women has 50 added; the day of people born after 1999 has 62 added.
    """
    day, month, year = int(number[4:6]), int(number[6:8]), int(number[8:10])
    if day > _AFTER_1999:
        return is_date(2000 + year, _month(month), day - _AFTER_1999)
    return _two_digit_date(year, _month(month), day)


def licence_date(number: str) -> bool:
    """Tell whether a driver's licence (L NNNN DDMMYY NN) holds a birth date; some sources read MMDDYY."""
    first, second, year = int(number[5:7]), int(number[7:9]), int(number[9:11])
    return _two_digit_date(year, second, first) or _two_digit_date(year, first, second)


def card_scheme(digits: str) -> bool:
    """Tell whether the first digits and the length are those of a payment card network."""
    return any(prefix.match(digits) and len(digits) in lengths for prefix, lengths in _CARD_LENGTHS)
