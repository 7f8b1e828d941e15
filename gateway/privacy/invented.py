"""Numbers and addresses that look real and are nobody's, from ranges that are reserved or never issued."""

import re
from collections.abc import Callable, Iterator, Mapping

from stdnum import luhn

from detectors.labels import Label

#: Area codes of Québec. In each, 555-0100 to 555-0199 are kept for fiction (CNA, 555 line numbers).
_AREAS = ("418", "438", "450", "514", "579", "581", "819", "873", "367", "354", "263", "468")
#: RFC 2606, section 3.
_DOMAINS = ("example.com", "example.org", "example.net")
#: RFC 5737 and RFC 3849: for documentation only.
_NETWORKS = ("192.0.2.", "198.51.100.", "203.0.113.")
_SIXTH = "2001:db8::"
#: Canada Post uses H0H for nothing but letters to Santa Claus.
_POSTAL_LETTERS = "ABCEGHJKLMNPRSTVWXYZ"
_WAYS = (
    *("de l'Aubergine-Bleue", "des Trois-Passereaux", "du Vieux-Cerf-Volant", "de la Lanterne-Verte"),
    *("des Cailloux-Chantants", "du Renard-Distrait", "de la Bouilloire", "des Parapluies-Rouges"),
    *("du Moulin-Endormi", "de la Girouette-Folle", "des Sept-Libellules", "du Tambour-Creux"),
    *("de la Chouette-Ronde", "des Chardons-Dorés", "du Wagon-Bleu", "de la Marmite-Percée"),
)
_STREETS = (
    *("Crooked Kettle", "Sleepy Heron", "Paper Lantern", "Seven Thimbles", "Blue Wheelbarrow"),
    *("Whistling Badger", "Lost Umbrella", "Copper Teapot", "Wandering Snail", "Painted Acorn"),
)
_ENGLISH_WAY = re.compile(r"\b(?:street|st\.?|road|rd\.?|drive|crescent|lane|court|place)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SIN_DIGITS, _PHONE_DIGITS, _LOCAL_DIGITS = 9, 10, 7
#: How many candidates each kind has before a pseudonym is taken.
_TRIES = 24

#: Returns a number below its argument, another at each call, the same for the same value.
Draw = Callable[[int], int]


def candidates(label: str, original: str, draw: Draw) -> Iterator[str]:
    """Yield what may stand for a value, as it is written; nothing where it is of no shape that is known."""
    make = _MAKERS.get(label)
    if make is None:
        return
    for _try in range(_TRIES):
        made = make(original, draw)
        if made is None:
            return
        yield made


def _phone(original: str, draw: Draw) -> str | None:
    digits = "".join(_DIGIT.findall(original))
    line = f"55501{draw(100):02d}"
    area = _AREAS[draw(len(_AREAS))]
    if len(digits) == _LOCAL_DIGITS:
        return _in_shape(original, line)
    if len(digits) == _PHONE_DIGITS + 1 and digits[0] == "1":
        return _in_shape(original, "1" + area + line)
    return _in_shape(original, area + line) if len(digits) == _PHONE_DIGITS else None


def _sin(original: str, draw: Draw) -> str | None:
    """Return a number that is never issued, for it begins with 0 (ESDC). Its check digit is right."""
    if len(_DIGIT.findall(original)) != _SIN_DIGITS:
        return None
    head = "0" + "".join(str(draw(10)) for _digit in range(_SIN_DIGITS - 2))
    return _in_shape(original, head + str(luhn.calc_check_digit(head)))


def _email(_original: str, draw: Draw) -> str:
    local = "".join("bcdfglmnprstv"[draw(13)] + "aeiou"[draw(5)] for _syllable in range(4))
    return f"{local}{draw(90) + 10}@{_DOMAINS[draw(len(_DOMAINS))]}"


def _postal(original: str, draw: Draw) -> str:
    code = f"H0H{draw(10)}{_POSTAL_LETTERS[draw(len(_POSTAL_LETTERS))]}{draw(10)}"
    between = original[3:4] if len(original) > len(code) else ""
    code = f"{code[:3]}{between}{code[3:]}"
    return code.lower() if original.islower() else code


def _address(original: str, draw: Draw) -> str:
    number = draw(8900) + 1000
    if _ENGLISH_WAY.search(original) and not re.search(r"\brue\b|\bchemin\b|\bboul", original, re.IGNORECASE):
        return f"{number} {_STREETS[draw(len(_STREETS))]} Road"
    return f"{number}, rue {_WAYS[draw(len(_WAYS))]}"


def _ip(original: str, draw: Draw) -> str:
    if ":" in original:
        return f"{_SIXTH}{draw(0xFFFF) + 1:x}:{draw(0xFFFF) + 1:x}"
    return f"{_NETWORKS[draw(len(_NETWORKS))]}{draw(254) + 1}"


def _in_shape(original: str, digits: str) -> str:
    """Return digits with the separators that an original has."""
    following = iter(digits)
    return _DIGIT.sub(lambda _digit: next(following), original)


_MAKERS: Mapping[str, Callable[[str, Draw], str | None]] = {
    Label.PHONE_NUMBER: _phone,
    Label.CA_SIN: _sin,
    Label.EMAIL_ADDRESS: _email,
    Label.CA_POSTAL_CODE: _postal,
    Label.STREET_ADDRESS: _address,
    Label.IP_ADDRESS: _ip,
}
