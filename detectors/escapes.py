r"""What other notations write in the place of a character, and what it stands for.

JSON, HTML, URLs, bytes in the strings of a program (``\xc3\xa9``, ``\303\251``), RTF, TeX, mail. Each may
stand in another that is escaped itself, so that any number of backslashes comes before a letter of JSON.
"""

import base64
import binascii
import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

#: What has no width of its own: `normalise` leaves it out.
NOTHING = "\u00ad"
_HEX = "[0-9a-fA-F]"
#: Backslashes of escapes nested in each other: each string doubles them, so nobody nests deeper.
_SLASHES = r"\\{1,32}+"
# `\n` counts only before something that cannot go on a lower-case word, so that `C:\name` is left as it is.
_BACKSLASHED = (
    rf"{_SLASHES}(?:u{_HEX}{{4}}|u\{{{_HEX}{{1,6}}\}}|[nrt](?![a-z])|[\"/]"
    rf"|x[cC][2-5]{_SLASHES}x[89abAB]{_HEX}|x[eE]2{_SLASHES}x80{_SLASHES}x[89abAB]{_HEX}"
    rf"|x(?:[a-fA-F]{_HEX}|2{_HEX}|3[a-fA-F]|40)"
    rf"|30[2-5]{_SLASHES}2[0-7]{{2}}|342{_SLASHES}200{_SLASHES}2[0-7]{{2}})"
    # RTF; what could be the start of a word behind an apostrophe counts only where it says that it is RTF
    r"|\\'[c-fC-F][0-9]"
)
_MARKUP = (
    r"&(?:amp;){0,2}(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});"
    r"|%(?:25){0,2}(?:0[9AaDd]|2[0-9a-fA-F]|3[aAbBdD]|40"
    rf"|[cC][2-5]%(?:25){{0,2}}[89abAB]{_HEX}|[eE]2%(?:25){{0,2}}80%(?:25){{0,2}}[89abAB]{_HEX})"
)
# UTF-8 that was read as Windows-1252
_MISREAD = r"[ÂÃ](?:[\x80-\xbf]|[€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ])|â€[\x80-\xbf™œ˜”“¦¢‘’–—¯]"
_RTF = rf"\\u\d{{2,5}} ?(?:\?|\\'{_HEX}{{2}})|\\'{_HEX}{{2}}|\\[~_-]"
#: Accents of TeX, and what shows that a text has some: a backslash before an apostrophe also ends an elision.
_TEX = re.compile(r"\\(?P<mark>['`^\"~]|c(?= |\{)) ?(?:\{\\?(?P<braced>[A-Za-z])\}|(?P<letter>[A-Za-z]))")
_SAYS_TEX = re.compile(
    r"[^\W\d_]\\[`^]\{?[aeiouAEIOU]|\\c[ {][cC]|\\(?:documentclass|usepackage|begin\{)|\\'\{[a-zA-Z]\}"
    r"|(?:[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z](?<!rd)|[^\W\d_][aeio])(?<![^\w][ldjmtnscLDJMTNSC])"
    r"(?<!^[ldjmtnscLDJMTNSC])\\'[eE](?!\d)"
)
_MARKS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "c": "\u0327"}
#: The marks of Markdown for what stands out, around digits of a number.
_EMPHASIS = r"(?<![*_])(?:\*{2,3}|__)(?=\(?\d)|(?<=[\d)])(?:\*{2,3}|__)(?![*_])"
_SAYS_EMPHASIS = re.compile(_EMPHASIS)
_WORD = r"=\?[\w-]{2,20}\?[qQbB]\?"
_MAIL = (
    r"=\?[\w-]{2,20}\?(?:[qQ]\?[!->@-~]{1,200}|[bB]\?[A-Za-z0-9+/]{1,200}={0,2})\?="
    rf"(?:\s{{1,4}}(?={_WORD}))?"
    r"|=C[2-5](?:=\r?\n)?=[89AB][0-9A-F]|=E2(?:=\r?\n)?=80(?:=\r?\n)?=[89AB][0-9A-F]|=\r?\n|=(?:20|3D)"
)
_QUOTED = r"=[0-9A-F]{2}"
_SAYS_MAIL = re.compile(rf"{_WORD}|=C[2-5]=[89AB][0-9A-F]|=E2=80=[89AB]")
_BETWEEN = re.compile(r"\\+x|%(?:25)*(?=..)|=|\s+")
_ENTITY = re.compile(r"&(?:amp;)+(?=.)")
_DECIMAL = re.compile(r"(\d+) ?(?:\?|\\')")
_CONTROL = {"n": "\n", "r": "\n", "t": "\t", '"': '"', "/": "/"}
_RTF_SIGNS = {"~": " ", "_": "-", "-": NOTHING}
_HIGHEST = 0x10FFFF


