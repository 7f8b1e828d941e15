"""A text as the name model reads it best: what a scanner has spread out or misread is put right.

The model learned long dashes as signs of their own, words that stand one blank apart, and letters where a
scanner reads digits ("Jo1icoeur"). Nothing else is changed, and the way back is kept.
"""

import re
from dataclasses import dataclass

_DASH = re.compile("[\u2013\u2014\u2015]")
#: A digit inside a word or at the end of one, in small letters, and inside a word in capitals.
_MISREAD = re.compile(
    r"(?P<small>(?<=[^\W\d_])[01]{1,2}(?=[a-zà-öø-ÿ])|(?<=[^\W\d_][a-zà-öø-ÿ])1{1,2}(?!\w))"
    r"|(?<=[A-ZÀ-ÖØ-Þ])[01](?=[A-ZÀ-ÖØ-Þ]{2})"
)
#: Where one may begin: its first digit follows a letter.
_MAY_BE_MISREAD = re.compile(r"[01](?<=[^\W\d_].)")
_SMALL, _CAPITALS = str.maketrans("01", "ol"), str.maketrans("01", "OI")
_GAP = re.compile(r"(?<=\S) +(?=\S)")
_WIDE = re.compile(r"(?<=\S) {2,3}(?=\S)")
#: The share of wide gaps from which a text is spread out, not set in columns.
_SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Legible:
    """A text for the model.

    ``places`` gives the offset in the reading's text of each of its characters; None where the two agree.
    """

    text: str
    places: tuple[int, ...] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the reading's text of a span that is not empty."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def make_legible(text: str, original: str) -> Legible:
    """Return a normalised text made legible; ``original`` is the text it comes from."""
    if len(original) == len(text) and (dashes := [dash.span() for dash in _DASH.finditer(original)]):
        text = _restored(text, original, dashes)
    text = _with_letters(text)
    wide = len(_WIDE.findall(text)) if "  " in text else 0
    if not wide or wide <= _SPREAD * len(_GAP.findall(text)):
        return Legible(text)
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for gap in _WIDE.finditer(text):
        pieces.append(text[done : gap.start() + 1])
        places += range(done, gap.start() + 1)
        done = gap.end()
    pieces.append(text[done:])
    places += range(done, len(text) + 1)
    return Legible("".join(pieces), tuple(places))


def _with_letters(text: str) -> str:
    """Return a text with letters where a scanner read digits in its words."""
    pieces: list[str] = []
    done = 0
    for sign in _MAY_BE_MISREAD.finditer(text):
        if digits := _MISREAD.match(text, sign.start()):
            pieces += text[done : digits.start()], _as_letters(digits)
            done = digits.end()
    return "".join((*pieces, text[done:])) if pieces else text


def _as_letters(match: re.Match[str]) -> str:
    return match[0].translate(_SMALL if match["small"] else _CAPITALS)


def _restored(text: str, original: str, dashes: list[tuple[int, int]]) -> str:
    """Return a normalised text with the long dashes of the original, where the two agree in length."""
    pieces: list[str] = []
    done = 0
    for start, end in dashes:
        pieces += text[done:start], original[start:end] if text[start] == "-" else text[start:end]
        done = end
    return "".join((*pieces, text[done:]))
