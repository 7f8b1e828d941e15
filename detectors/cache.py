"""Remembers what was found in a text, without remembering the text."""

from collections.abc import Sequence
from hashlib import blake2b

from detectors.findings import Finding
from detectors.recent import Recent

Findings = tuple[Finding, ...]

#: Rough memory of a finding, measured on CPython 3.11, in bytes.
_FINDING_BYTES = 200


class FindingsCache:
    """The findings of `entries` texts at most, or of `size` bytes (an estimate).

    A key is BLAKE2b of the engine's version and the text, under a secret key: without that key, nobody who
    reads the memory can test whether a text was seen. Offsets, labels and scores are all that is kept.
    """

    def __init__(self, key: bytes, entries: int, size: int = 64 * 1024 * 1024) -> None:
        self._key = key
        self._found: Recent[Findings] = Recent(entries, size)
        self.hits = 0
        self.misses = 0

    def __len__(self) -> int:
        return len(self._found)

    @property
    def size(self) -> int:
        """Roughly the bytes that it takes."""
        return self._found.size

    def key(self, version: str, text: str) -> bytes:
        """Return the key of a text for one version of the engine."""
        digest = blake2b(version.encode(), key=self._key, digest_size=24)
        digest.update(b"\x00" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def get(self, key: bytes) -> Findings | None:
        """Return what was found in a text, or None when it was not seen or is forgotten."""
        found = self._found.get(key)
        self.hits += found is not None
        self.misses += found is None
        return found

    def put(self, key: bytes, findings: Sequence[Finding]) -> None:
        """Remember what was found in a text."""
        self._found.put(key, tuple(findings), _FINDING_BYTES * len(findings))
