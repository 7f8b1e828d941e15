"""Cuts any Unicode text into tokens with exact character offsets.

A token is a word, a number, a run of one punctuation mark, a run of line breaks, a tab, or three or more
blanks (a column gap). Other white space and lone invisible characters belong to no token. Hyphenated
compounds stay whole (``Marie-Ève``), an elided article is a token of its own (``l'`` ``Assomption``,
``D'`` ``Amours``), and so are an English possessive (``'s``) and initials with their points (``J.-P.``).
"""

import re
from dataclasses import dataclass

#: Characters that show nothing: kept inside a word, dropped from its features.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_APOSTROPHES = "'’ʼ\u2018\uff07"
_HYPHENS = "\\-\u2010\u2011"
_LETTER = r"[^\W\d_]"
_MARK = rf"[\u0300-\u036f{INVISIBLE}]"
_PIECE = rf"{_LETTER}(?:[^\W_]|{_MARK})*"
_ELISION = (
    rf"(?:[dljmtscnDLJMTSCN]|[Qq][Uu]|[Ll]orsqu|[Jj]usqu|[Pp]uisqu|[Qq]uoiqu)[{_APOSTROPHES}](?={_LETTER})"
)
_POSSESSIVE = rf"[{_APOSTROPHES}][sS](?![^\W_]|{_MARK})"
_INITIALS = rf"(?<![^\W_])[A-ZÀ-ÖØ-Þ]\.(?:[{_HYPHENS}]?[A-ZÀ-ÖØ-Þ]\.)*"
_NUMBER = rf"\d+(?:[{_HYPHENS}.,:/]\d+)*"
_WORD = rf"{_PIECE}(?:(?:[{_HYPHENS}]|(?!{_POSSESSIVE})[{_APOSTROPHES}]){_PIECE})*"
_BREAK = r"(?:\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029])+"
_TOKEN = re.compile(
    rf"{_ELISION}|{_INITIALS}|{_WORD}|{_NUMBER}|{_POSSESSIVE}|{_BREAK}|\t|[^\S\t\n\r]{{3,}}|_+|([^\w\s{INVISIBLE}])\1*|\w",
)
#: The first character of every token that is a line break.
LINE_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: ``words[i]`` is ``text[starts[i]:ends[i]]``."""

    words: list[str]
    starts: list[int]
    ends: list[int]


def tokenize(text: str) -> Tokens:
    """Cut a text; tokens come in order and never overlap."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        words.append(match[0])
    return Tokens(words, starts, ends)
