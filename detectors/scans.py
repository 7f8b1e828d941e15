"""Numbers read by a scanner: O for 0, l and I for 1; and the same errors the other way round in words."""

import re

#: A run of digits with an o, an l or an i in it, or a word with a 0 or a 1 in it; on folded text.
MISREAD = re.compile(
    r"(?<![a-z0-9])"
    r"(?:(?P<lead>[a-hjkmnp-z]?)(?P<number>[0-9oil]*(?:\d[oil]|[oil]\d)[0-9oil]*|(?<=\d[ .-])[ol]{1,2}"
    r"(?=[ .-]\d))|[a-z]{2,}[01][a-z]*|[a-z][01][a-z]+)"
    r"(?![a-z0-9])"
)
_TO_DIGITS = str.maketrans("oil", "011")
_TO_LETTERS = str.maketrans("01", "ol")
_LICENCE = 13
_FEW = 2


def repair(folded: str) -> str:
    """Return a folded text with its misread numbers and words put right; the length stays.

    An O or an L before twelve digits is left: that is a driver's licence.
    """
    return MISREAD.sub(_right, folded)


def _right(match: re.Match[str]) -> str:
    word, number = match[0], match["number"]
    if not number or (match["lead"] and sum(map(str.isdigit, number)) < _FEW):
        return word.translate(_TO_LETTERS)
    lead = match["lead"] or (word[0] if len(word) == _LICENCE and word[0].isalpha() else "")
    return lead + word[len(lead) :].translate(_TO_DIGITS)
