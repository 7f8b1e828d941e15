"""One walk over a request body. Extraction and rewriting are the same walk with different visitors.

Whatever is replaced was therefore looked at, and whatever was looked at can be replaced.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from config.errors import phrase
from gateway.errors import Refused, Unreadable
from gateway.wire import embedded
from gateway.wire.pictures import Slot, has_slot
from gateway.wire.shape import Kind, Shape, is_identifier
from gateway.wire.spelling import digits
from gateway.wire.strict_json import MAXIMUM_DEPTH, Numeral, dump, number_text

#: Digits from which a JSON number may be somebody's number (the shortest: a seven-digit chart number).
NUMBER_DIGITS = 7
#: JSON Schema members whose strings are structure (JSON Schema 2020-12, section 4.3 and 8).
_SCHEMA_STRUCTURE = frozenset(
    {"type", "format", "required", "$ref", "$schema", "$id", "$anchor", "$dynamicRef", "contentEncoding"}
    # Google's names of the like
    | {"propertyOrdering", "property_ordering", "ref"}
)
#: JSON Schema members whose members are named by the author, not by the specification.
_SCHEMA_NAMED = frozenset(
    {"properties", "patternProperties", "$defs", "defs", "definitions", "dependentSchemas"}
)
#: JSON Schema members whose value is an example of the data itself.
_SCHEMA_VALUES = frozenset({"default", "const", "enum", "examples", "example"})
#: What a place of this kind may hold is refused, with this code and message.
_REFUSED = {
    Kind.OPAQUE: (
        "attachment_refused",
        phrase("Attachments (images, audio, files) are not allowed by the policy: %(path)s. Send text."),
    ),
    Kind.CREDENTIAL: (
        "destination_refused",
        phrase("Credentials and network destinations may not be sent: %(path)s."),
    ),
    Kind.HELD: (
        "stored_refused",
        phrase(
            "What the provider keeps from one call to the next cannot be restored: %(path)s. "
            "Send the whole conversation with each call (store: false)."
        ),
    ),
    Kind.KEPT: (
        "stored_refused",
        phrase(
            "What the provider keeps from one call to the next can only be restored with a vault: %(path)s. "
            "Send the whole conversation with each call (store: false), or ask your IT team to set 'vault'."
        ),
    ),
    Kind.UNKNOWN: (
        "unsupported_content",
        phrase("Content of this type is not supported: %(path)s. Only the types in the user guide are."),
    ),
}
_UNKNOWN = Shape()
_LEAF = Shape(Kind.JSON, free=True)
_INERT = Shape(Kind.INERT)
_SCHEMA = Shape(schema=True)


class Place(NamedTuple):
    """Where a string stands in a body.

    ``path`` is structural: names that the caller made up appear as ``*``. ``name`` is the member name that
    the string is the value of, when it says what the value is. A ``fixed`` place cannot be rewritten. A
    ``member`` is itself the name of a member.
    """

    path: tuple[str | int, ...]
    kind: Kind = Kind.TEXT
    name: str = ""
    fixed: bool = False
    member: bool = False


Visitor = Callable[[Place, str], str]


def walk(body: Any, shape: Shape, visit: Visitor) -> Any:
    """Return the body with every string that may be text replaced by what ``visit`` returns for it.

    The order of visits depends on the body alone. Raises `Refused` for what cannot be read (attachments,
    unknown content types, credentials) and `Unreadable` for what is nested too deeply.
    """
    return _value(body, shape, (), "", visit)


def _value(value: Any, shape: Shape, path: tuple[str | int, ...], name: str, visit: Visitor) -> Any:
    if value is None or value is False or isinstance(value, Slot):
        return value
    if len(path) > MAXIMUM_DEPTH:
        raise Unreadable(phrase("The request body is nested too deeply."), path=_dotted(path[:8]))
    if isinstance(value, dict) and shape.variants is not None:
        shape = _variant(value, shape, path)
    if shape.string in _REFUSED and not (shape.string is Kind.OPAQUE and has_slot(value)):
        code, message = _REFUSED[shape.string]
        raise Refused(message, code=code, path=_dotted(path))
    if value is True:
        return value
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
    kind = shape.string
    if kind is Kind.INERT and not is_identifier(text):
        kind = Kind.TEXT
    if kind in (Kind.INERT, Kind.SEALED):
        return visit(Place(path, kind, name, fixed=True), text)
    if kind is Kind.JSON or "\\" in text:
        value = embedded.read(text)
        if value is not None:
            rewritten = _value(value, _LEAF, (*path, "*"), "", visit)
            return text if rewritten == value else embedded.write(text, rewritten)
    readable = embedded.unescape(text)
    seen = visit(Place(path, kind, name), readable)
    return text if seen == readable else embedded.escape_like(readable, seen)


def _number(
    value: int | Numeral, shape: Shape, path: tuple[str | int, ...], name: str, visit: Visitor
) -> Any:
    if shape.tokens:
        raise Refused(
            phrase(
                "Numbers of tokens cannot be inspected: %(path)s. Send text "
                "(LangChain: check_embedding_ctx_length=False)."
            ),
            code="tokens_refused",
            path=_dotted(path),
        )
    text = number_text(value)
    if sum(map(str.isdigit, text)) < NUMBER_DIGITS:
        return value
    replaced = visit(Place(path, Kind.TEXT, name, fixed=not shape.free), digits(text, dump(value)))
    return value if replaced == text else replaced


def _object(
    value: Mapping[str, Any], shape: Shape, path: tuple[str | int, ...], visit: Visitor
) -> dict[str, Any]:
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
            visit(Place((*path, "*"), fixed=True, member=True), name)
            rewritten[name] = _value(item, shape.other or _UNKNOWN, (*path, "*"), name, visit)
    return rewritten


def _variant(value: Mapping[str, Any], shape: Shape, path: tuple[str | int, ...]) -> Shape:
    tag = value.get(shape.tag, shape.untagged)
    variant = (shape.variants or {}).get(tag) if isinstance(tag, str) else None
    if variant is None:
        code, message = _REFUSED[Kind.UNKNOWN]
        raise Refused(message, code=code, path=_dotted((*path, shape.tag)))
    return variant


def _free(value: Mapping[str, Any], path: tuple[str | int, ...], visit: Visitor) -> dict[str, Any]:
    rewritten = {
        visit(Place((*path, "*"), member=True), name) if name else name: _value(
            item, _LEAF, (*path, "*"), name, visit
        )
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
                visit(Place(here, fixed=True, member=True), member)
            rewritten[name] = {
                member: _value(inner, _SCHEMA, (*here, "*"), member, visit) for member, inner in item.items()
            }
        elif name in _SCHEMA_STRUCTURE:
            rewritten[name] = _value(item, _INERT, here, name, visit)
        elif name in _SCHEMA_VALUES:
            rewritten[name] = _value(item, _LEAF, here, name, visit)
        else:
            visit(Place(here, fixed=True, member=True), name)
            rewritten[name] = _value(item, _SCHEMA, here, name, visit)
    return rewritten


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))
