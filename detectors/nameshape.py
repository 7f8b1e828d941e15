"""The shape of a person's name in a normalised text, and where it ends.

A name is one to six words of a line: capitalised words, initials, particles ("de la", "van", "El") and
nicknames in quotes. Its shape alone proves nothing: the rules that use it bring a cue (a title, a field,
a known given name), and `trimmed` cuts what only looks like a continuation.
"""

import re
import unicodedata

from detectors.gazetteer import NEVER, PLACES, WORDS, is_given, is_name, is_surname
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
INITIAL = rf"{CAPITAL}\.(?:[ -]?{CAPITAL}\.)*"
_PARTICLES = (
    r"(?:(?:de la|de las|de los|de|du|des|da|das|dos|di|del|della|van der|van den|van de|van|von der|von|den"
    r"|der|el|al|ben|bin|bint|ibn|abu|abi|ould|le|la|ter|y) |[dl]')"
)
_NICKNAME = r"(?:\"[^\"\n]{1,15}\"|« ?[^»\n]{1,15}? ?»|\([A-Z][a-z]{1,12}\))"
_PART = rf"(?:{_PARTICLES}?(?:{INITIAL}(?!{LETTER})|{WORD}))"
#: Up to six parts, one blank apart.
NAME = rf"(?:(?:van|von|el|al|ben|di|da|de) )?(?:{INITIAL}(?!{LETTER})|{WORD})(?: (?:{_NICKNAME} )?{_PART}){{0,5}}"

_NAME = re.compile(NAME)
_LOWER_WORD = re.compile(rf"{LETTER}+(?:['-]{LETTER}+)*")
_TOKEN = re.compile(r"[^\s]+")
_ACRONYM_LENGTH = 5
_SHORT = 2
_OF = frozenset({"de", "du", "des", "da", "dos"})
_SUFFIXES = frozenset({"Jr", "Sr"})
_ELIDED = re.compile("[cjmnst]'|qu'")
_TITLES = frozenset({"m.", "mm.", "mr.", "ms.", "dr.", "me", "pr.", "st.", "mme", "mlle", "dre", "dr"})
_HARD = frozenset(
    {
        "bureau",
        "parent",
        "parents",
        "mai",
        "avril",
        "pages",
        "chef",
        "service",
        "paiement",
        "ecole",
        "present",
        "centre",
    }
)
_SAINT = re.compile(r"(?:saint|sainte|st|ste)[- .]")


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


_DANGLING = frozenset(
    {
        "de",
        "la",
        "du",
        "des",
        "da",
        "dos",
        "di",
        "del",
        "van",
        "von",
        "den",
        "der",
        "el",
        "al",
        "ben",
        "bin",
        "abu",
        "le",
        "y",
        "d'",
        "l'",
        "las",
        "los",
        "das",
    }
)


def _continues(token: str, before: str, *, sure: bool) -> bool:
    """Tell whether a token can go on the name that stands ``before`` it (empty: whether it can begin one)."""
    folded = fold(token)
    if _ELIDED.match(folded) and (len(folded) < 5 or folded[2:] in WORDS) and not is_name(folded):  # noqa: PLR2004
        return False
    if folded in _DANGLING or not token[0].isalpha() or (len(token) <= 3 and token.endswith(".")):  # noqa: PLR2004
        return not (folded in _TITLES and not before)
    if not before:
        return folded not in NEVER and (sure or is_name(folded) or folded not in WORDS)
    if before.rsplit(" ", 1)[-1] in _OF or folded.startswith("d'"):
        bare = folded.removeprefix("d'")
        return is_name(folded) or (is_name(bare) and bare not in WORDS and bare not in PLACES)
    if folded in NEVER:
        return is_name(folded) and folded not in _HARD
    if token.isupper() and len(token) > 1:
        if before.isupper() or before.endswith("."):
            return is_name(folded) or (folded not in WORDS and len(token) > _SHORT)
        return is_name(folded) or (len(token) > _ACRONYM_LENGTH and folded not in WORDS)
    return is_name(folded) or folded not in PLACES


def is_full_name(folded: str) -> bool:
    """Tell whether a folded run begins with a known given name and goes on, or is "surname given"."""
    words = folded.split()
    if len(words) < 2:  # noqa: PLR2004
        return False
    return is_given(words[0]) or (is_surname(words[0]) and is_given(words[-1]))


def is_saint(folded: str) -> bool:
    """Tell whether a folded word or run begins like a saint's name, most often a place or a street."""
    return _SAINT.match(folded) is not None
