"""Remembers what was read in a file, so that one that is sent again with each turn is read once."""

import json
import sys
import zlib
from hashlib import blake2b
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from detectors.recent import Recent
from gateway.attachments.kinds.reading import Document, Extract

_KEY_BYTES = 32
#: What an entry takes beside its text and what `Recent` counts for any entry, in bytes.
_NAME_BYTES = 50
_NONCE = bytes(12)  # each key encrypts one text only
_QUICK = 1


class FileMemory:
    """What was made of files, as JSON. The least recently used are forgotten first, beyond `size` bytes.

    An entry is found, and decrypted, by a keyed hash of the file itself: whoever reads the memory without the
    file can neither read the text nor test which files were seen without the secret key.
    """

    def __init__(self, key: bytes, size: int) -> None:
        self._key = key
        self._sealed: Recent[bytes] = Recent(sys.maxsize, size)

    def __len__(self) -> int:
        return len(self._sealed)

    @property
    def size(self) -> int:
        """Bytes that are kept, about."""
        return self._sealed.size

    def key(self, content: bytes, media: str, ending: str) -> bytes:
        """Return the key of a file and of what is said of it, which decides how it is read."""
        digest = blake2b(json.dumps([media, ending]).encode(), key=self._key, digest_size=2 * _KEY_BYTES)
        digest.update(b"\x00" + content)
        return digest.digest()

    def recall(self, key: bytes) -> Any:
        """Return what was made of a file, or None when nothing was or it is forgotten."""
        name, secret = key[:_KEY_BYTES], key[_KEY_BYTES:]
        sealed = self._sealed.get(name)
        if sealed is None:
            return None
        return json.loads(zlib.decompress(AESGCM(secret).decrypt(_NONCE, sealed, name)))

    def remember(self, key: bytes, made: Any) -> None:
        """Remember what was made of a file."""
        name, secret = key[:_KEY_BYTES], key[_KEY_BYTES:]
        plain = json.dumps(made)
        sealed = AESGCM(secret).encrypt(_NONCE, zlib.compress(plain.encode("ascii"), _QUICK), name)
        self._sealed.put(name, sealed, len(sealed) + _NAME_BYTES)


class ExtractMemory(FileMemory):
    """Remembers what was read in files."""

    def get(self, key: bytes) -> Extract | None:
        """Return what was read in a file, or None when it was not read or is forgotten."""
        made = self.recall(key)
        if made is None:
            return None
        document, text, pages, left_out = made
        return Extract(Document(document), text, pages, tuple((what, count) for what, count in left_out))

    def put(self, key: bytes, extract: Extract) -> None:
        """Remember what was read in a file."""
        self.remember(key, [extract.document, extract.text, extract.pages, extract.left_out])
