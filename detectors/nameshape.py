"""The shape of a person's name in a normalised text, and where it ends.

A name is one to six words of a line: capitalised words, initials, particles ("de la", "van", "El") and
nicknames in quotes. Its shape alone proves nothing: the rules that use it bring a cue (a title, a field,
a known given name), and `trimmed` cuts what only looks like a continuation.
"""

import re
import unicodedata

from detectors.gazetteer import NEVER, PLACES, WORDS, is_name, load
from detectors.normalise import fold


def _capitals() -> str:
    """Return the capital letters of the Latin script as the inside of a character class."""
    latin = (chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    return "A-Z" + "".join(char for char in latin if unicodedata.category(char) == "Lu")


CAPITAL = f"[{_capitals()}]"
LETTER = r"[^\W\d_]"
#: A capitalised word with its hyphens and apostrophes: "Marie-Ève", "D'Amours", "McKenzie", "TREMBLAY".
WORD = rf"{CAPITAL}{LETTER}*(?:['-](?!s\b|S\b){LETTER}+)*"
#: "J.", "J.-P.", "J.P."
INITIAL = rf"{CAPITAL}\.(?:[ -]?{CAPITAL}\.){{0,3}}"
_PARTICLES = (
    r"(?:(?:de la|de las|de los|de|du|des|da|das|dos|di|del|della|van der|van den|van de|van|von der|von|den"
    r"|der|el|al|ben|bin|bint|ibn|abu|abi|ould|le|la|ter|y) |[dl]')"
)
_NICKNAME = r"(?:\"[^\"\n]{1,15}\"|« ?[^»\n]{1,15}? ?»|\([A-Z][a-z]{1,12}\))"
_PART = rf"(?:{_PARTICLES}?(?:{INITIAL}(?!{LETTER})|{WORD}))"
#: Up to six parts, one blank apart.
NAME = (
    rf"(?:(?:van|von|el|al|ben|di|da|de) )?(?:{INITIAL}(?!{LETTER})|{WORD})"
    rf"(?: (?:{_NICKNAME} )?{_PART}){{0,5}}"
)

_NAME = re.compile(NAME)
_LOWER_WORD = re.compile(rf"{LETTER}+(?:['-]{LETTER}+)*")
_TOKEN = re.compile(r"[^\s]+")
_ACRONYM = 5
_ELISION = 3
_SHORT = 2
_DANGLING = load("particles")
_OF = frozenset({"de", "du", "des", "da", "dos"})
_SUFFIXES = frozenset({"Jr", "Sr"})
_ELIDED = re.compile("[cjmnst]'|qu'")
_TITLES = frozenset({"m.", "mm.", "mr.", "ms.", "dr.", "me", "pr.", "st.", "mme", "mlle", "dre", "dr"})
#: Names that never go on a name, so often they are the next word of a form or a list.
_HARD = frozenset(
    {"bureau", "parent", "parents", "mai", "avril", "pages", "chef", "service", "present", "centre"}
)


def read_name(text: str, at: int, *, sure: bool = False) -> tuple[int, int] | None:
    """Return the span of the capitalised name that begins at an offset, if any."""
    match = _NAME.match(text, at)
    return trimmed(text, at, match.end(), sure=sure) if match else None


def read_lower(text: str, at: int) -> tuple[int, int] | None:
    """Return the span of one to three known names, in lower case, that begin at an offset, if any."""
    end = start = at
    for index in range(3):
        match = _LOWER_WORD.match(text, at)
        folded = fold(match[0]) if match else ""
        if match is None or folded in NEVER or not is_name(folded) or (index and folded in WORDS):
            break
        end = match.end()
        if text[end : end + 1] != " ":
            break
        at = end + 1
    return (start, end) if end > start else None


def trimmed(text: str, start: int, end: int, *, sure: bool = False) -> tuple[int, int] | None:
    """Return the part of a capitalised run that can be a name, from its start; None when nothing can.

    ``sure``: a cue stands before, so that the first word needs only not to be a word that is never a name.
    """
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    kept = start
    for index, (first, last) in enumerate(tokens):
        if not _continues(text[first:last], text[start:first].rstrip() if index else "", sure=sure):
            break
        kept = last
    while kept > start:
        last_token = text[start:kept].rsplit(" ", 1)[-1]
        if fold(last_token) not in _DANGLING:
            return start, kept + (last_token in _SUFFIXES and text.startswith(".", kept))
        kept = kept - len(last_token) - 1
    return None


def _continues(token: str, before: str, *, sure: bool) -> bool:
    """Tell whether a token can go on the name that stands ``before`` it (empty: whether it can begin one)."""
    folded = fold(token)
    known = is_name(folded)
    if _ELIDED.match(folded) and (len(folded) <= _ELISION or folded[2:] in WORDS) and not known:
        goes_on = False
    elif folded in _DANGLING or not token[0].isalpha() or (len(token) <= _ELISION and token.endswith(".")):
        goes_on = bool(before) or folded not in _TITLES
    elif not before:
        goes_on = folded not in NEVER and (sure or known or folded not in WORDS)
    elif before.rsplit(" ", 1)[-1] in _OF or folded.startswith("d'"):
        bare = folded.removeprefix("d'")
        goes_on = known or (is_name(bare) and bare not in WORDS and bare not in PLACES)
    elif folded in NEVER:
        goes_on = known and folded not in _HARD
    elif token.isupper() and len(token) > 1:
        # In a run of capitals a rare word is a name; after a name in small letters it may be an acronym.
        shortest = _SHORT if before.isupper() or before.endswith(".") else _ACRONYM
        goes_on = known or (folded not in WORDS and len(token) > shortest)
    else:
        goes_on = known or folded not in PLACES
    return goes_on
