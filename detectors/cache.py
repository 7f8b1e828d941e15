"""Remembers what was found in a text, without remembering the text."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b

from detectors.findings import Finding

Findings = tuple[Finding, ...]

#: Rough memory of an entry (key, list node, tuple) and of a finding, measured on CPython 3.11, in bytes.
_ENTRY_BYTES = 250
_FINDING_BYTES = 200


class FindingsCache:
    """The least recently used are forgotten first, beyond `entries` texts or `size` bytes (an estimate).

    A key is BLAKE2b of the engine's version and the text, under a secret key: without that key, nobody who
    reads the memory can test whether a text was seen. Offsets, labels and scores are all that is kept.
    """

    def __init__(self, key: bytes, entries: int, size: int = 64 * 1024 * 1024) -> None:
        self._key = key
        self._entries = entries
        self._size = size
        self._found: OrderedDict[bytes, Findings] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._found)

    def key(self, version: str, text: str) -> bytes:
        """Return the key of a text for one version of the engine."""
        digest = blake2b(version.encode(), key=self._key, digest_size=24)
        digest.update(b"\x00" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def get(self, key: bytes) -> Findings | None:
        """Return what was found in a text, or None when it was not seen or is forgotten."""
        found = self._found.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._found.move_to_end(key)
        return found

    def put(self, key: bytes, findings: Sequence[Finding]) -> None:
        """Remember what was found in a text."""
        self._forget(key)
        self._found[key] = tuple(findings)
        self.size += _ENTRY_BYTES + _FINDING_BYTES * len(findings)
        while self._found and (len(self._found) > self._entries or self.size > self._size):
            self._forget(next(iter(self._found)))

    def _forget(self, key: bytes) -> None:
        found = self._found.pop(key, None)
        if found is not None:
            self.size -= _ENTRY_BYTES + _FINDING_BYTES * len(found)
