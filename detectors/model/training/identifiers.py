"""Identifiers, account names and secrets for the invented texts, marked, and numbers of the same look."""

import re

import numpy as np

from detectors.model.training.chance import happens, pick
from detectors.model.training.figures import Draw, date, telephone

CAPITALS, _LOWER, _DIGITS = "ABCDEFGHJKLMNPRSTVWXYZ", "abcdefghijkmnopqrstuvwxyz", "0123456789"
_SIGN = re.compile("YY?|[Aa9]")
#: ``A`` a capital, ``a`` a small letter, ``9`` a digit, ``Y`` and ``YY`` a year; all else as it is.
_NUMBERS = (
    "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999", "999 999", "999-999",
    "999 999 999", "999-999-999", "9 999 999", "9999-9999", "99-9999", "99-99999", "A9999", "A99999",
    "A999999", "AA9999", "AA99999", "AA999999", "AAA9999", "A-9999", "AA-9999", "AA-99999", "AAA-9999",
    "AAA-99999", "AA-99-9999", "AA-YY-9999", "AAA-YY-999", "AA-Y-99999", "AAA-Y-9999", "Y-9999", "Y-99999",
    "Y-AA-999", "YY-99999", "YY-999999", "YY9999", "A99-9999", "9999-A", "99999A", "99A9999", "999-99-999999",
    "9999/99", "99.999.99", "AAAA-9999", "AAAA-9999-9999", "#9999", "#99999", "999-A-99", "aa-99999",
    "A9A9A9", "99-AA-99999", "AAA999", "9-99-99999",
)  # fmt: skip
_KEYS = ("aA9", "aA9", "aA9_-", "abcdef0123456789")
_PREFIXES = ("", "", "sk-", "ghp_", "tok_", "key-", "xoxb-", "pk_live_", "AKIA", "glpat-")
_WORDS = (
    "Hiver", "soleil", "Montreal", "chat", "Ete", "Printemps", "bonjour", "Canadiens", "minou", "poutine",
    "Summer", "dragon", "banane", "Automne", "castor", "tulipe", "Winter", "coffee", "erable", "tempete",
)  # fmt: skip
_NICKS = (
    "dark", "loup", "ti", "the_real", "mr", "xx", "jo", "gamer", "qc", "mtl", "514", "chat", "wolf", "nana",
    "bibi", "poutine", "hockey", "neige", "bleu", "pixel", "gros", "la_belle", "sir", "mme", "rebel", "nord",
)  # fmt: skip
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")
_ENGLISH = (
    "January",
    "Feb.",
    "March",
    "Apr",
    "May",
    "June",
    "Jul",
    "August",
    "Sept.",
    "Oct",
    "November",
    "Dec",
)


def shaped(pattern: str, rng: np.random.Generator) -> str:
    """Return a pattern with its letters, digits and years drawn."""
    year = str(int(rng.integers(2008, 2027)))
    drawn = {"A": CAPITALS, "a": _LOWER, "9": _DIGITS, "Y": (year,), "YY": (year[2:],)}
    return _SIGN.sub(lambda sign: pick(rng, drawn[sign[0]]), pattern)


def _number(rng: np.random.Generator) -> str:
    return shaped(pick(rng, _NUMBERS), rng)


def _birth(rng: np.random.Generator) -> str:
    year, month, day = (int(rng.integers(a, b)) for a, b in ((1925, 2022), (1, 13), (1, 29)))
    english = _ENGLISH[month - 1]
    short, numbers = year % 100, (f"{day:02d}", f"{month:02d}")
    return pick(
        rng,
        (
            date(rng),
            date(rng),
            date(rng).lower(),
            f"{year}-{month:02d}-{day:02d}",
            f"{year}/{month:02d}/{day:02d}",
            "/".join((*numbers, str(year))),
            f"{day}/{month}/{short:02d}",
            f"{month}/{day}/{year}",
            "-".join((*numbers, str(year))),
            f"{short:02d}{month:02d}{day:02d}",
            "".join((*numbers, str(year))),
            f"{day} {_MONTHS[month - 1]} {year}",
            f"{english} {day}, {year}",
            f"{day} {english} {year}",
            f"{year} {month:02d} {day:02d}",
            ".".join((*numbers, str(year))),
            f"{day}-{english[:3]}-{year}",
            f"1er mai {year}",
        ),
    )


