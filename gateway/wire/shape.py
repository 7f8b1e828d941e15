"""The vocabulary in which a wire format says what each place of a body is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from gateway.wire.carrier import Carrier

_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:/-]{1,128}")


def is_identifier(text: str) -> bool:
    """Return whether a text looks like an identifier: what it must be to pass where a format calls it inert.

    No pseudonym does, so that one in such a place is known to have been put there by the gateway.
    """
    return _IDENTIFIER.fullmatch(text) is not None


class Kind(Enum):
    """What a string (or number) at a place of a body is."""

    TEXT = auto()  # analysed and replaced; restored on the way back
    JSON = auto()  # JSON inside a string: its leaves and keys are text; TEXT when it does not parse
    INERT = auto()  # unchanged if it looks like an identifier, else TEXT
    SEALED = auto()  # signed or encrypted by the provider: never changed, in either direction
    OPAQUE = auto()  # bytes, or a reference to bytes: refused unless a policy allows it by name
    CREDENTIAL = auto()  # a credential or a network destination: a second way out
    HELD = auto()  # a reference to what the provider keeps: refused, since nothing in it could be restored
    KEPT = auto()  # the like, which the vault restores: refused where none is configured
    UNKNOWN = auto()  # a type of content that is not known: refused, since nobody can tell what it holds
    PIECES = auto()  # text cut up so that it cannot be restored (log probabilities)

    #: Asked for at each string of each body, and a member is one object: not worth a hash of its name.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Shape:
    """What a place of a body may hold, by JSON type.

    ``string`` says how a string here is read. ``members`` are the known members of an object, ``other`` is
    the shape of the rest (None: unknown members are inspected, and their names may not hold a finding).
    ``items`` is the shape of an array's elements. ``variants`` closes a union: the member ``tag`` picks the
    shape, an unknown tag is refused. ``free`` marks JSON of the caller's own making, whose member names are
    text that can be replaced. ``schema`` marks a JSON Schema. ``tokens`` marks a text that may also come as
    the numbers of a model's vocabulary, which nobody can read. ``carries`` says how a file stands here: a
    policy may have it read, and its text put in its place before the walk; or how an image does, which may be
    painted over.
    """

    string: Kind = Kind.TEXT
    members: Mapping[str, "Shape"] = field(default_factory=dict)
    other: "Shape | None" = None
    items: "Shape | None" = None
    variants: Mapping[str, "Shape"] | None = None
    tag: str = "type"
    untagged: str | None = None
    free: bool = False
    schema: bool = False
    tokens: bool = False
    carries: Carrier | None = None


TEXT = Shape()
INERT = Shape(Kind.INERT)
SEALED = Shape(Kind.SEALED)
OPAQUE = Shape(Kind.OPAQUE)
CREDENTIAL = Shape(Kind.CREDENTIAL)
PIECES = Shape(Kind.PIECES)
HELD = Shape(Kind.HELD)
KEPT = Shape(Kind.KEPT)
UNKNOWN = Shape(Kind.UNKNOWN)
TEXT_OR_TOKENS = Shape(tokens=True)
FREE = Shape(free=True)
EMBEDDED_JSON = Shape(Kind.JSON, free=True)
SCHEMA = Shape(schema=True)
INERT_LIST = Shape(Kind.INERT, items=INERT)


def record(string: Kind = Kind.TEXT, /, **members: Shape) -> Shape:
    """Return the shape of an object with these members (or of a lone string in its place)."""
    return Shape(string, members=members)


def each(items: Shape, string: Kind = Kind.TEXT) -> Shape:
    """Return the shape of an array (or of a lone string in its place)."""
    return Shape(string, items=items)


def file_in(carrier: Carrier) -> Shape:
    """Return the shape of what carries a file: opaque for as long as its text does not stand in its place."""
    return Shape(Kind.OPAQUE, carries=carrier)


def image_in(carrier: Carrier, **members: Shape) -> Shape:
    """Return the shape of what carries an image: opaque for as long as it was not looked at."""
    return Shape(Kind.OPAQUE, members=members, carries=carrier)


def union(
    variants: Mapping[str, Shape], *, tag: str = "type", untagged: str | None = None, string: Kind = Kind.TEXT
) -> Shape:
    """Return a closed union: the member ``tag`` names the variant, ``untagged`` stands for none."""
    return Shape(string, variants=variants, tag=tag, untagged=untagged)
