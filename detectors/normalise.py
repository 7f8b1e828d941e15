"""A plainer copy of a text to search in, and the way back to the text as it was given.

People write the same number with narrow spaces, en dashes, full-width digits, soft hyphens, combining
accents, or inside JSON, HTML and URLs. Patterns are matched against the plain copy; findings are told in
offsets of the original.
"""

import re
import sys
import unicodedata
from typing import NamedTuple

from detectors.escapes import Grammar, decode, grammar_of
from detectors.holes import fill

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63"
_QUOTES = "\u2018\u2019\u201b\u02bc\u2032\u00b4\u02b9"
_DOUBLES = "\u201c\u201d\u201e\u201f\u2033"
_LINES = "\u0085\u2028\u2029\u000b\u000c"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20dd-\u20e0\u20e2-\u20e4\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"


def _plain() -> dict[str, str]:
    """Each character that stands for another one, with that one: always one for one."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in range(0x660, sys.maxunicode + 1):
        if (char := chr(code)).isdecimal():
            table[char] = str(unicodedata.decimal(char))
    table |= dict.fromkeys(_SPACES, " ") | dict.fromkeys(_DASHES, "-")
    table |= dict.fromkeys(_QUOTES, "'") | dict.fromkeys(_DOUBLES, '"') | dict.fromkeys(_LINES, "\n")
    return table


_PLAIN = _plain()
_STRANGE = frozenset(_PLAIN)
#: Where a strange character may be: not in ASCII but for two ends of lines, nor among the letters of Latin-1.
_UNUSUAL = re.compile("[^\x00-\x0a\x0d-\x7f\xc0-\xff]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_MOVED = re.compile(f"[{_INVISIBLE}{_COMBINING}]")


class Normalised(NamedTuple):
    """A text fit to be matched.

    ``starts`` and ``ends`` give, for each character of ``text``, where it begins and ends in the original;
    both are None when the two agree character by character.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of a span, not empty, of ``text``."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Return the plain copy of a text; a pure function, total over every string."""
    plain = _plainer(text)
    filled = fill(plain.text)
    return plain if filled is plain.text else plain._replace(text=filled)


def _plainer(text: str) -> Normalised:
    simple = text.isascii()
    grammar = grammar_of(text)
    if not simple and _MOVED.search(text):
        return _rebuild(text, grammar)
    if any(grammar.escape.match(text, sign.start()) for sign in grammar.sign.finditer(text)):
        return _rebuild(text, grammar)
    return Normalised(text if simple else _replace(text))


def _replace(text: str) -> str:
    unusual = _UNUSUAL.findall(text)
    for char in _STRANGE.intersection(unusual) if unusual else ():
        text = text.replace(char, _PLAIN[char])
    return text


def _rebuild(text: str, grammar: Grammar) -> Normalised:
    """Make the copy run by run and sign by sign, remembering where each character came from."""
    escape, sign, simple = grammar
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        if run := simple.match(text, at):
            characters += _replace(run[0])
            starts += range(at, run.end())
            ends += range(at + 1, run.end() + 1)
            at = run.end()
            continue
        found = escape.match(text, at) if sign.match(text, at) else None
        end = found.end() if found else at + 1
        for char in decode(found[0]) if found else text[at]:
            plain = _PLAIN.get(char, char)
            if _HIDDEN.match(plain):
                continue
            composed = _compose(characters[-1], plain) if characters and unicodedata.combining(plain) else ""
            if composed:
                characters[-1], ends[-1] = composed, end
            else:
                characters.append(plain)
                starts.append(at)
                ends.append(end)
        at = end
    return Normalised("".join(characters), tuple(starts), tuple(ends))


def _compose(base: str, mark: str) -> str:
    composed = unicodedata.normalize("NFC", base + mark)
    return composed if len(composed) == 1 else ""


def _folded(char: str) -> str:
    lower = char.lower()
    lower = lower if len(lower) == 1 else char
    plain = unicodedata.normalize("NFD", lower)[0]
    return plain if plain.isalpha() and plain.isascii() else lower


_BEYOND = re.compile("[^\x00-\xff]")
_LATIN = bytes(ord(_folded(chr(code))) for code in range(256))


def fold(text: str) -> str:
    """Return a text in lower case and without accents, character for character (same length)."""
    if text.isascii():
        return text.lower()
    latin = text.encode("latin-1", "replace").translate(_LATIN).decode("latin-1")
    if "?" not in latin:
        return latin
    # A question mark stands where Latin-1 has no such character.
    pieces: list[str] = []
    at = 0
    for match in _BEYOND.finditer(text):
        pieces += latin[at : match.start()], _folded(match[0])
        at = match.end()
    return "".join(pieces) + latin[at:]
