"""What was asked for last, within bounds: the one memory behind all that is remembered between calls."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")

#: Rough memory of a key, its place in the order and its weight, measured on CPython 3.11, in bytes.
_ENTRY_BYTES = 250


class Recent(Generic[V]):
    """The least recently used are forgotten first, beyond ``entries`` or ``size`` bytes (an estimate).

    Keys are digests made with a secret, so that nobody who reads the memory without it can test whether
    something was seen. What is kept under them holds no text. Safe to use from several threads.
    """

    def __init__(self, entries: int, size: int) -> None:
        self._entries = entries
        self._most = size
        self._kept: OrderedDict[bytes, tuple[V, int]] = OrderedDict()
        self._lock = Lock()
        self.size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: bytes) -> V | None:
        """Return what is kept under a key, or None when it is not, or no longer."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept.move_to_end(key)
            return kept[0]

    def put(self, key: bytes, value: V, weight: int) -> None:
        """Keep a value of about ``weight`` bytes."""
        weight += _ENTRY_BYTES
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += weight - (before[1] if before else 0)
            self._kept[key] = value, weight
            while self._kept and (len(self._kept) > self._entries or self.size > self._most):
                _key, (_value, lost) = self._kept.popitem(last=False)
                self.size -= lost
