"""Civic addresses without a generic: a number and a name, where a unit, a town or a word before tells."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.addressgrammar import has_unit, read_direction, read_rest
from detectors.addresswords import LEADING_UNIT
from detectors.gazetteer import PLACES, STREETS, WORDS
from detectors.normalise import fold
from detectors.reading import Reading

_LOWEST = 100
_YEARS = range(1900, 2100)
_NEIGHBOURHOOD = 24
_ANNOUNCED = "number after an address word"
_CAPITAL_AFTER_LINKS = re.compile(r"(?:de la |de l'|des |du |de |d'|l'|la |le )*[^\W\d_a-zà-ÿ]")
_LINKS = re.compile(r"^(?:de la |de l'|des |du |de |d'|l'|la |le )+")
_ENDED = re.compile(r"\s*(?:$|[,.;:)\n\t\"|<(»?!]|-|→|/|\s{2}|(?<= )[A-Za-z]\d[A-Za-z] ?\d)")
_SENTENCE = re.compile(r" [a-zà-ÿ]")
_CUED = re.compile(
    r"\b(?:au|aux|du|adr(?:esse)?\.? ?:?|address ?:?|chez|domicile ?:?|lives at|reside at|situee?"
    r" au|sis|a|of|at|to"
    r"|de|from|puis|et|entre le)\s*[\"«]? ?\Z"
)
#: What only an address follows, whatever its street.
_ADDRESSED = re.compile(
    r"\b(?:adr(?:esse)?\.?(?: [a-z']+){0,5} ?:|adr\.|address(?: [a-z]+)? ?:|nouveau du|nouvelle du"
    r"|(?:m|mme|mlle|dr|dre)\.?(?: [a-z'-]+){1,3},? du|domicil(?:e|ie|iee)(?: au)?|habit(?:e|ait"
    r"|ons|ent)(?: au| maintenant au)?"
    r"|demeur(?:e|ant|ait)(?: au)?|resid(?:e|ant|ait|es|ing)(?: au| at)?|rest(?:e|ait)(?: au)?"
    r"|lives? at|lived at|living at"
    r"|moved to|demenage(?: au)?|sise?s?(?: au)?|situee?s?(?: au)?|located at|livr(?:er|aison|ez)"
    r"(?: au| ?:)?|deliver(?:y|ed)? to"
    r"|client(?:e)? du|voisine?s? du|locataires? du|proprietaires? du|immeuble du|logement du"
    r"|appartement du|duplex du|triplex du"
    r"|maison du|commerce du|resident(?:e)?s? du|chez (?:elle|lui|nous|moi|eux) au)\s*[\"«]? ?\Z"
)
_GENERIC = re.compile(r"^[\dloi]+[- ]?[a-z]?(?: bis| ½)?[ ,]+(?:[a-z]+\.?) ")
_DIRECTED = re.compile(r" (?:est|ouest|nord|sud|[eons])\.?$")
_SMALL_NAME = re.compile(r",? (?P<name>[a-z][a-z-]{3,})(?=[ ,.;:)\n?!]|$)")
_SAINT = re.compile(r"^(?:st|ste|saint|sainte)(e?)[ .-]+")
_TOWNS = PLACES | {
    "mtl",
    "mtl-nord",
    "qc",
    "quebec",
    "sherby",
    "3r",
    "t-r",
    "st-jean",
    "st-jerome",
    "laval",
    "longueuil",
}
#: "16, des Roitelets": after its link, the name of a street more than anything else.
_LINKED = re.compile(r"[\d-]+[A-Za-z]?,? (?:des|du|de la|de l'|de) ?[^\W\d_a-zà-ÿ]")
_LONE_DIRECTION = re.compile(r" (?:[EONSW]|Est|Ouest|Nord|Sud|East|West|North|South|EST|OUEST|NORD|SUD)\Z")
#: "au 2040 Cabot, 3": a number behind is that of the apartment.
_LONE_UNIT = re.compile(r", \d{1,4}(?=$|[\n,;.)]| [a-zà-ÿ])")
_IN_FRONT = re.compile(r"(?:\b(?:au|at|[Aa]dresse ?:|habite) |@ ?)\Z")
#: A town, a province or a postal code, right behind an address.
_TOWN = re.compile(
    r",? {1,2}\(?(?P<town>[^\W\d_][^\W\d_'-]*(?:[-' ][^\W\d_]+){0,3}?)(?=[,.;)\n(]|$| \(|  |"
    r" [A-Z]\d[A-Z])|,? {1,3}[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d"
)


class Bare(NamedTuple):
    """An address in a reading, how sure it is, and the rule that says so."""

    start: int
    end: int
    score: float
    rule: str


def known_street(text: str, at: int) -> re.Match[str] | None:
    """Return a street of our list in small letters ("au 4515 papineau"), that is no everyday word."""
    match = _SMALL_NAME.match(text, at)
    return match if match and match["name"] in STREETS and match["name"] not in WORDS else None


def read_bare(
    reading: Reading, matches: list[tuple[int, re.Match[str]]], streets: set[str]
) -> Iterator[Bare]:
    """Tell a number and a name alone, where a unit follows, the street is known, or a word says so.

    ``streets``: the folded names of the streets that the text tells with their generic.
    """
    text = reading.text
    alone: list[tuple[int, int, str, bool]] = []
    for start, match in matches:
        direction = _LONE_DIRECTION.search(match["name"])
        whole = match.end() - (len(direction[0]) if direction else 0)
        name, end = _LINKS.sub("", fold(text[match.start("name") : whole])), read_direction(text, whole)
        capital = _CAPITAL_AFTER_LINKS.match(match["name"]) is not None
        if has_unit(text, end) and (capital or name in STREETS):
            streets.add(name)
            yield Bare(start, read_rest(text, end), 0.85, "number, name and unit")
        elif (
            capital
            and (unit := _LONE_UNIT.match(text, end))
            and _IN_FRONT.search(text, max(0, start - 12), start)
        ):
            yield Bare(start, unit.end(), 0.75, "number, name and number")
        elif _ENDED.match(text, end) or _SENTENCE.match(text, end):
            directed = end > whole and capital and name not in PLACES
            alone.append((start, end, _SAINT.sub(r"saint\1-", name), directed))
    for start, end, name, directed in alone:
        if rule := _rule(reading, start, end, name, directed=directed, named=name in streets):
            yield Bare(start, end, 0.75 if rule == _ANNOUNCED else 0.8, rule)


def _rule(  # noqa: PLR0911 - a line per rule
    reading: Reading, start: int, end: int, name: str, *, directed: bool, named: bool
) -> str:
    """Return the name of the rule by which a number and a name are an address, "" when none is."""
    text = reading.text
    digits = text[start:end].split(" ")[0].rstrip(",")
    number = int(digits) if digits.isdecimal() else _LOWEST
    before = reading.folded[max(0, start - 2 * _NEIGHBOURHOOD) : start]
    high = number >= _LOWEST and number not in _YEARS
    cued, addressed = _CUED.search(before), _ADDRESSED.search(before)
    linked = _LINKED.match(text, start) is not None and name not in PLACES
    if name == "principale" or (high and (name in STREETS or directed) and _is_placed(text, end)):
        return "number, street and town"
    if directed and (high or cued):
        return "number and direction"
    if named or LEADING_UNIT.search(text, max(0, start - _NEIGHBOURHOOD), start):
        return "number and street named elsewhere"
    if (name in STREETS or linked) and ((high and cued) or addressed):
        return "number and known street"
    if not high or name in PLACES:
        return ""
    if name.startswith("saint") and cued:
        return "number and saint"
    unknown = text[end - 1].isalpha() and not set(name.split(" ")) <= WORDS
    return _ANNOUNCED if addressed and unknown else ""


def _is_placed(text: str, end: int) -> bool:
    """Tell whether a town or a postal code stands right behind an offset."""
    match = _TOWN.match(text, end)
    if match is None:
        return False
    town = fold(match["town"] or "")
    return not town or town in _TOWNS or town.replace(" ", "-") in PLACES


def street_of(address: str) -> str:
    """Return the folded name of the street in an address, without number, generic and units."""
    street = _GENERIC.sub("", fold(address))
    return _LINKS.sub("", _DIRECTED.sub("", street.split(",")[0].strip()))
