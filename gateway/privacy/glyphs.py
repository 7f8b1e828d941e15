r"""One character at a time, however it is written: ``-``, ``\-``, ``&#45;``, ``%2D``, ``\u002d``, ``－``."""

import html
import re
import unicodedata
from enum import Enum, auto
from functools import cache
from typing import NamedTuple


class Encoding(Enum):
    """What a character was written in, so that what is put in its place is written alike."""

    HTML = auto()
    PERCENT = auto()
    ESCAPED = auto()


class Sort(Enum):
    """What a character can be in a pseudonym."""

    SIGN = auto()  # a letter or digit
    ACCENTED = auto()  # a letter that only a label can have
    HYPHEN = auto()
    FILLER = auto()  # nothing: space, Markdown, a backslash, what is not seen
    OPEN = auto()
    CLOSE = auto()
    OTHER = auto()


class Glyph(NamedTuple):
    """A character read: its sort, its letter or digit in upper case, where the next one begins.

    A filler has "_" or " " for its letter where it is one of those, and "" where it is nothing at all.
    """

    sort: Sort
    letter: str
    end: int
    encoding: Encoding | None = None
    #: Whether it is a backslash before another character.
    escapes: bool = False


class Cut(Exception):
    """What is to be read goes on behind the end of what has come."""


HYPHENS = "-\u058a\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u02d7"
#: What is not seen at all: soft hyphens, joiners, direction and variation marks.
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff"
#: That, white space, and emphasis.
FILLERS = f"\\s*_`~{UNSEEN}"
OPENING, CLOSING = "[［【〔", "]］】〕"
#: A character written in more than one. UTF-8 in percents has a first byte that tells how many follow.
_WRITTEN = re.compile(
    r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|[A-Za-z]{2,8});"
    r"|%(?:[2-7][0-9a-fA-F]|0[9aAdD]|[c-dC-D][0-9a-fA-F]%[89abAB][0-9a-fA-F]"
    r"|[eE][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){2})"
    r"|\\+(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt])"
    r"|\\+|<wbr ?/?>"
)
#: The beginning of one, at the end of what has come.
_BEGUN = re.compile(
    r"(?:&(?:#(?:[0-9]{0,7}|[xX][0-9a-fA-F]{0,6})|[A-Za-z]{0,8})?"
    r"|%(?:[0-9a-fA-F]|[c-eC-E][0-9a-fA-F](?:%[0-9a-fA-F]{0,2}){0,2})?"
    r"|\\+(?:u[0-9a-fA-F]{0,3}|x[0-9a-fA-F]?)?"
    r"|<(?:w(?:b(?:r ?/?)?)?)?)\Z"
)
_MANY = "&%\\<"
_FILLER = re.compile(f"[{FILLERS}]")
_HYPHEN = re.compile(f"[{HYPHENS}]")


def glyph_at(text: str, at: int, *, final: bool) -> Glyph | None:
    """Return the character written at a place, or None at the end of the text.

    Raises `Cut` where more text may come (not ``final``) and would be needed.
    """
    if at >= len(text):
        if final:
            return None
        raise Cut
    first = text[at]
    if first not in _MANY:
        sort, letter = _sorted(first)
        return Glyph(sort, letter, at + 1)
    if not final and _BEGUN.match(text, at):
        raise Cut
    written = _WRITTEN.match(text, at)
    if written is None:
        return Glyph(Sort.OTHER, "", at + 1)
    return _decoded(written[0], written.end())


def _decoded(written: str, end: int) -> Glyph:
    code = written.lstrip("\\")
    if written[0] == "<" or code in ("", *"nrt"):
        return Glyph(Sort.FILLER, " " if code in (*"nrt",) else "", end, escapes=not code)
    if written[0] == "\\":
        character, encoding = chr(int(code[1:], 16)), Encoding.ESCAPED
    elif written[0] == "%":
        read = bytes.fromhex(written.replace("%", ""))
        character, encoding = read.decode("utf-8", "replace"), Encoding.PERCENT
    else:
        character, encoding = html.unescape(written), Encoding.HTML
    sort, letter = _sorted(character) if len(character) == 1 else (Sort.OTHER, "")
    return Glyph(sort, letter, end, encoding)


@cache
def _ascii_sorted() -> dict[str, tuple[Sort, str]]:
    return {chr(code): _sort(chr(code)) for code in range(128)}


def _sorted(character: str) -> tuple[Sort, str]:
    return _ascii_sorted().get(character) or _sort(character)


def _sort(character: str) -> tuple[Sort, str]:
    plain = character if character.isascii() else unicodedata.normalize("NFKC", character)
    sort, letter = Sort.OTHER, ""
    if character in OPENING or plain == "[":
        sort = Sort.OPEN
    elif character in CLOSING or plain == "]":
        sort = Sort.CLOSE
    elif _HYPHEN.match(character):
        sort = Sort.HYPHEN
    elif _FILLER.match(character) or (len(plain) == 1 and plain in "*_`~\\"):
        sort, letter = Sort.FILLER, "_" if plain == "_" else " " if character.isspace() else ""
    elif len(plain) == 1 and plain.isascii() and plain.isalnum():
        sort, letter = Sort.SIGN, plain.upper()
    elif plain.isalpha() and not plain.isascii():
        bare = unicodedata.normalize("NFKD", plain)[0].upper()
        sort, letter = Sort.ACCENTED, bare if bare.isascii() else "?"
    return sort, letter