class Grammar(NamedTuple):
    """The escapes that a text may hold.

    ``escape`` matches one and ``sign`` what it begins with; ``simple`` a run of what begins none, is seen and
    stands for itself, whatever is before it.
    """

    escape: re.Pattern[str]
    sign: re.Pattern[str]
    simple: re.Pattern[str]


def grammar_of(text: str) -> Grammar:
    """Return the escapes to look for in a text: those of mail and RTF only where it looks like these."""
    mail = 0
    if "=" in text and (_SAYS_MAIL.search(text) or "uoted-printable" in text):
        mail = 2 if "uoted-printable" in text else 1
    tex = "\\" in text and _SAYS_TEX.search(text) is not None
    stands_out = ("**" in text or "__" in text) and _SAYS_EMPHASIS.search(text) is not None
    return _grammar(mail, rtf="\\rtf" in text, tex=tex, stands_out=stands_out)


@cache
def _grammar(mail: int, *, rtf: bool, tex: bool, stands_out: bool) -> Grammar:
    signs = "\\\\&%ÂÃâ" + "=" * bool(mail) + "*_" * stands_out
    kinds = (
        _RTF if rtf else "",
        re.sub(r"\?P<\w+>", "?:", _TEX.pattern) if tex and not rtf else "",
        _EMPHASIS if stands_out else "",
        _BACKSLASHED,
        _MARKUP,
        _MISREAD,
        _MAIL if mail else "",
    )
    quoted = _QUOTED if mail > 1 else ""
    return Grammar(
        re.compile("|".join(filter(None, (*kinds, quoted)))),
        re.compile(f"[{signs}]"),
        re.compile(f"[^{signs}\u00ad\u0300-\U0010ffff]+"),
    )


def decode(escape: str) -> str:
    """Return the character that an escape stands for, those of a word of a mail's header.

    "?" where it stands for none or several, `NOTHING` where a line is only broken.
    """
    first = escape[0]
    if first in "*_":
        return NOTHING
    if (accent := _TEX.fullmatch(escape)) is not None:
        return _accented(accent)
    if first == "\\":
        char = _backslashed(escape)
    elif first == "&":
        char = html.unescape(_ENTITY.sub("&", escape))
    elif first == "%":
        char = _bytes(escape).decode("utf-8", "replace")
    elif first != "=":
        raw = b"".join(one.encode("cp1252") if one > "\xff" else one.encode("latin-1") for one in escape)
        char = raw.decode("utf-8", "replace")
    elif escape[1] == "?":
        return _word(escape) or "?"
    else:
        char = NOTHING if escape[1] in "\r\n" else _text(_bytes(escape))
    return char if len(char) == 1 else "?"


def _accented(accent: re.Match[str]) -> str:
    letter = accent["braced"] or accent["letter"]
    char = unicodedata.normalize("NFC", letter + _MARKS[accent["mark"]])
    return char if len(char) == 1 else letter


def _backslashed(escape: str) -> str:
    body = escape.lstrip("\\")
    kind = body[0]
    if kind == "u":
        digits = body[1:].strip("{}")
        # RTF counts in decimals, with a substitute behind.
        decimal = _DECIMAL.match(digits)
        code = int(decimal[1]) if decimal else int(digits, base=16)
        return chr(code) if code <= _HIGHEST else "?"
    if kind == "x":
        return _text(_bytes(escape))
    if kind == "'":
        return bytes.fromhex(body[1:]).decode("cp1252", "replace")
    if kind.isdigit():
        return bytes(int(octal, base=8) for octal in escape.split("\\") if octal).decode("utf-8", "replace")
    return _RTF_SIGNS[kind] if kind in _RTF_SIGNS else _CONTROL[kind]


def _bytes(escape: str) -> bytes:
    return bytes.fromhex(_BETWEEN.sub("", escape))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace") if len(raw) > 1 else raw.decode("cp1252", "replace")


def _word(escape: str) -> str:
    """Return what an encoded word (RFC 2047) says."""
    _, charset, kind, written, *_ = escape.split("?")
    if kind in "bB":
        try:
            raw = base64.b64decode(written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 4), validate=True)
        except (binascii.Error, ValueError):
            return "?"
    else:
        raw = binascii.a2b_qp(written.encode("ascii"), header=True)
    return raw.decode("utf-8" if charset.lower() in ("utf-8", "utf8") else "cp1252", "replace")
