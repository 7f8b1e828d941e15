"""The walk over what a provider answered: which strings of it may be restored, and how each is written."""

from collections.abc import Callable
from operator import is_
from typing import Any

from gateway.wire import embedded
from gateway.wire.shape import Kind, Shape, is_identifier

_ANY = Shape()
_FREE = Shape(free=True)
#: What can hold a string; numbers and the like are passed over without a call for each.
_HOLDS = frozenset({str, dict, list})
_KEPT = frozenset({Kind.SEALED, Kind.OPAQUE, Kind.PIECES, Kind.CREDENTIAL})


def _is_json(text: str) -> bool:
    """Return whether a string that may hold JSON does: a tool can also have said "[ok] done"."""
    begins = text.lstrip()[:1]
    return begins in ("{", '"') or (begins == "[" and embedded.read(text) is not None)


def deliver(
    value: Any,
    shape: Shape,
    text: Callable[[str], str],
    json_text: Callable[[str], str],
    leaf: Callable[[str], Any] | None = None,
) -> Any:
    """Return an answer with ``text`` applied to each string, ``json_text`` to each string that holds JSON.

    ``leaf`` is applied to the strings of a JSON value of somebody's own making, in which types are theirs.
    A part in which nothing changed is the part that was given, not a copy of it.

    Identifiers, signed and encrypted parts and encoded bytes stay as the provider sent them. What the format
    does not know is restored as well: a pseudonym cannot be mistaken for anything else.
    """
    if isinstance(value, str):
        return _string(value, shape, text, json_text, leaf)
    if isinstance(value, list):
        items = shape.items or (_FREE if shape.free else _ANY if shape.members else shape)
        restored = [deliver(item, items, text, json_text, leaf) for item in value]
        return value if all(map(is_, restored, value)) else restored
    if isinstance(value, dict):
        if shape.variants is not None:
            tag = value.get(shape.tag, shape.untagged)
            shape = shape.variants.get(tag, _ANY) if isinstance(tag, str) else _ANY
        if shape.string in (Kind.SEALED, Kind.PIECES):
            return value
        return _object(value, shape, text, json_text, leaf)
    return value


def _string(
    value: str,
    shape: Shape,
    text: Callable[[str], str],
    json_text: Callable[[str], str],
    leaf: Callable[[str], Any] | None,
) -> Any:
    if shape.string in _KEPT or (shape.string is Kind.INERT and is_identifier(value)):
        return value
    if shape.string is Kind.JSON and _is_json(value):
        return json_text(value)
    return leaf(value) if leaf is not None and shape.free and shape.string is Kind.TEXT else text(value)


def _object(
    value: dict[str, Any],
    shape: Shape,
    text: Callable[[str], str],
    json_text: Callable[[str], str],
    leaf: Callable[[str], Any] | None,
) -> dict[str, Any]:
    other, members = shape.other or (_FREE if shape.free else _ANY), shape.members
    restored = {
        (text(name) if shape.free else name): (
            deliver(item, members.get(name, other), text, json_text, leaf) if type(item) in _HOLDS else item
        )
        for name, item in value.items()
    }
    same = all(map(is_, restored.values(), value.values()))
    return value if same and (not shape.free or restored.keys() == value.keys()) else restored
