"""How a part of a request carries a file, and the text part that can stand in its place."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from gateway.wire.strict_json import MAXIMUM_DEPTH

if TYPE_CHECKING:
    from gateway.wire.shape import Shape

Pattern = tuple[str, ...]
Path = tuple[str | int, ...]

#: RFC 2397.
_DATA_URL = re.compile(r"data:([^,;]{0,255})((?:;[^,;]{0,255})*?)(;base64)?,", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,10})$")


@dataclass(frozen=True, slots=True)
class Carrier:
    """Where a part has a file's content, its media type and its name: the first pattern at which one stands.

    ``becomes`` are the members that take the place of ``drops``, with the text at the pattern ``text``.
    A part with any of ``unless`` is left as it is: it refers to something else besides. Where ``when`` names
    members, a part carries a file if it has one of them; else each does.
    """

    data: tuple[Pattern, ...] = ()
    media: tuple[Pattern, ...] = ()
    name: tuple[Pattern, ...] = ()
    drops: tuple[str, ...] = ()
    becomes: Mapping[str, Any] = field(default_factory=dict)
    text: Pattern = ("text",)
    unless: tuple[Pattern, ...] = ()
    when: tuple[str, ...] = ()

    def is_in(self, part: Mapping[str, Any]) -> bool:
        """Return whether a part carries a file, or a reference to one."""
        return not self.when or any(name in part for name in self.when)

    def content(self, part: Mapping[str, Any]) -> str | None:
        """Return the file's content as it is written in a part, or None where it is not in it."""
        found = [value for value in (_at(part, pattern) for pattern in self.data) if value]
        if len(found) != 1 or any(_at(part, pattern) is not None for pattern in self.unless):
            return None
        return found[0] if isinstance(found[0], str) else None

    def said(self, part: Mapping[str, Any], what: tuple[Pattern, ...]) -> str:
        """Return what a part says of its file: ``self.media`` or ``self.name``; "" for nothing."""
        found = (_at(part, pattern) for pattern in what)
        return next((value for value in found if isinstance(value, str)), "")

    def replaced(self, part: Mapping[str, Any], text: str) -> dict[str, Any]:
        """Return the part with a text in the file's place."""
        kept = {name: value for name, value in part.items() if name not in self.drops}
        first, *below = self.text
        made: Any = text
        for name in reversed(below):
            made = {name: made}
        if below:
            made = {**self.becomes.get(first, {}), **made}
        return {**kept, **self.becomes, first: made}


@dataclass(frozen=True, slots=True)
class Carried:
    """A part of a request that carries a file, and where it stands."""

    path: Path
    carrier: Carrier
    part: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came: its bytes, the media type and the name that it is said to have."""

    content: bytes = field(repr=False)
    media: str = field(repr=False)
    name: str = field(repr=False)

    @property
    def ending(self) -> str:
        """What stands behind the last dot of the name."""
        match = _ENDING.search(self.name)
        return match[1] if match else ""


def carried(body: Any, shape: "Shape") -> list[Carried]:
    """Return every part of a body that may carry a file, in order."""
    found: list[Carried] = []

    def note(path: Path, carrier: Carrier, part: Mapping[str, Any]) -> Mapping[str, Any]:
        found.append(Carried(path, carrier, part))
        return part

    _rebuilt(body, shape, (), note)
    return found


def with_texts(body: Any, shape: "Shape", texts: Mapping[Path, str]) -> Any:
    """Return the body with a text in the place of each file at these paths."""

    def place(path: Path, carrier: Carrier, part: Mapping[str, Any]) -> Mapping[str, Any]:
        return carrier.replaced(part, texts[path]) if path in texts else part

    return _rebuilt(body, shape, (), place)


def _rebuilt(
    value: Any,
    shape: "Shape",
    path: Path,
    visit: Callable[[Path, Carrier, Mapping[str, Any]], Mapping[str, Any]],
) -> Any:
    """Return a body with each part that may carry a file as ``visit`` returns it.

    What the shape does not know, and what is nested too deeply, stays: `gateway.wire.walk` refuses it.
    """
    if len(path) > MAXIMUM_DEPTH or shape.free or shape.schema:
        return value
    if isinstance(value, list):
        items = shape.items or shape
        return [_rebuilt(item, items, (*path, at), visit) for at, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if shape.variants is not None:
        tag = value.get(shape.tag, shape.untagged)
        variant = shape.variants.get(tag) if isinstance(tag, str) else None
        if variant is None:
            return value
        shape = variant
    if shape.carries is not None and shape.carries.is_in(value):
        value = visit(path, shape.carries, value)
    return {
        name: _rebuilt(item, shape.members[name], (*path, name), visit) if name in shape.members else item
        for name, item in value.items()
    }


def read_file(written: str, media: str, name: str) -> File | None:
    """Return the file that a text holds: base64 in either alphabet, or a data URL. None: it holds none."""
    match = _DATA_URL.match(written)
    if match is None:
        content = _decoded(written)
    else:
        media = match[1] or media
        data = written[match.end() :]
        content = _decoded(data) if match[3] else unquote_to_bytes(data)
    return None if content is None else File(content, media, name)


def length(written: str) -> int:
    """Return the most bytes that the content written in a part can have."""
    return len(written) if _DATA_URL.match(written) else len(written) * 3 // 4


def _decoded(written: str) -> bytes | None:
    letters = _SPACES.sub("", written).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _at(part: Any, pattern: Pattern) -> Any:
    for name in pattern:
        if not isinstance(part, dict):
            return None
        part = part.get(name)
    return part
