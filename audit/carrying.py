"""What a conversation that is sent again need not write again: which of its index entries are there already.

Each turn of a conversation hides what the turns before it hid. The entries that an event was the first to
write are a *bundle*, known by that event's sequence; a later event that has all of them carries the bundle,
one row in place of hundreds, and writes those that it has besides. What an event has is then its own entries
and those of the bundles that it carries: its digest is that of all of them, as if it had written each.

Pure memory, without a database: whoever uses it makes sure that what it remembers is still there.
"""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

Entry = tuple[str, str]
"""A label and a hexadecimal entry of the blind index."""

REACH = 10_000
"""Events after which a bundle is carried no more: a search for a value need not look further back for it."""

MOST = 16
"""Bundles that an event carries; of more, the smallest are written again, as one."""

_WORTH = 8
"""Entries from which a bundle is one: to carry it is two rows of two indexes itself."""

_REMEMBERED = 200_000
"""Entries in all bundles that are remembered, about 20 MiB; the least recent conversations are forgotten."""


@dataclass(frozen=True, slots=True)
class _Bundle:
    number: int
    entries: frozenset[Entry]


@dataclass(frozen=True, slots=True)
class _Last:
    """The last event of a conversation: its entries, and the bundles that another like it would carry."""

    entries: tuple[Entry, ...]
    bundles: tuple[_Bundle, ...]

    @property
    def size(self) -> int:
        return sum(len(bundle.entries) for bundle in self.bundles)


@dataclass(frozen=True, slots=True)
class Share:
    """How an event's entries are stored: the bundles that it carries, and what it writes itself."""

    carried: tuple[int, ...]
    own: Collection[Entry]


class Carrying:
    """The bundles of the conversations that were on record last."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, _Last] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def forget(self) -> None:
        """Remember nothing: what was written may be there no more."""
        self._conversations.clear()
        self._size = 0

    def share(self, conversation: str, sequence: int, entries: tuple[Entry, ...]) -> Share:
        """Tell how to store the entries, all different, of an event, the conversation's last from now on."""
        last = self._conversations.pop(conversation, None)
        if last is None:
            last = _Last((), ())
        self._size -= last.size
        near = tuple(bundle for bundle in last.bundles if sequence - bundle.number < REACH)
        if entries is not last.entries:
            having = frozenset(entries)
            near = tuple(bundle for bundle in near if bundle.entries <= having)
        own = _without(entries, near)
        if len(own) >= _WORTH:
            if len(near) == MOST:
                near = tuple(sorted(near, key=lambda bundle: len(bundle.entries), reverse=True)[: MOST // 2])
                own = _without(entries, near)
            kept = (*near, _Bundle(sequence, frozenset(own)))
        else:
            kept = near
        self._keep(conversation, _Last(entries, kept))
        return Share(tuple(bundle.number for bundle in near), own)

    def _keep(self, conversation: str, last: _Last) -> None:
        if not last.bundles:
            return
        self._conversations[conversation] = last
        self._size += last.size
        while self._size > _REMEMBERED:
            self._size -= self._conversations.popitem(last=False)[1].size


def _without(entries: tuple[Entry, ...], bundles: tuple[_Bundle, ...]) -> Collection[Entry]:
    if not bundles:
        return entries
    covered: frozenset[Entry] = frozenset().union(*(bundle.entries for bundle in bundles))
    if len(covered) == len(entries):  # all bundles are of these entries
        return ()
    return [entry for entry in entries if entry not in covered]
