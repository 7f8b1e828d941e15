"""JSON of Google's APIs: every member has two spellings, and one element may stand for a list of them.

Source: the JSON mapping of Protocol Buffers (parsers accept ``lowerCamelCase`` and the original field name);
the lone element is taken by the servers and written by Google's own examples (``"parts": {"text": …}``).
"""

import re
from dataclasses import replace

from gateway.wire.shape import UNKNOWN, Kind, Shape

_INNER = re.compile(r"_([a-z0-9])")


def camel(name: str) -> str:
    """Return the JSON spelling of a field's name (``system_instruction`` is ``systemInstruction``)."""
    return _INNER.sub(lambda letter: letter[1].upper(), name)


def both(fields: dict[str, Shape]) -> dict[str, Shape]:
    """Return the members for fields, each under both of its names."""
    return {spelling: shape for name, shape in fields.items() for spelling in (camel(name), name)}


def message(string: Kind = Kind.TEXT, /, **fields: Shape) -> Shape:
    """Return the shape of an object with these fields; others are inspected."""
    return Shape(string, members=both(fields))


def choice(**fields: Shape) -> Shape:
    """Return the shape of an object whose fields say what it holds; one with any other field is refused."""
    return Shape(members=both(fields), other=UNKNOWN)


def repeated(shape: Shape) -> Shape:
    """Return the shape of a list, or of one element in its place."""
    return replace(shape, items=shape)
