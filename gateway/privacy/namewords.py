"""A name word by word: which are titles and particles, initials, given names, surnames."""

import re
from enum import Enum, auto
from typing import NamedTuple

from detectors.gazetteer import is_given, is_surname
from gateway.privacy.identity import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?")
_INITIALS = re.compile(r"[^\W\d_](?:[.-]+[^\W\d_])*\.?")
#: Words that tell nobody from anybody: they stay.
_KEPT = frozenset(
    {
        *("m", "mr", "mrs", "ms", "mx", "mme", "mlle", "dr", "dre", "me", "pr", "pre", "prof", "jr", "sr"),
        *("de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "di", "da", "dos", "del"),
        *("della", "el", "al", "ben", "bin", "ibn", "et", "and", "y", "e"),
    }
)


class Role(Enum):
    """What a word is in a name."""

    KEPT = auto()
    INITIAL = auto()
    GIVEN = auto()
    SURNAME = auto()


class Word(NamedTuple):
    """A word of a name, where it stands, and what it is."""

    start: int
    end: int
    text: str
    role: Role


def words_of(name: str) -> list[Word]:
    """Return the words of a name in order. A comma parts a surname from what is given."""
    found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(name)]
    whole = [at for at, (_start, _end, text) in enumerate(found) if _kept_or_initial(text) is None]
    comma = name.find(",")
    roles = {
        at: _role(place, len(whole), fold(found[at][2]).rstrip("."), turned=_turned(name, found, whole))
        if comma < 0
        else (Role.SURNAME if found[at][0] < comma else Role.GIVEN)
        for place, at in enumerate(whole)
    }
    return [
        Word(start, end, text, roles.get(at) or _kept_or_initial(text) or Role.KEPT)
        for at, (start, end, text) in enumerate(found)
    ]


def _kept_or_initial(text: str) -> Role | None:
    if fold(text).rstrip(".") in _KEPT and (len(text.rstrip(".")) > 1 or text.islower() or text == "M."):
        return Role.KEPT
    return Role.INITIAL if _INITIALS.fullmatch(text) else None


def _turned(name: str, found: list[tuple[int, int, str]], whole: list[int]) -> bool:
    """Whether the surname stands first, as in "TREMBLAY Julie"."""
    if len(whole) < 2 or name.isupper():  # noqa: PLR2004 - a surname and a given name
        return False
    first, last = found[whole[0]][2], found[whole[-1]][2]
    if first.isupper() and not last.isupper():
        return True
    return not is_given(fold(first)) and is_given(fold(last))


def _role(place: int, count: int, word: str, *, turned: bool) -> Role:
    if count == 1:
        return Role.GIVEN if is_given(word) and not is_surname(word) else Role.SURNAME
    if place in (0, count - 1):
        return Role.GIVEN if (place == 0) is not turned else Role.SURNAME
    return Role.GIVEN if is_given(word) else Role.SURNAME
