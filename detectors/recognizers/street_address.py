"""Street addresses: a civic number, a street in French or English, what follows it; post boxes too."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from detectors.addressgrammar import STOPS, read_direction, read_rest, read_street_name
from detectors.addresswords import (
    BARE,
    BOX,
    ENGLISH,
    ENGLISH_SMALL,
    EXTRA,
    FRENCH,
    LEADING_UNIT,
    LEADING_WORD,
    LOWER,
    NUMBER,
    NUMBERED,
    REVERSED,
    SPELLED,
    SPELLED_BEFORE,
)
from detectors.bareaddress import known_street, read_bare, street_of
from detectors.findings import Why
from detectors.gazetteer import WORDS
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek
from detectors.weighing import addresses

_CLOCK_OR_MONEY = re.compile(r"(?:\d ?h|[$€]) ?\Z")
_CLOCKS_OR_MONEYS = frozenset("h$€")
_MONTH = re.compile(
    r"(?<![a-z])(?:janv(?:ier)?|fevr(?:ier)?|mars|avril|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?"
    r"|nov(?:embre)?|dec(?:embre)?|january|february|march|april|may|june|july|august|september"
    r"|october|november"
    r"|december)\.? \Z"
)
_ORDINAL_LINKED = re.compile(r" (?:du|des|de la|de l') ?[^\W\d_a-zà-ÿ]")
_BOXES = Seek(BOX, cased=True)
_REVERSALS = Seek(REVERSED, cased=True)
#: The header of a column of addresses, and what such a cell holds: a number, then words.
_HEADER = re.compile(
    r"(?:adr(?:esse)?|address|domicile|residence|rue|street|logement|maison|lieu de residence"
    r"|civique|home address"
    r"|mailing address)(?: (?:postale|civique|du domicile|actuelle|complete|line 1|1))?"
)
_CELL = re.compile(r"(?P<address>\d[\dA-Za-z-]{0,8},? [^\n,]{2,40})(?=,|$)")
_SIZE = re.compile(r"[1-8] ?½\Z")
#: "sortie 148", "lot 12": a number that is no civic one.
_NUMBERED_THING = re.compile(
    r"(?<![a-z])(?:sorties?|exit|km|lots?|autoroute|article|art\.|chapitre|circuit|ligne|lignes"
    r"|bus|autobus|page|p\.|quai"
    r"|kiosque|stand|booth|niveau|etape|zone|secteur|groupe|equipe)(?: n[o°]\.?)? ?\Z"
)
_NUMBER_BEFORE = re.compile(NUMBER.pattern + r",? \Z")
_STREET_AFTER = re.compile(r",? {1,3}(?=[^\W\d_]|\d+ ?(?:e|th|st|nd|rd)\b)")
#: The least log-odds of an address that the model alone marks.
_SURE = 2.0
_LOWEST = 100
_RANK = re.compile(r"[ \t>*-]{0,6}(\d{1,2})(?:[.)] ?| {1,3}|, )(?=[^\W\d_])")
_BY_NUMBER = frozenset({"number and street", "name model"})
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
        "[[6580 AV. DE L'AUTHION APP. 9]], MONTREAL",
        "[[5-120 rue Salaberry O.]]",
        "[[C.P. 318, succursale Ahuntsic]]",
        "[[212 Main Street, R.R. 2]]",
        "maintenant [[1260, rue Valiquette, app. 2]], Verdun",
        "au [[2260, place de cologne]], laval",
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
            start, end = number.span()
            if (street := _street_end(text, number)) is not None:
                if not _means_otherwise(reading, number):
                    found.append(Hit(start, read_rest(text, street), 0.9, Why("number and street")))
            elif (
                match := BARE.match(text, end) or LOWER.match(text, end) or known_street(text, end)
            ) and not _means_otherwise(reading, number):
                bare.append((start, match))
        found += _spelled(reading)
        streets = {street_of(text[hit.start : hit.end]) for hit in found}
        found += (Hit(*one[:3], Why(one.rule)) for one in read_bare(reading, bare, streets))
        found += (
            Hit(match.start(), _box_end(text, match.end()), 0.85, Why("box"))
            for match in _BOXES.matches(reading)
        )
        found += (
            Hit(match.start("street"), read_rest(text, match.end("street")), 0.8, Why("street and number"))
            for match in _REVERSALS.matches(reading)
        )
        found += _cells(reading)
        taken = [(hit.start, hit.end) for hit in found]
        found += (
            hit
            for hit in _by_model(reading)
            if not any(start < hit.end and hit.start < end for start, end in taken)
        )
        done = 0
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            if hit.start < done or (hit.why.pattern in _BY_NUMBER and _is_listed(text, hit.start)):
                continue
            leading = LEADING_WORD if "-" in text[hit.start : hit.start + 8] else LEADING_UNIT
            unit = leading.search(text, max(done, hit.start - _NEIGHBOURHOOD), hit.start)
            unit = (
                unit
                if (unit and hit.why.pattern != "box" and not unit[0].islower())
                or (unit and unit[0].rstrip()[-1:] == ",")
                else None
            )
            yield replace(hit, start=unit.start()) if unit else hit
            done = hit.end


def _box_end(text: str, end: int) -> int:
    """Return where a post box ends, with the rural route that may follow it."""
    extra = EXTRA.match(text, end)
    return extra.end() if extra else end


def _cells(reading: Reading) -> Iterator[Hit]:
    """Tell the addresses of a column that is headed as one, whatever their streets."""
    if not any(_HEADER.fullmatch(header) for header in reading.headers):
        return
    for cell in reading.cells:
        if _HEADER.fullmatch(cell.header):
            match = _CELL.match(reading.text, cell.start, cell.end)
            if (
                match
                and any(map(str.isalpha, match["address"]))
                and not _CLOCK_OR_MONEY.search(match["address"])
            ):
                yield Hit(cell.start, min(cell.end, read_rest(reading.text, match.end())), 0.7, Why("column"))


def _is_listed(text: str, start: int) -> bool:
    """Tell whether a number is the rank of a line in a list: it begins its line, as do those next to it."""
    line = text.rfind("\n", 0, start) + 1
    rank = _RANK.match(text, line)
    if rank is None or rank.start(1) != start:
        return False
    number = int(rank[1])
    below = _RANK.match(text, text.find("\n", start) + 1) if "\n" in text[start:] else None
    above = _RANK.match(text, text.rfind("\n", 0, line - 1) + 1) if line else None
    return (
        above is not None and int(above[1]) == number - 1 and (below is None or int(below[1]) == number + 1)
    ) or (below is not None and int(below[1]) == number + 1 and number == 1)


def _street_end(text: str, number: re.Match[str]) -> int | None:
    """Return where the street that follows a civic number ends, in French or in English."""
    at = number.end()
    french = FRENCH.match(text, at)
    if french and french[0].startswith(",") and _SIZE.fullmatch(number[0]):
        return None
    if french and french["ordinal"]:
        linked = _ORDINAL_LINKED.match(text, french.end())
        named = read_street_name(text, french.end(), capital=True) if linked else None
        return named or read_direction(text, french.end())
    if (
        french
        and not (french["doubtful"] and NUMBERED.match(text, french.end()))
        and not (french["chapter"] and _STATUTE.match(text, french.end()))
    ):
        doubtful = french["doubtful"] is not None and not (french[0].startswith(",") and _is_high(number[0]))
        end = read_street_name(text, french.end(), capital=doubtful)
        if end is not None and not (number[0].endswith("½") and text.startswith(" de ", at)):
            return end
    english = ENGLISH.match(text, at)
    if english and not english["name"].startswith(("A.M", "P.M")):
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
            number = SPELLED.search(folded, max(0, at - _SPELLED_REACH), at - folded.endswith(",", 0, at))
            end = read_street_name(text, at + len(generic) - 1, capital=False) if number else None
            if number and end is not None:
                yield Hit(number.start(), read_rest(text, end), 0.85, Why("number in words"))
            at = folded.find(generic, at + 1)


def _means_otherwise(reading: Reading, number: re.Match[str]) -> bool:
    """Tell whether a number is a time, an amount or the year of a date."""
    before = reading.folded[max(0, number.start() - _NEIGHBOURHOOD) : number.start()]
    return bool(
        number[0][-1] in "hH"
        or (before.rstrip(" ")[-1:] in _CLOCKS_OR_MONEYS and _CLOCK_OR_MONEY.search(before))
        or (before.endswith(" ") and _MONTH.search(before))
        or _NUMBERED_THING.search(before)
    )
