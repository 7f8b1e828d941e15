"""The grammar of a Québec civic address, in French and in English, from its civic number on.

An address is read from left to right: number, then a street (generic first in French, last in English),
a direction, units, a post box. Each reader takes an offset and returns the offset where its part ends.
"""

import re

from detectors.addresswords import AFTER_EST, DIRECTION, EXTRA, NAME_WORD, NUMBERED, UNIT
from detectors.gazetteer import PLACES, STREETS, WORDS, is_name, load
from detectors.normalise import fold

STOPS = load("street_stops")
#: The line below a generic that ends its line, where it goes on the street: no field with a colon.
_BELOW = re.compile(r"\n[ \t]*(?=[^\W\d_])(?![^\n:]{0,25}:)")
_WORD_BELOW = re.compile(NAME_WORD.pattern.replace(" {1,3}", "", 1), re.IGNORECASE)
_FORBIDDEN = STOPS - {"ste", "ville", "lac"}
# What is not whole without the next word: "saint", "vieux", "lac".
_TWO_WORDS = load("street_beginnings")
_LONGEST = 5
_ACRONYM = 3


def read_street_name(text: str, at: int, *, capital: bool) -> int | None:  # noqa: C901 - a line per rule
    """Return where the name of a street ends, from the end of its generic on; None when there is none.

    ``capital``: the name must begin with a capital letter.
    """
    if number := NUMBERED.match(text, at):
        return read_direction(text, number.end())
    first_line = NAME_WORD
    if text.startswith("\n", at) and not capital and (below := _BELOW.match(text, at)):
        at, capital, first_line = below.end(), True, _WORD_BELOW
    end = None
    previous = ""
    first = ""
    for index in range(_LONGEST):
        match = NAME_WORD.match(text, end) if end is not None else first_line.match(text, at)
        if match is None:
            break
        word = match["word"]
        folded = fold(word).rstrip(".")
        if index and (
            folded in STOPS or _begins_town(text, match.start("word")) or (match[0].startswith("  "))
        ):
            break
        if not index and (len(folded) == 1 or folded in _FORBIDDEN or (capital and not word[0].isupper())):
            return None
        if not index and word[0].islower() and not match["link"] and _is_word_only(folded):
            return None
        if not index and folded in _DIRECTIONS and capital:
            return None
        if index and not _goes_on(previous, first, word):
            break
        first, previous, end = first or word, folded, match.end()
        if word.endswith(".") and folded not in {"st", "ste", "mgr", "dr"} and len(folded) > 1:
            end -= 1
            break
    return None if end is None else read_direction(text, end)


def _goes_on(previous: str, first: str, word: str) -> bool:
    """Tell whether a word goes on the name of a street that began with ``first``."""
    if fold(word).rstrip(".") in _DIRECTIONS:
        return False
    if previous in _TWO_WORDS:
        return True
    if first.isupper() and word.isupper() and _is_everyday(fold(word)):
        return False
    acronym = word.isupper() and len(word) <= _ACRONYM and not first.isupper()
    return first[0].isupper() and word[0].isupper() and not acronym


def _is_word_only(word: str) -> bool:
    """Tell whether a word in small letters is one of the sentence, and no street ("18 rue fermées")."""
    return word.endswith(("ees", "es", "ent")) and word in WORDS and word not in STREETS and not is_name(word)


def _is_everyday(word: str) -> bool:
    """Tell whether a word in capitals, where all is in capitals, is rather the next word of the sentence."""
    return word in WORDS and not is_name(word)


_DIRECTIONS = frozenset({"est", "ouest", "nord", "sud", "east", "west", "north", "south"})


def _begins_town(text: str, at: int) -> bool:
    """Tell whether a town of our list begins at an offset, written with blanks or hyphens."""
    words = re.split(r"[ -]", fold(text[at : at + 40]).split("\n")[0].split(",")[0])[:4]
    return any(
        "-".join(words[:size]) in PLACES or " ".join(words[:size]) in PLACES
        for size in range(1, len(words) + 1)
    )


def read_direction(text: str, at: int) -> int:
    """Return where a direction ends; ``at`` itself when there is none ("est" may be the verb)."""
    match = DIRECTION.match(text, at)
    if match is None or (match[0].strip(" ,") == "est" and not AFTER_EST.match(text, match.end())):
        return at
    if match[0].startswith(",") and len(match[0].strip(" ,.")) == 1:
        return at
    return match.end()


def read_rest(text: str, at: int) -> int:
    """Return where the units and the box that follow a street end."""
    for _ in range(3):
        match = UNIT.match(text, at)
        if match is None:
            break
        at = match.end() + (text[match.end() : match.end() + 1] == ")" and "(" in match[0])
    extra = EXTRA.match(text, at)
    return extra.end() if extra else at


def has_unit(text: str, at: int) -> bool:
    """Tell whether a unit ("app. 3") stands at an offset."""
    return UNIT.match(text, at) is not None
