"""A plainer copy of a text to search in, and the way back to the text as it was given.

People write the same number with narrow spaces, en dashes, full-width digits, soft hyphens, combining
accents, or inside JSON, HTML and URLs. Patterns are matched against the plain copy; findings are told in
offsets of the original.
"""

import html
import re
import sys
import unicodedata
from typing import NamedTuple

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63"
_QUOTES = "\u2018\u2019\u201b\u02bc\u2032\u00b4\u02b9"
_DOUBLES = "\u201c\u201d\u201e\u201f\u2033"
_LINES = "\u0085\u2028\u2029\u000b\u000c"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
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

# What other notations write in several characters, and UTF-8 that was read as Windows-1252. `\n` counts only
# before something that cannot go on a lower-case word, so that `C:\name` is left as it is.
_ESCAPE = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\[nrt](?![a-z])|\\[\"/]|&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});"
    r"|%(?:20|2B|2D|2F|3A|3D|40|C2%A0|C3%[89AB][0-9A-F])"
    r"|[ÂÃ](?:[\x80-\xbf]|[€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ])|â€[\x80-\xbf™œ˜”“¦¢‘’–—¯]",
)
_ESCAPED = re.compile("[\\\\&%ÂÃâ]")
#: Characters that begin no escape, are seen and stand for themselves, whatever is before them.
_SIMPLE = re.compile("[^\\\\&%ÂÃâ\u00ad\u0300-\U0010ffff]+")
_CONTROL = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "/": "/"}


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
    simple = text.isascii()
    if not simple and _MOVED.search(text):
        return _rebuild(text)
    if _ESCAPED.search(text) and any(_ESCAPE.match(text, sign.start()) for sign in _ESCAPED.finditer(text)):
        return _rebuild(text)
    return Normalised(text if simple else _replace(text))


def _replace(text: str) -> str:
    unusual = _UNUSUAL.findall(text)
    for char in _STRANGE.intersection(unusual) if unusual else ():
        text = text.replace(char, _PLAIN[char])
    return text


def _rebuild(text: str) -> Normalised:
    """Make the copy run by run and sign by sign, remembering where each character came from."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        if simple := _SIMPLE.match(text, at):
            characters += _replace(simple[0])
            starts += range(at, simple.end())
            ends += range(at + 1, simple.end() + 1)
            at = simple.end()
            continue
        escape = _ESCAPE.match(text, at) if text[at] in "\\&%ÂÃâ" else None
        end = escape.end() if escape else at + 1
        char = _decode(escape[0]) if escape else text[at]
        char = _PLAIN.get(char, char)
        if not _HIDDEN.match(char):
            composed = _compose(characters[-1], char) if characters and unicodedata.combining(char) else ""
            if composed:
                characters[-1], ends[-1] = composed, end
            else:
                characters.append(char)
                starts.append(at)
                ends.append(end)
        at = end
    return Normalised("".join(characters), tuple(starts), tuple(ends))


def _decode(escape: str) -> str:
    """Return the one character that an escape stands for; "?" when it stands for none or several."""
    if escape.startswith("\\u"):
        char = chr(int(escape.removeprefix("\\u"), base=16))
    elif escape.startswith("\\"):
        char = _CONTROL[escape[1]]
    elif escape.startswith("&"):
        char = html.unescape(escape)
    elif not escape.isascii():
        raw = b"".join(one.encode("cp1252") if one > "\xff" else one.encode("latin-1") for one in escape)
        char = raw.decode("utf-8", "replace")
    else:
        char = bytes.fromhex(escape.replace("%", "")).decode("utf-8", "replace")
    return char if len(char) == 1 else "?"


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
