"""Numbers read by a scanner: O for 0, l and I for 1; and the same errors the other way round in words."""

import re
from collections.abc import Iterable, Iterator

import re2

from detectors.relax import encode, options

#: A run of digits with an o, an l or an i in it, or a word with a 0 or a 1 in it; on folded text.
MISREAD = re.compile(
    r"(?<![a-z0-9])"
    r"(?:(?P<lead>[a-hjkmnp-z]?)(?P<number>[0-9oil]*(?:\d[oil]|[oil]\d)[0-9oil]*|(?<=\d[ .-])[ol]{1,2}"
    r"(?=[ .-]\d))|[a-z]{2,}[01][a-z]*|[a-z][01][a-z]+)"
    r"(?![a-z0-9])"
)
_MAY_BE = re2.compile(rb"\d[oil]|[oil]\d|\d[ .-][ol]|[a-z][01](?:[^0-9]|\z)", options(4 << 20))
_TO_DIGITS = str.maketrans("oil", "011")
_TO_LETTERS = str.maketrans("01", "ol")
_LICENCE = 13
_FEW = 2


def repair(folded: str) -> str:
    """Return a folded text with its misread numbers and words put right; the length stays.

    An O or an L before twelve digits is left: that is a driver's licence.
    """
    return put_right(folded, misread(folded, encode(folded)))


def put_right(folded: str, found: Iterable[tuple[int, int, str]]) -> str:
    """Return a folded text with what `misread` tells of it put right."""
    pieces: list[str] = []
    done = 0
    for start, end, right in found:
        pieces += folded[done:start], right
        done = end
    return "".join((*pieces, folded[done:]))


def misread(folded: str, encoded: bytes) -> Iterator[tuple[int, int, str]]:
    """Tell what there is to put right in a folded text: where it starts and ends, and what it should be.

    ``encoded`` is the text as RE2 reads it. Only the lines are read where it sees that something may be.
    """
    at = 0
    while may_be := _MAY_BE.search(encoded, at):
        line = folded.rfind("\n", at, may_be.start()) + 1 or at
        end = folded.find("\n", may_be.start())
        at = len(folded) if end < 0 else end + 1
        for match in MISREAD.finditer(folded, line, at):
            right = _right(match)
            if right != match[0]:
                yield *match.span(), right


def _right(match: re.Match[str]) -> str:
    word, number = match[0], match["number"]
    if not number or (match["lead"] and sum(map(str.isdigit, number)) < _FEW):
        return word.translate(_TO_LETTERS)
    lead = match["lead"] or (word[0] if len(word) == _LICENCE and word[0].isalpha() else "")
    return lead + word[len(lead) :].translate(_TO_DIGITS)
