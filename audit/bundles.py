"""The bundles that events carry, for `audit.verify` alone: their entries, read once for many events.

See `audit.carrying` for what a bundle is.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from audit.carrying import REACH
from audit.faults import Fault, Problem
from audit.models import carried, entries
from audit.rows import read_rows

_AT_ONCE = 100
#: Entries of the bundles that are kept: those of many conversations that go on side by side.
_KEPT = 200_000

Lists = Mapping[Any, list[Sequence[Any]]]


class Bundles:
    """Reads bundles, and keeps those that were carried last.

    ``find`` gives the rows of entries of some bundles.
    """

    def __init__(self, find: Callable[[Sequence[Any]], Sequence[Sequence[Any]]]) -> None:
        self._find = find
        self._kept: OrderedDict[Any, list[Sequence[Any]]] = OrderedDict()
        self._size = 0

    def of(self, borne: Lists, own: Lists) -> dict[Any, list[Sequence[Any]]]:
        """Give the entries of all that some events carry. ``own`` are those of the events themselves."""
        wanted = {bundle for rows in borne.values() for _, bundle in rows}
        found: dict[Any, list[Sequence[Any]]] = {bundle: [] for bundle in wanted}
        missing = []
        for bundle in wanted:
            if bundle in self._kept:
                self._kept.move_to_end(bundle)
                found[bundle] = self._kept[bundle]
            elif bundle in own:
                found[bundle] = own[bundle]
            else:
                missing.append(bundle)
        for start in range(0, len(missing), _AT_ONCE):
            for row in self._find(missing[start : start + _AT_ONCE]):
                found[row[0]].append(row)
        for bundle in wanted - self._kept.keys():
            self._keep(bundle, found[bundle])
        return found

    def _keep(self, bundle: Any, rows: list[Sequence[Any]]) -> None:
        self._kept[bundle] = rows
        self._size += len(rows)
        while self._size > _KEPT:
            self._size -= len(self._kept.popitem(last=False)[1])


def pairs_of(own: Sequence[Sequence[Any]], borne: Sequence[Sequence[Any]], bundles: Lists) -> Any:
    """Give the entries of an event, each once: its own rows and those of the bundles that it carries."""
    if not borne:
        return own
    every = {row[1:]: row for _, bundle in borne for row in bundles[bundle]}
    every.update((row[1:], row) for row in own)
    return tuple(every.values())


def is_as_written(
    sequence: int,
    own: Sequence[Sequence[Any]],
    borne: Sequence[Sequence[Any]],
    bundles: Lists,
    pairs: Sequence[Sequence[Any]],
) -> bool:
    """Tell whether an event carries what a writer leaves: nothing empty, twice, or from too far away.

    ``pairs`` are all its entries. A search looks no further back than a bundle may be carried.
    """
    written = len(own) + sum(len(bundles[bundle]) for _, bundle in borne)
    return written == len(pairs) and all(
        bundles[bundle] and isinstance(bundle, int) and (bundle < 0 or 0 < sequence - bundle < REACH)
        for _, bundle in borne
    )


def carried_by_nobody(connection: Connection) -> Iterator[Problem]:
    """Yield a problem for each bundle that has lost its event and that no other carries."""
    nobody = f"SELECT 1 FROM {carried.name} WHERE {carried.c.bundle.name} = {entries.name}.sequence"  # noqa: S608
    left = read_rows(connection, entries, f"sequence <= 0 AND NOT EXISTS ({nobody})")
    for _ in {row[0] for row in left}:
        yield Problem(0, Fault.STRAY, entries.name)
