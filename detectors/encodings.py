"""Text that is written in base64 or in hexadecimal digits inside another text, found and read. Pure."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

#: What is given of one text to be read, in characters that runs say; of more, only that it is text.
_MOST = 20_000
_SHORTEST = 8
#: The share of what is read that a person may have typed.
_LEGIBLE = 0.95
_ALPHABET = r"A-Za-z0-9+/_\-"
_RUN = re.compile(
    rf"(?<![{_ALPHABET}=%&])(?:(?:[{_ALPHABET}]{{56,76}}\r?\n[ \t>]{{0,8}})+[{_ALPHABET}]{{2,76}}"
    rf"|[{_ALPHABET}]{{16,}})={{0,2}}(?![{_ALPHABET}=])"
)
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:0[xX])?"
    r"(?P<digits>(?:[0-9a-fA-F]{2}){10,}|(?:[0-9a-fA-F]{2}[ :]){9,}[0-9a-fA-F]{2})"
    r"(?![0-9A-Za-z])"
)
_SPACES = re.compile(r"[\s>:]+")
_SAYS = re.compile(r"[^\W\d_]{2}|\d{6}")


class Encoded(NamedTuple):
    """A run of a text, and what it says; ``kind`` is "base64" or "hex".

    ``text`` is None where a run says something that is too long to be read.
    """

    start: int
    end: int
    kind: str
    text: str | None


def read_encoded(text: str) -> Iterator[Encoded]:
    """Tell the runs of a normalised text that say something when they are decoded, within a bound of work."""
    left, done = _MOST, 0
    runs = sorted([*_HEX.finditer(text), *_RUN.finditer(text)], key=lambda run: run.start())
    for run in runs:
        if run.start() < done:
            continue
        kind = "hex" if run.re is _HEX else "base64"
        said = _legible(_unhex(run["digits"]) if kind == "hex" else _unbase(run[0]))
        if said is None:
            continue
        short = len(said) <= left
        left -= len(said) if short else 0
        done = run.end()
        yield Encoded(run.start(), run.end(), kind, said if short else None)


def _unbase(written: str) -> bytes:
    plain = _SPACES.sub("", written).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _unhex(written: str) -> bytes:
    return bytes.fromhex(_SPACES.sub("", written))


def _legible(raw: bytes) -> str | None:
    """Return what bytes say as text, None where they say nothing that a person typed."""
    wide = len(raw) > _SHORTEST and raw[1::2].count(0) * 2 > len(raw) // 2
    try:
        said = raw.decode("utf-16-le" if wide else "utf-8")
    except UnicodeDecodeError:
        return None
    typed = sum(char.isprintable() or char in "\n\r\t" for char in said)
    if len(said) < _SHORTEST or typed < _LEGIBLE * len(said) or _SAYS.search(said) is None:
        return None
    return said