def _account(rng: np.random.Generator) -> str:
    words = [pick(rng, _NICKS) for _ in range(1 + happens(rng, 0.6))]
    if happens(rng, 0.35):
        words = [shaped("aaaaa"[: int(rng.integers(3, 6))], rng)]
    name = pick(rng, ("", "_", ".", "-")).join(words)
    if happens(rng, 0.6):
        name += shaped("999"[: int(rng.integers(1, 4))], rng)
    return f"@{name}" if happens(rng, 0.2) else name


def _password(rng: np.random.Generator) -> str:
    word = pick(rng, _WORDS)
    ways = (
        f"{word}{shaped('9999', rng)}",
        f"{word}{shaped('99', rng)}!",
        f"{word}-{shaped('99', rng)}-{pick(rng, _WORDS)}",
        f"{word}{pick(rng, '!@#$%*')}{shaped('Y', rng)}",
        shaped("9999", rng),
        shaped("999999", rng),
        shaped("9999#", rng),
        shaped("aA9aA9aA", rng),
        shaped("Aaaa9999!", rng),
        word.lower() + shaped("999", rng),
        shaped("99-99-99", rng),
        f"{word.lower()} {pick(rng, _WORDS).lower()} {pick(rng, _WORDS).lower()}",
        f"{pick(rng, '!$#')}{word}{shaped('99', rng)}",
    )
    return pick(rng, ways)


def _key(rng: np.random.Generator) -> str:
    alphabet = pick(rng, _KEYS).replace("aA9", _LOWER + CAPITALS + _DIGITS)
    body = "".join(pick(rng, alphabet) for _ in range(int(rng.integers(16, 44))))
    return pick(rng, _PREFIXES) + body


def _marked(kind: str, draw: Draw) -> Draw:
    return lambda rng: f"[[{kind}|{draw(rng)}]]"


def _of(*patterns: str) -> Draw:
    return lambda rng: shaped(pick(rng, patterns), rng)


#: What draws each slot.
IDENTIFIERS: dict[str, Draw] = {
    "idn": _marked("ID_NUMBER", _number),
    "num": _number,
    "dob": _marked("DATE_OF_BIRTH", _birth),
    "acct": _marked("USERNAME", _account),
    "pw": _marked("SECRET", _password),
    "key": _marked("SECRET", _key),
    "tel": _marked("PHONE_NUMBER", telephone),
    "plate": _marked(
        "VEHICLE_PLATE",
        _of("A99 AAA", "99A AAA", "AAA 99A", "AAA 999", "999 AAA", "A99AAA", "FAB9999", "AAA-999"),
    ),
    "bank": _marked("CA_BANK_ACCOUNT", _of("9999999", "999 999 9", "999999-9", "99-999-99", "9999999999")),
    "transit": _marked(
        "CA_BANK_ACCOUNT", _of("99999-815 999 999 9", "99999-006-9999999", "99999 001 9999999", "081599999")
    ),
    "imm": _marked(
        "CA_IMMIGRATION_ID",
        _of("9999-9999", "99-9999-9999", "A999999999", "AA999999999", "99999999", "A99-9999-9999"),
    ),
    "passport": _marked("CA_PASSPORT", _of("AA999999", "A999999AA", "AA 999999")),
    "sin": _marked("OTHER", _of("999 999 999", "999-999-999", "999999999")),
    "nam": _marked("OTHER", _of("AAAA 9999 9999", "AAAA99999999", "AAAA 999999 99")),
    "perm": _marked("OTHER", _of("AAAA99999999", "AAAA 999999 99")),
    "licence": _marked("OTHER", _of("A9999-999999-99", "A9999 999999 99", "A999999999999")),
    "card": _marked("OTHER", _of("4999 9999 9999 9999", "5999-9999-9999-9999", "4999999999999999")),
    "n5": _of("99999"),
    "inst": _of("815", "001", "006", "003"),
    "lotno": _of("9 999 999", "9999999"),
    "neq": _of("1199999999", "2299999999", "8899999999"),
}
