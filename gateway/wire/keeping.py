"""What a provider keeps of an operation from one call to the next, and the ids by which calls refer to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gateway.wire.format import WireFormat
from gateway.wire.patterns import Pattern, values_at


@dataclass(frozen=True, slots=True)
class Keeping:
    """How an operation uses what the provider keeps.

    ``wire`` is the operation's format where such use can be restored. ``refers`` are patterns of ids in a
    request, of what its model will see; ``pointers`` is the pattern of items that may be an id alone.
    ``joins`` are patterns of what the call adds to; where ``joins_path`` is set it adds to what its path
    names. ``ids`` are patterns of the id of what the answer, or an event of it, begins to keep; ``parts`` of
    the ids of what belongs to that (or to what the path names). ``kept_unless`` is the member that says false
    where nothing is kept. ``begins`` says that nothing was said before, ``erases`` that what the path names
    last is forgotten. ``query`` are the names that its query may have besides the usual ones.
    """

    wire: WireFormat
    refers: tuple[Pattern, ...] = ()
    pointers: Pattern = ()
    joins: tuple[Pattern, ...] = ()
    joins_path: bool = False
    ids: tuple[Pattern, ...] = ()
    parts: tuple[Pattern, ...] = ()
    kept_unless: str = ""
    begins: bool = False
    erases: bool = False
    query: frozenset[str] = field(default_factory=frozenset)

    def referred(self, body: Any) -> tuple[str, ...]:
        """Return the ids in a request of what is kept already, each once, in its order."""
        named = [id_ for pattern in self.refers for id_ in _strings(body, pattern)]
        return tuple(dict.fromkeys((*named, *(str(item["id"]) for item in self._pointing(body)))))

    def points(self, body: Any) -> bool:
        """Return whether an item of a request is an id alone, without saying so by its type."""
        return any(item.get("type") is None for item in self._pointing(body))

    def _pointing(self, body: Any) -> list[dict[str, Any]]:
        items = values_at(body, self.pointers) if self.pointers else ()
        return [item for item in items if isinstance(item, dict) and _is_pointer(item)]

    def joined(self, body: Any) -> tuple[str, ...]:
        """Return the ids in a request of what it adds to."""
        return tuple(dict.fromkeys(id_ for pattern in self.joins for id_ in _strings(body, pattern)))

    def keeps(self, body: Any) -> bool:
        """Return whether the provider will keep the call."""
        said = body.get(self.kept_unless) if isinstance(body, dict) and self.kept_unless else None
        return bool(self.ids) and said is not False

    def begun(self, answer: Any) -> tuple[str, ...]:
        """Return the ids that an answer, or an event of one, says are kept from now on."""
        return tuple(id_ for pattern in self.ids for id_ in _strings(answer, pattern))

    def belonging(self, answer: Any) -> tuple[str, ...]:
        """Return the ids of what belongs to what is kept."""
        return tuple(id_ for pattern in self.parts for id_ in _strings(answer, pattern))


def _is_pointer(item: dict[str, Any]) -> bool:
    kind = item.get("type")
    if not isinstance(item.get("id"), str):
        return False
    return kind == "item_reference" or (kind is None and item.get("content") is None)


def _strings(value: Any, pattern: Pattern) -> Iterator[str]:
    return (found for found in values_at(value, pattern) if isinstance(found, str) and found)
