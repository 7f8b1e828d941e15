"""JSON as it must be read when what is not understood may not leave (RFC 8259, I-JSON RFC 7493)."""

import json
import math
import re
from typing import Any

MAXIMUM_DEPTH = 64


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


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise NotJson("number out of range")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_constant, parse_float=_float)
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_LENIENT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ESCAPING = json.JSONEncoder(separators=(",", ":"))
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


def dump(value: Any) -> str:
    """Return a value as JSON text, characters outside ASCII kept as they are."""
    return _COMPACT.encode(value)


def dump_answer(value: Any) -> str:
    """Return what a provider sent as JSON text again, its NaN and unpaired surrogates included."""
    text = _LENIENT.encode(value)
    # A provider may cut an emoji in two pieces; half a character can only be written as an escape.
    return _ESCAPING.encode(value) if _BETTER_ESCAPED.search(text) else text


def escape(text: str) -> str:
    """Return a text as it stands between the quotes of a JSON string."""
    return _COMPACT.encode(text)[1:-1]
