"""JSON inside a string: read as JSON, and written back in the spelling that it came in."""

import json
import re
from collections.abc import Iterator
from typing import Any

from gateway.wire.strict_json import NotJson, dump, parse

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*', re.DOTALL)
#: An escape of a character outside ASCII, as in ``Andr\u00e9``; halves of surrogate pairs stay as they are.
_ESCAPED = re.compile(r"(?<!\\)\\u(?!00[0-9])(?![dD][89a-fA-F])([0-9a-fA-F]{4})")
_BEYOND_ASCII = re.compile("[^\x00-\x9f]")


def read(text: str) -> Any:
    """Return the object or array that a string holds, or None when it is only text."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = parse(text)
        dump(value).encode("utf-8")
    except (NotJson, UnicodeEncodeError):
        return None
    return value


def write(text: str, value: Any) -> str:
    """Return a JSON text with the strings and numbers of ``value`` in the places of its own.

    Both have the same structure. Layout, order and the spelling of what did not change stay, so that a file
    that a tool has read can still be edited by what the model saw of it.
    """
    scalars = _scalars(value)
    return _TOKEN.sub(lambda token: _spelled(token[0], next(scalars)), text)


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _scalars(item)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield value


def _spelled(token: str, value: Any) -> str:
    return token if json.loads(token) == value else json.dumps(value, ensure_ascii=token.isascii())


def unescape(text: str) -> str:
    r"""Return a text, such as a log, with letters in the place of their JSON escapes (``Andr\u00e9``)."""
    if "\\u" not in text:
        return text
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)


def escape_like(text: str, rewritten: str) -> str:
    """Return ``rewritten``, an edited form of ``unescape(text)``, escaped again where all of ``text`` was."""
    if not text.isascii():
        return rewritten
    return _BEYOND_ASCII.sub(lambda letter: f"\\u{ord(letter[0]):04x}", rewritten)
