# ruff: noqa: INP001 - scripts are not a package
"""Tells what each supported path takes and refuses, from the wire formats themselves: docs/dialects.md."""

from collections.abc import Iterator

from config.provider import Dialect
from gateway.wire.carrier import Holds
from gateway.wire.format import Unrestorable, WireFormat
from gateway.wire.held import HELD
from gateway.wire.protobuf import camel
from gateway.wire.routes import ROUTES, Action, Route
from gateway.wire.shape import Kind, Shape

_INTRODUCTION = """\
# Dialects

<!-- Made by scripts/documentation.py from gateway/wire. Do not edit. -->

What each path takes, what it refuses, and what it leaves alone. Three rules come before every table:

- A path, a method, a content type or a content encoding that is not told here is refused, in the caller's
  dialect, and the refusal is on record.
- A string that no list below names is text: it is inspected, and what is found in it is hidden; also in
  members that this version has never heard of. A finding in the *name* of such a member refuses the request.
- What is said to be left as it is must also look like an identifier (at most 128 letters, digits and
  `_ . : / -`); otherwise it is text as well.

`[]` stands for each element of a list, `*` for the name of a member, `<x>` for the elements of type (or role)
`x`, commas for several.

| Path | Operation on record | Streams |
|---|---|---|
"""

_PREFIXED = """
Each is also served under `/NAME/…` for the configured provider of that name; there `/v1` may be left out.
`GET /v1/models` is Anthropic's where the request has an `anthropic-version` header, OpenAI's otherwise; it
lists the models that the provider's `models` and the caller's policy both allow.

Paths with `{id}` name what the provider keeps. They are served where the configuration has a `vault`, for ids
that an answer has given to the caller's team; any other id is not found, and nothing is sent.

Google's fields may be written in either of their spellings (`systemInstruction`, `system_instruction`); its
paths begin with `/v1`, `/v1alpha` or `/v1beta`. The path names the model; a body that names another one is
refused. Ollama's answers are streams of lines unless the request says `"stream": false`.
`streamGenerateContent` answers with events where `?alt=sse` asks for them, with one JSON array otherwise.
"""

_NEVER = frozenset({Kind.OPAQUE, Kind.HELD, Kind.KEPT, Kind.CREDENTIAL})
#: What becomes of files and images where the policy says so.
_CARRIED = {
    Holds.FILE: "read and replaced by text where the policy says [`files: extract`](attachments.md)",
    Holds.IMAGE: "painted over and sent where the policy says [`images: redact`](attachments.md#images)",
}
_TITLES = {
    Dialect.OPENAI: "OpenAI and what speaks like it",
    Dialect.AZURE: "Azure OpenAI",
    Dialect.ANTHROPIC: "Anthropic",
    Dialect.GEMINI: "Google Gemini",
    Dialect.OLLAMA: "Ollama",
    Dialect.COHERE: "Cohere",
}


def render() -> str:
    """Return the page."""
    rows = "".join(f"| `{_path(route)}` | `{route.name}` | {_streams(route)} |\n" for route in ROUTES)
    parts = [_INTRODUCTION + rows + _PREFIXED]
    told: dict[int, str] = {}
    for dialect, title in _TITLES.items():
        parts.append(f"\n## {title}\n")
        if held := HELD.get(dialect):
            parts.append("\nRefused by name, because the provider keeps it from one call to the next: ")
            parts.append(", ".join(f"`{path}`" for path in held) + " (all that no path below is).\n")
        # Those that name what is kept and have no body need no more than their row above.
        own = (route for route in ROUTES if route.dialect is dialect and route.action is Action.CONVERSE)
        parts += ("".join(_operation(route, route.format, told)) for route in own if route.format)
    return "".join(parts)


def _path(route: Route) -> str:
    path = f"/v1{route.path}" if route.dialect is Dialect.OPENAI else route.path
    return f"{route.method} {path}"


def _streams(route: Route) -> str:
    return "yes" if route.format and route.format.stream else "no"


