"""Every place of an event that one of some patterns names, found in a single walk."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

#: Member names into a body; ``*`` stands for every element of an array.
Pattern = tuple[str, ...]


class Found(NamedTuple):
    """A value that a pattern names. ``elements`` are the positions entered in arrays on the way to it."""

    pattern: int
    elements: tuple[int, ...]
    holder: dict[str, Any]
    value: Any


class _Step:
    """What patterns that begin alike name next."""

    __slots__ = ("items", "members", "numbers")

    def __init__(self) -> None:
        self.members: dict[str, _Step] = {}
        self.items: _Step | None = None
        self.numbers: list[int] = []


class Patterns:
    """Patterns that each end with the name of a member."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._first = _Step()
        for number, pattern in enumerate(patterns):
            step = self._first
            for name in pattern:
                if name != "*":
                    step = step.members.setdefault(name, _Step())
                else:
                    step.items = step.items or _Step()
                    step = step.items
            step.numbers.append(number)

    def find(self, body: dict[str, Any]) -> list[Found]:
        """Return what the patterns name in a body and is not null, those of the first pattern first."""
        found: list[Found] = []
        _in_object(body, self._first, (), found)
        if len(found) > 1:
            found.sort(key=attrgetter("pattern"))
        return found


def _in_object(value: dict[str, Any], step: _Step, elements: tuple[int, ...], found: list[Found]) -> None:
    for name, item in value.items():
        following = step.members.get(name)
        if following is None or item is None:
            continue
        found += [Found(number, elements, value, item) for number in following.numbers]
        _below(item, following, elements, found)


def _below(value: Any, step: _Step, elements: tuple[int, ...], found: list[Found]) -> None:
    if isinstance(value, dict):
        _in_object(value, step, elements, found)
    elif isinstance(value, list) and step.items is not None:
        for position, item in enumerate(value):
            _below(item, step.items, (*elements, position), found)


def values_at(value: Any, pattern: Pattern) -> Iterator[Any]:
    """Yield what stands at a pattern, None where nothing does."""
    for depth, name in enumerate(pattern):
        if name == "*":
            for item in value if isinstance(value, list) else ():
                yield from values_at(item, pattern[depth + 1 :])
            return
        value = value.get(name) if isinstance(value, dict) else None
    yield value
