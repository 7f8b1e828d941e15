"""One walk over a request body. Extraction and rewriting are the same walk with different visitors.

Whatever is replaced was therefore looked at, and whatever was looked at can be replaced.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from config.errors import phrase
from gateway.errors import Refused, Unreadable
from gateway.wire.shape import Kind, Shape
from gateway.wire.strict_json import MAXIMUM_DEPTH, NotJson, dump, parse

#: Digits from which a JSON number may be somebody's number (the shortest: a seven-digit chart number).
NUMBER_DIGITS = 7
#: JSON Schema members whose strings are structure (JSON Schema 2020-12, section 4.3 and 8).
_SCHEMA_STRUCTURE = frozenset(
    {"type", "format", "required", "$ref", "$schema", "$id", "$anchor", "$dynamicRef", "contentEncoding"}
)
#: JSON Schema members whose members are named by the author, not by the specification.
_SCHEMA_NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
#: What a place that a format calls inert must look like; anything else there is text.
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:/-]{1,128}")
_UNKNOWN = Shape()
_LEAF = Shape(free=True)
_INERT = Shape(Kind.INERT)
_SCHEMA = Shape(schema=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a string stands in a body.

    ``path`` is structural: names that the caller made up appear as ``*``. ``name`` is the member name that
    the string is the value of, when it says what the value is. A ``fixed`` place cannot be rewritten.
    """

    path: tuple[str | int, ...]
    kind: Kind = Kind.TEXT
    name: str = ""
    fixed: bool = False


Visitor = Callable[[Place, str], str]


def walk(body: Any, shape: Shape, visit: Visitor) -> Any:
    """Return the body with every string that may be text replaced by what ``visit`` returns for it.

    The order of visits depends on the body alone. Raises `Refused` for what cannot be read (attachments,
    unknown content types, credentials) and `Unreadable` for what is nested too deeply.
    """
    return _value(body, shape, (), "", visit)


def _value(value: Any, shape: Shape, path: tuple[str | int, ...], name: str, visit: Visitor) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if len(path) > MAXIMUM_DEPTH:
        raise Unreadable(phrase("The request body is nested too deeply."), path=_dotted(path[:8]))
    if shape.string is Kind.OPAQUE:
        raise Refused(
            phrase(
                "Attachments (images, audio, files) are not allowed by the policy: %(path)s. Send text."
            ),
            code="attachment_refused",
            path=_dotted(path),
        )
    if shape.string is Kind.CREDENTIAL:
        raise Refused(
            phrase("Credentials and network destinations may not be sent: %(path)s."),
            code="destination_refused",
            path=_dotted(path),
        )
    if isinstance(value, str):
        return _string(value, shape, path, name, visit)
    if isinstance(value, dict):
        return _object(value, shape, path, visit)
    if isinstance(value, list):
        items = shape.items or shape
        return [_value(item, items, (*path, at), name, visit) for at, item in enumerate(value)]
    return _number(value, shape, path, name, visit)


def _string(text: str, shape: Shape, path: tuple[str | int, ...], name: str, visit: Visitor) -> str:
    if not text:
        return text
    if shape.string is Kind.JSON or (shape.string is Kind.TEXT and "\\u" in text):
        embedded = _embedded(text)
        if embedded is not None:
            rewritten = _value(embedded, _LEAF, (*path, "*"), "", visit)
            # What did not change keeps its own spelling, so that a resent history stays the same bytes.
            return text if rewritten == embedded else dump(rewritten, spaced='": ' in text)
    kind = shape.string
    if kind is Kind.INERT and not _IDENTIFIER.fullmatch(text):
        kind = Kind.TEXT
    return visit(Place(path, kind, name, fixed=kind in (Kind.INERT, Kind.SEALED)), text)


def _embedded(text: str) -> Any:
    """Return the object or array that a string holds, or None when it is only text."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = parse(text)
        dump(value).encode("utf-8")
    except (NotJson, UnicodeEncodeError):
        return None
    return value


def _number(value: float, shape: Shape, path: tuple[str | int, ...], name: str, visit: Visitor) -> Any:
    digits = dump(value)
    if sum(map(str.isdigit, digits)) < NUMBER_DIGITS:
        return value
    replaced = visit(Place(path, Kind.TEXT, name, fixed=not shape.free), digits)
    return value if replaced == digits else replaced


def _object(
    value: Mapping[str, Any], shape: Shape, path: tuple[str | int, ...], visit: Visitor
) -> dict[str, Any]:
    if shape.variants is not None:
        shape = _variant(value, shape, path)
    if shape.free:
        return _free(value, path, visit)
    if shape.schema:
        return _schema(value, path, visit)
    rewritten: dict[str, Any] = {}
    for name, item in value.items():
        known = shape.members.get(name)
        if known is not None:
            rewritten[name] = _value(item, known, (*path, name), name, visit)
        else:
            visit(Place((*path, "*"), fixed=True), name)
            rewritten[name] = _value(item, shape.other or _UNKNOWN, (*path, "*"), name, visit)
    return rewritten


def _variant(value: Mapping[str, Any], shape: Shape, path: tuple[str | int, ...]) -> Shape:
    tag = value.get(shape.tag, shape.untagged)
    variant = (shape.variants or {}).get(tag) if isinstance(tag, str) else None
    if variant is None:
        raise Refused(
            phrase("Content of this type is not supported: %(path)s. Only the types in the user guide are."),
            code="unsupported_content",
            path=_dotted((*path, shape.tag)),
        )
    return variant


def _free(value: Mapping[str, Any], path: tuple[str | int, ...], visit: Visitor) -> dict[str, Any]:
    rewritten = {
        visit(Place((*path, "*")), name) if name else name: _value(item, _LEAF, (*path, "*"), name, visit)
        for name, item in value.items()
    }
    if len(rewritten) != len(value):
        raise Refused(
            phrase("Two member names would become one: %(path)s."),
            code="content_refused",
            path=_dotted((*path, "*")),
        )
    return rewritten


def _schema(value: Mapping[str, Any], path: tuple[str | int, ...], visit: Visitor) -> dict[str, Any]:
    rewritten: dict[str, Any] = {}
    for name, item in value.items():
        here = (*path, "*")
        if name in _SCHEMA_NAMED and isinstance(item, dict):
            for member in item:
                visit(Place(here, fixed=True), member)
            rewritten[name] = {
                member: _value(inner, _SCHEMA, (*here, "*"), member, visit) for member, inner in item.items()
            }
        elif name in _SCHEMA_STRUCTURE:
            rewritten[name] = _value(item, _INERT, here, name, visit)
        else:
            visit(Place(here, fixed=True), name)
            rewritten[name] = _value(item, _SCHEMA, here, name, visit)
    return rewritten


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