def _operation(route: Route, wire: WireFormat, told: dict[int, str]) -> Iterator[str]:
    yield f"\n### `{_path(route)}`\n"
    if route.needs_vault:
        yield "\nServed where the configuration has a `vault`.\n"
    same = told.setdefault(id(wire.request), _path(route))
    if same != _path(route):
        yield f"\nIts request is that of `{same}`, and is taken and refused in the same way.\n"
        return
    places = list(_places(wire.request, ""))
    yield from _listed("Refused: attachments, and references to some", places, Kind.OPAQUE)
    for holds, done in _CARRIED.items():
        if paths := list(dict.fromkeys(_files(wire.request, "", holds))):
            yield f"\nOf these, {done}:\n\n"
            yield from (f"- `{path}`\n" for path in paths)
    yield from _listed("Refused: credentials and network destinations", places, Kind.CREDENTIAL)
    yield from _listed("Refused: what the provider keeps from one call to the next", places, Kind.HELD)
    yield from _listed("Refused unless a `vault` restores what the provider keeps", places, Kind.KEPT)
    if wire.refused_when_hidden:
        yield "\nRefused when something in the request is hidden, since the answer could not be restored: "
        yield ", ".join(map(_asking, wire.refused_when_hidden)) + ".\n"
    yield "\nClosed lists of types; any other is refused:\n\n| Where | Types taken |\n|---|---|\n"
    for path, tag, names in _unions(wire.request, ""):
        yield f"| `{path}.{tag}` | {', '.join(f'`{name}`' for name in names)} |\n"
    yield from _listed("Never changed, because the provider signed or encrypted it", places, Kind.SEALED)
    yield from _listed("Left as it is where it looks like an identifier", places, Kind.INERT)
    yield from _listed("Read as JSON inside a string, each leaf and each name being text", places, Kind.JSON)


def _asking(what: Unrestorable) -> str:
    return f"`{what.member}`" if what.value is None else f"`{what.value}` in `{what.member}`"


def _listed(title: str, places: list[tuple[str, Kind]], kind: Kind) -> Iterator[str]:
    own = list(dict.fromkeys(path for path, found in places if found is kind))
    paths = [path for path in own if path.removesuffix("[]") not in own or not path.endswith("[]")]
    if not paths:
        return
    groups: dict[str, list[str]] = {}
    for path in paths:
        parent, _, leaf = path.rpartition(".")
        groups.setdefault(parent, []).append(leaf)
    yield f"\n{title}:\n\n"
    for parent, leaves in groups.items():
        names = ", ".join(f"`{leaf}`" for leaf in leaves)
        yield f"- in `{parent}`: {names}\n" if parent else f"- {names}\n"


def _places(shape: Shape, path: str) -> Iterator[tuple[str, Kind]]:
    """Yield each place of a shape that holds something else than text."""
    if shape.string is not Kind.TEXT:
        yield path, shape.string
    for inner, below in _inside(shape, path):
        # What is refused as a whole need not be told again of each of its parts.
        opaque = shape.string is Kind.OPAQUE
        yield from (place for place in _places(inner, below) if not (opaque and place[1] is Kind.OPAQUE))


def _files(shape: Shape, path: str, holds: Holds) -> Iterator[str]:
    """Yield each place at which a file or an image can be read."""
    if shape.carries is not None and holds in shape.carries.holds:
        for pattern in shape.carries.data:
            if not any(name != camel(name) for name in pattern if shape.carries.when):
                yield ".".join(filter(None, (path, *pattern)))
    for inner, below in _inside(shape, path):
        yield from _files(inner, below, holds)


def _unions(shape: Shape, path: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each closed list of types: where it stands, the member that tells the type, the types taken."""
    if shape.variants is not None:
        yield (
            path,
            shape.tag,
            [name for name, inner in shape.variants.items() if inner.string not in _NEVER],
        )
    if shape.other is not None and shape.other.string is Kind.UNKNOWN:
        taken = (name for name, inner in shape.members.items() if inner.string not in _NEVER)
        yield path, "*", [name for name in taken if not _is_second_name(name, shape)]
    for inner, below in _inside(shape, path):
        yield from _unions(inner, below)


def _is_second_name(name: str, shape: Shape) -> bool:
    """Return whether a member is one of Google's in its other spelling, which goes without saying."""
    return camel(name) != name and shape.members.get(camel(name)) is shape.members[name]


def _inside(shape: Shape, path: str) -> Iterator[tuple[Shape, str]]:
    dot = "." if path else ""
    for name, inner in shape.members.items():
        if not _is_second_name(name, shape):
            yield inner, f"{path}{dot}{name}"
    # Where one element may stand for a list, the list is all that needs telling.
    if shape.items is not None and shape.items.members is not shape.members:
        yield shape.items, f"{path}[]"
    alike: dict[int, list[str]] = {}
    shapes = shape.variants or {}
    for name, inner in shapes.items():
        alike.setdefault(id(inner), []).append(name)
    for names in alike.values():
        yield shapes[names[0]], f"{path}<{','.join(names)}>"
