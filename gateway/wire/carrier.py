"""How a part of a request carries a file or an image, and what can stand in its place."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from gateway.wire.strict_json import MAXIMUM_DEPTH

if TYPE_CHECKING:
    from gateway.wire.shape import Shape

Pattern = tuple[str, ...]
Path = tuple[str | int, ...]
#: A member of a list or of an object: an object, or the content itself.
Part = Mapping[str, Any] | str

#: RFC 2397.
_DATA_URL = re.compile(r"data:([^,;]{0,255})((?:;[^,;]{0,255})*?)(;base64)?,", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,10})$")


class Holds(Enum):
    """What a part can carry."""

    FILE = auto()
    IMAGE = auto()


@dataclass(frozen=True, slots=True)
class Carrier:
    """Where a part has a file's content, its media type and its name: the first pattern at which one stands.

    ``becomes`` are the members that take the place of ``drops``, with the text at the pattern ``text``.
    A part with any of ``unless`` is left as it is: it refers to something else besides. Where ``when`` names
    members, a part carries a file if it has one of them; else each does. ``holds`` says what it can carry:
    files, images, or either. A part can also be the content itself, at the pattern ``()``.
    """

    data: tuple[Pattern, ...] = ()
    media: tuple[Pattern, ...] = ()
    name: tuple[Pattern, ...] = ()
    drops: tuple[str, ...] = ()
    becomes: Mapping[str, Any] = field(default_factory=dict)
    text: Pattern = ("text",)
    unless: tuple[Pattern, ...] = ()
    when: tuple[str, ...] = ()
    holds: tuple[Holds, ...] = (Holds.FILE,)

    def is_in(self, part: Part) -> bool:
        """Return whether a part carries a file or an image, or a reference to one."""
        return not self.when or any(name in part for name in self.when)

    def content(self, part: Part) -> str | None:
        """Return the file's content as it is written in a part, or None where it is not in it."""
        found = [_at(part, pattern) for pattern in self._written(part)]
        if len(found) != 1 or any(_at(part, pattern) is not None for pattern in self.unless):
            return None
        return str(found[0])

    def said(self, part: Part, what: tuple[Pattern, ...]) -> str:
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

    def with_content(self, part: Part, content: str, media: str) -> Part:
        """Return the part with another content of another media type, told where the part tells one."""
        for pattern in self._written(part):
            part = _put(part, pattern, content)
        for pattern in self.media:
            if _at(part, pattern) is not None:
                part = _put(part, pattern, media)
        return part

    def _written(self, part: Part) -> list[Pattern]:
        """Return the patterns at which a part has content."""
        found = ((pattern, _at(part, pattern)) for pattern in self.data)
        return [pattern for pattern, value in found if value and isinstance(value, str)]


@dataclass(frozen=True, slots=True)
class Carried:
    """A part of a request that carries a file or an image, and where it stands."""

    path: Path
    carrier: Carrier
    part: Part = field(repr=False)

    @property
    def dotted(self) -> str:
        """Where it stands, as callers are told."""
        return ".".join(map(str, self.path))

    @property
    def is_image(self) -> bool:
        """Whether it is an image: it can be nothing else, or its media type says so."""
        if Holds.FILE not in self.carrier.holds:
            return True
        said = self.carrier.said(self.part, self.carrier.media).lower()
        return Holds.IMAGE in self.carrier.holds and said.startswith("image/")


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
    """Return every part of a body that may carry a file or an image, in order."""
    found: list[Carried] = []

    def note(path: Path, carrier: Carrier, part: Part) -> Part:
        found.append(Carried(path, carrier, part))
        return part

    _rebuilt(body, shape, (), note)
    return found


def with_texts(body: Any, shape: "Shape", texts: Mapping[Path, str]) -> Any:
    """Return the body with a text in the place of each file at these paths."""

    def place(path: Path, carrier: Carrier, part: Part) -> Part:
        if path not in texts or isinstance(part, str):
            return part
        return carrier.replaced(part, texts[path])

    return _rebuilt(body, shape, (), place)


def with_contents(body: Any, shape: "Shape", contents: Mapping[Path, tuple[str, str]]) -> Any:
    """Return the body with another (content, media type) in the parts at these paths."""

    def place(path: Path, carrier: Carrier, part: Part) -> Part:
        return carrier.with_content(part, *contents[path]) if path in contents else part

    return _rebuilt(body, shape, (), place)


def _rebuilt(
    value: Any,
    shape: "Shape",
    path: Path,
    visit: Callable[[Path, Carrier, Part], Part],
) -> Any:
    """Return a body with each part that may carry a file as ``visit`` returns it.

    What the shape does not know, and what is nested too deeply, stays: `gateway.wire.walk` refuses it.
    """
    if len(path) > MAXIMUM_DEPTH or shape.free or shape.schema:
        return value
    if isinstance(value, list):
        items = shape.items or shape
        return [_rebuilt(item, items, (*path, at), visit) for at, item in enumerate(value)]
    if isinstance(value, str):
        return value if shape.carries is None or not value else visit(path, shape.carries, value)
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


def is_data_url(written: str) -> bool:
    """Return whether a content is written as a data URL."""
    return _DATA_URL.match(written) is not None


def length(written: str) -> int:
    """Return the most bytes that the content written in a part can have."""
    return len(written) if _DATA_URL.match(written) else len(written) * 3 // 4


def _decoded(written: str) -> bytes | None:
    letters = _SPACES.sub("", written).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _put(part: Part, pattern: Pattern, content: str) -> Part:
    """Return a part with a text at a pattern where something stands already."""
    if not pattern or isinstance(part, str):
        return content
    return {**part, pattern[0]: _put(part[pattern[0]], pattern[1:], content)}


def _at(part: Any, pattern: Pattern) -> Any:
    for name in pattern:
        if not isinstance(part, dict):
            return None
        part = part.get(name)
    return part
