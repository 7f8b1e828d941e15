"""Where a text can hold a pseudonym at all: one pass over it, and most texts are done with."""

from functools import lru_cache

import re2

from gateway.privacy.aliases import Names
from gateway.privacy.glyphs import FILLERS, HYPHENS, UNSEEN
from gateway.privacy.tagwords import WORDS, words_of

_EDGE = r"(?:\A|[^0-9A-Za-z]|%[0-9a-f]{2}|\\[nrt]|\\u[0-9a-f]{4})"
_END = r"(?:\z|[^0-9A-Za-z])"
#: RE2's ``\\s`` is that of ASCII; ``\\pZ`` has the others.
_GAP = rf"[\pZ{FILLERS}]*[{HYPHENS}&%<\\]"
#: Six letters and digits, the first a letter, one at least a digit.
_WHO = "|".join(f"[A-Za-z][A-Za-z]{{{before}}}[0-9][0-9A-Za-z]{{{4 - before}}}" for before in range(5))
#: The longest of what may stand before a word (a written character).
_BEHIND = 6
_SHIPPED = words_of(WORDS)
#: Each letter of a word, or one of its accented forms.
_ACCENTS = {"A": "AÀÁÂÄ", "C": "CÇ", "E": "EÈÉÊË", "I": "IÌÍÎÏ", "N": "NÑ", "O": "OÒÓÔÖ", "U": "UÙÚÛÜ"}


def signs(text: str, names: Names) -> list[tuple[int, int]]:
    """Return where one of these pseudonyms may begin: from one place to another, in order, without overlap.

    `Reader` finds none elsewhere.
    """
    found: list[tuple[int, int]] = []
    for match in _sign(names.words - _SHIPPED).finditer(text):
        # One whose own sign begins within another's may begin a little behind it.
        start, end = match.start(), match.end() + _BEHIND
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


@lru_cache(maxsize=64)
def _sign(more: frozenset[str]) -> "re2._Regexp[str]":
    """Return the pattern for the words of the shipped labels and ``more``."""
    words = "|".join(
        "".join(f"[{_ACCENTS.get(letter, letter)}]" for letter in word) for word in sorted(_SHIPPED | more)
    )
    return re2.compile(
        "(?i)"
        # A bracket, however it is written; a word with a letter of double width, or with what is not seen.
        rf"\\*[\[［【〔]|[0-9A-ZÀ-ÖØ-öø-ÿ]*[０-９Ａ-Ｚａ-ｚ{UNSEEN}]|&(?:#|ls|lb)|%5b|%ef|%e3|\\+[ux]"
        f"|{_EDGE}(?:(?:{words}){_GAP}|[A-Z][0-9A-Z]{{5}}{_GAP}|(?:{_WHO}){_END})"
    )
