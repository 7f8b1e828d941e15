"""Street addresses: a civic number, a street in French or English, what follows it; post boxes too."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.addressgrammar import STOPS, has_unit, read_direction, read_rest, read_street_name
from detectors.addresswords import (
    BARE,
    BOX,
    ENGLISH,
    ENGLISH_SMALL,
    FRENCH,
    LOWER,
    NUMBER,
    SPELLED,
    SPELLED_BEFORE,
)
from detectors.findings import Why
from detectors.gazetteer import STREETS, WORDS
from detectors.labels import Label
from detectors.normalise import fold
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.weighing import addresses

_CLOCK_OR_MONEY = re.compile(r"(?:\d ?h|[$€]) ?\Z")
_MONTH = re.compile(
    r"(?<![a-z])(?:janv(?:ier)?|fevr(?:ier)?|mars|avril|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|dec(?:embre)?|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\.? \Z"
)
_LINKS = re.compile(r"^(?:de la |de l'|des |du |de |d'|l'|la |le )+")
_ENDED = re.compile(r"\s*(?:$|[,.;:)\n\t\"|<(»]|-|→|/|\s{2})")
_CUED = re.compile(
    r"\b(?:au|aux|du|adr(?:esse)?\.? ?:?|address ?:?|chez|domicile ?:?|lives at|reside at|situe au|sis)"
    r"\s*[\"«]? ?\Z"
)
_GENERIC = re.compile(r"^[\dloi]+[- ]?[a-z]?(?: bis| ½)?[ ,]+(?:[a-z]+\.?) ")
_DIRECTED = re.compile(r" (?:est|ouest|nord|sud|[eons])\.?$")
_NUMBER_BEFORE = re.compile(NUMBER.pattern + r",? \Z")
_STREET_AFTER = re.compile(r",? {1,3}(?=[^\W\d_]|\d+ ?(?:e|th|st|nd|rd)\b)")
#: The least log-odds of an address that the model alone marks.
_SURE = 2.0
_LOWEST = 100
_YEARS = range(1900, 2100)
_NEIGHBOURHOOD = 24
_SPELLED_REACH = 70
#: "L.R. 1985, ch. E-2": a chapter of a statute.
_STATUTE = re.compile(r" ?(?:\d|[A-Z]-?\d|[A-Z](?![\w'])|[a-z]+ de la )")


class StreetAddress(Recognizer):
    """A civic number with its street and unit, or a post box; never the town, a bare street or an amount."""

    LABEL = Label.STREET_ADDRESS
    FINDS: ClassVar = (
        "au [[1234, rue Saint-Denis Est, app. 5]], à Montréal",
        "[[4066 Marcil Avenue, Apt. 3]]\nMontreal",
        "[[45, 2e Rang Ouest]]",
        "[[6580 AV. DE L'AUTHION APP. 9]], MONTREAL",
        "[[87 rue des érables]] a joliette",
        "[[5-120 rue Salaberry O.]]",
        "[[C.P. 318, succursale Ahuntsic]]",
        "[[212 Main Street, R.R. 2]]",
        "[[1431 route 117 Sud]]",
        "maintenant [[1260, rue Valiquette, app. 2]], Verdun",
        "au [[2260, place de cologne]], laval",
        "at [[139 kilbride avenue]] within ten days",
        "[[45, chemin des Patriotes, C.P. 72]], Saint-Mathias",
    )
    SPARES: ClassVar = (
        "rue Saint-Denis",
        "1234 $",
        "rang 1 du palmarès",
        "un résident de la 3e Avenue demande",
        "2 places de stationnement, 3 rues plus loin",
        "à 18 h 30, rue Ontario",
        "en mai 2024, rue Ontario",
        "12 people on the street",
        "16, place aux jeunes",
    )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the addresses, then the boxes that stand alone."""
        text = reading.text
        found: list[Hit] = []
        bare: list[tuple[int, re.Match[str]]] = []
        for number in NUMBER.finditer(text):
            if _means_otherwise(reading, number):
                continue
            start, end = number.span()
            street = _street_end(text, number)
            if street is not None:
                found.append(Hit(start, read_rest(text, street), 0.9, Why("number and street")))
            elif match := BARE.match(text, end) or LOWER.match(text, end):
                bare.append((start, match))
        found += _spelled(reading)
        found += _bare(reading, bare, {_name(text[hit.start : hit.end]) for hit in found})
        found += (Hit(*match.span(), 0.85, Why("box")) for match in BOX.finditer(text))
        taken = [(hit.start, hit.end) for hit in found]
        found += (
            hit
            for hit in _by_model(reading)
            if not any(start < hit.end and hit.start < end for start, end in taken)
        )
        done = 0
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= done:
                yield hit
                done = hit.end


