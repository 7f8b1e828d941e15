"""JSON as it must be read when what is not understood may not leave (RFC 8259, I-JSON RFC 7493)."""

import json
import re
import secrets
from math import isfinite
from typing import Any

MAXIMUM_DEPTH = 64
#: Digits of a whole number that Python reads and writes.
_MOST_DIGITS = 4000
#: Below it, a float is one whole number and no other.
_EXACT = 2**53


class NotJson(ValueError):
    """The text is not JSON that can be passed on without changing its meaning. ``reason`` is ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        # A reader that keeps the first and one that keeps the last would see two different requests.
        raise NotJson("duplicate member name")
    return members


def _constant(_name: str) -> Any:
    raise NotJson("NaN or Infinity")


class Numeral:
    """A JSON number that Python's own might write otherwise (``1.50``, ``1e400``): as it came."""

    __slots__ = ("digits",)

    def __init__(self, digits: str) -> None:
        self.digits = digits

    def __eq__(self, other: object) -> bool:
        """Two are the same that are written the same; a float is, if it is the same number."""
        if isinstance(other, Numeral):
            return self.digits == other.digits
        return isinstance(other, float) and float(self.digits) == other

    def __hash__(self) -> int:
        return hash(float(self.digits))

    def __repr__(self) -> str:
        return self.digits


def _whole(digits: str) -> int | Numeral:
    if len(digits) > _MOST_DIGITS:
        raise NotJson("number out of range")
    return Numeral(digits) if digits == "-0" else int(digits)


#: Stands for a `Numeral` in what Python writes, which has no other way: nobody else can have written it.
_MARK = secrets.token_hex(16)
_MARKED = re.compile(f'"{_MARK}([^"]*)"')


def _marked(value: object) -> str:
    if isinstance(value, Numeral):
        return _MARK + value.digits
    raise TypeError(type(value).__name__)


def _written(encoder: json.JSONEncoder, value: Any) -> str:
    text = encoder.encode(value)
    return _MARKED.sub(r"\1", text) if _MARK in text else text


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_constant, parse_float=Numeral, parse_int=_whole
)
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_marked)
_LENIENT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_marked)
_ESCAPING = json.JSONEncoder(separators=(",", ":"), default=_marked)
#: Half a character, and what some readers of event streams take for the end of a line (NEL, LS, PS).
_BETTER_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def parse(text: str) -> Any:
    """Return the value of a JSON text. Raises `NotJson` for anything ambiguous, never quoting the text."""
    try:
        value = _DECODER.decode(text)
    except NotJson:
        raise
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except ValueError:
        raise NotJson("not well-formed JSON") from None
    return value


def parse_bytes(body: bytes) -> Any:
    """Return the value of a UTF-8 JSON body. Raises `NotJson`."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise NotJson("not UTF-8") from None
    value = parse(text.removeprefix("\ufeff"))
    if "\\u" in text:
        try:
            _COMPACT.encode(value).encode("utf-8")
        except UnicodeEncodeError:
            raise NotJson("unpaired surrogate") from None
    return value


def parse_answer(content: str | bytes) -> Any:
    """Return the value of what a provider sent, its numbers as they came. Raises `ValueError`."""
    return json.loads(content, parse_float=Numeral)


def number_text(value: float | Numeral) -> str:
    """Return a number as people write it, ``5.58073029e8`` in figures, where it has few enough of them."""
    if not isinstance(value, Numeral):
        return dump(value)
    number = float(value.digits)
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    return dump(number) if "e" in value.digits.lower() and isfinite(number) else value.digits


def dump(value: Any) -> str:
    """Return a value as JSON text, characters outside ASCII and numbers kept as they are."""
    return _written(_COMPACT, value)


def dump_answer(value: Any) -> str:
    """Return what a provider sent as JSON text again, its NaN and unpaired surrogates included."""
    text = _written(_LENIENT, value)
    # A provider may cut an emoji in two pieces; half a character can only be written as an escape.
    return _written(_ESCAPING, value) if _BETTER_ESCAPED.search(text) else text


def escape(text: str) -> str:
    """Return a text as it stands between the quotes of a JSON string."""
    return _COMPACT.encode(text)[1:-1]
