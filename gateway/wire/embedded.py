"""JSON inside a string: read as JSON, and written back in the spelling that it came in."""

import json
import re
from collections.abc import Iterator
from typing import Any

from gateway.wire.spelling import IN_STRING, OF_LETTER, Edit, Edited, Written, edited, edits_of, written
from gateway.wire.strict_json import NotJson, dump, parse

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*', re.DOTALL)
_BEYOND_ASCII = re.compile("[^\x00-\x9f]")


def read(text: str) -> Any:
    """Return the object or array that a string holds, or None when it is only text.

    Strings and names with escapes are `Written`.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = parse(text)
        dump(value).encode("utf-8")
        return _with_spelling(value, _TOKEN.finditer(text)) if "\\" in text else value
    except (NotJson, UnicodeEncodeError, RecursionError):
        return None


def write(text: str, value: Any) -> Edited:
    """Return a JSON text with the strings of ``value`` in the places of its own strings and numbers.

    Both have the same structure. Layout, order and the spelling of what did not change stay, in a string of
    which a part changed as well (`Edited`), so that a file that a tool has read can still be edited by what
    the model saw of it.
    """
    scalars = _scalars(value)
    edits = [edit for token in _TOKEN.finditer(text) for edit in _edits(token, next(scalars))]
    return edited(text, edits)


def _with_spelling(value: Any, tokens: Iterator[re.Match[str]]) -> Any:
    if isinstance(value, dict):
        return {_spelled(name, next(tokens)): _with_spelling(item, tokens) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_spelling(item, tokens) for item in value]
    if value is None or isinstance(value, bool):
        return value
    token = next(tokens)
    return _spelled(value, token) if isinstance(value, str) else value


def _spelled(text: str, token: re.Match[str]) -> str:
    return written(text, token[0][1:-1], IN_STRING) if "\\" in token[0] else text


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


def _edits(token: re.Match[str], value: Any) -> list[Edit]:
    """Return what makes a string or a number what it became: a string, or nothing where it stayed."""
    spelling, start = token[0], token.start()
    if not isinstance(value, str):
        return []
    if spelling[0] != '"':
        return [Edit(start, token.end(), json.dumps(value))]
    old = json.loads(spelling)
    place = written(old, spelling[1:-1], IN_STRING)
    plain = spelling.isascii()
    return [
        Edit(
            start + 1 + place.where(edit.start),
            start + 1 + place.where(edit.end),
            json.dumps(edit.new, ensure_ascii=plain)[1:-1],
        )
        for edit in edits_of(old, value)
    ]


def unescape(text: str) -> str:
    r"""Return a text, such as a log, with letters in the place of their JSON escapes (``Andr\u00e9``)."""
    if "\\u" not in text:
        return text
    read = OF_LETTER.sub(lambda escape: chr(int(escape[1], 16)), text)
    return text if read == text else written(read, text, OF_LETTER)


def escape_like(readable: str, rewritten: str) -> str:
    """Return what became of `unescape`'s text, with all that was not touched as it was written.

    What is new is escaped where all of the text was.
    """
    if not isinstance(readable, Written) or readable.escapes is not OF_LETTER:
        return rewritten
    text = readable.raw
    plain = text.isascii()
    return edited(
        text,
        (
            Edit(
                readable.where(edit.start),
                readable.where(edit.end),
                _escaped(edit.new) if plain else edit.new,
            )
            for edit in edits_of(readable, rewritten)
        ),
    )


def _escaped(text: str) -> str:
    return _BEYOND_ASCII.sub(lambda letter: f"\\u{ord(letter[0]):04x}", text)