def _street_end(text: str, number: re.Match[str]) -> int | None:
    """Return where the street that follows a civic number ends, in French or in English."""
    at = number.end()
    french = FRENCH.match(text, at)
    if french and french["ordinal"]:
        return read_direction(text, french.end())
    if french and not (french["chapter"] and _STATUTE.match(text, french.end())):
        doubtful = french["doubtful"] is not None and not (french[0].startswith(",") and _is_high(number[0]))
        end = read_street_name(text, french.end(), capital=doubtful)
        if end is not None and not (number[0].endswith("½") and text.startswith(" de ", at)):
            return end
    if english := ENGLISH.match(text, at):
        return read_direction(text, english.end())
    small = ENGLISH_SMALL.match(text, at)
    if small and not any(word in WORDS or word in STOPS for word in small["name"].split(" ")):
        return read_direction(text, small.end())
    return None


def _is_high(number: str) -> bool:
    """Tell whether a number is no day, count or year, and so most likely a civic number."""
    return number.isdecimal() and int(number) >= _LOWEST and int(number) not in _YEARS


def _by_model(reading: Reading) -> Iterator[Hit]:
    """Tell the addresses that the model marks and that have a civic number: misread, foreign, in any case."""
    text = reading.text
    for span, odds in addresses(reading.names or (), reading.strictness):
        start, end = reading.legible.back(span.start, span.end)
        number = NUMBER.match(text, start) or _NUMBER_BEFORE.search(
            text, max(0, start - _NEIGHBOURHOOD), start
        )
        if number and odds >= _SURE and _STREET_AFTER.match(text, number.end()):
            yield Hit(number.start(), read_rest(text, read_direction(text, end)), 0.8, Why("name model"))


def _spelled(reading: Reading) -> Iterator[Hit]:
    """Tell the addresses whose number is dictated: "soixante et onze route de l'Église"."""
    text, folded = reading.text, reading.folded
    for generic in SPELLED_BEFORE:
        at = folded.find(generic)
        while at >= 0:
            number = SPELLED.search(folded, max(0, at - _SPELLED_REACH), at)
            end = read_street_name(text, at + len(generic) - 1, capital=False) if number else None
            if number and end is not None:
                yield Hit(number.start(), read_rest(text, end), 0.85, Why("number in words"))
            at = folded.find(generic, at + 1)


def _bare(reading: Reading, matches: list[tuple[int, re.Match[str]]], streets: set[str]) -> Iterator[Hit]:
    """Tell a number and a name alone, when a unit follows or the street is known."""
    text = reading.text
    alone: list[tuple[int, int, str]] = []
    for start, match in matches:
        name, end = _LINKS.sub("", fold(match["name"])), read_direction(text, match.end())
        if has_unit(text, end) and (match["name"][:1].isupper() or name in STREETS):
            streets.add(name)
            yield Hit(start, read_rest(text, end), 0.85, Why("number, name and unit"))
        elif _ENDED.match(text, end):
            alone.append((start, end, name))
    for start, end, name in alone:
        digits = text[start:end].split(" ")[0].rstrip(",")
        number = int(digits) if digits.isdecimal() else _LOWEST
        cued = _CUED.search(reading.folded[max(0, start - _NEIGHBOURHOOD) : start])
        if name in streets or (name in STREETS and number >= _LOWEST and number not in _YEARS and cued):
            yield Hit(start, end, 0.8, Why("number and known street"))


def _name(address: str) -> str:
    """Return the folded name of the street in an address, without number, generic and units."""
    street = _GENERIC.sub("", fold(address))
    return _LINKS.sub("", _DIRECTED.sub("", street.split(",")[0].strip()))


def _means_otherwise(reading: Reading, number: re.Match[str]) -> bool:
    """Tell whether a number is a time, an amount or the year of a date."""
    before = reading.folded[max(0, number.start() - _NEIGHBOURHOOD) : number.start()]
    return bool(number[0][-1] in "hH" or _CLOCK_OR_MONEY.search(before) or _MONTH.search(before))
