"""Encrypts what the vault keeps: AES-256-GCM, bound to whose it is and to the id that it belongs to."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.secret import derive

_NONCE_BYTES = 12


class Unreadable(Exception):
    """An entry was changed, or its key is not configured any more."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an entry is: a team (or a key without one) at one provider."""

    team: str
    provider: str

    def place(self, name: str) -> bytes:
        """Return what an entry is bound to; no two of (team, provider, id) give the same."""
        parts = (part.encode("utf-8", "surrogatepass") for part in (self.team, self.provider, name))
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)

    def reference(self, name: str) -> bytes:
        """Return where an entry lies: without its owner and its id, it is not found."""
        return sha256(b"paravent/vault" + self.place(name)).digest()


class Sealer:
    """Seals with the first of the keys, opens with any of them. ``secrets_`` are base64 texts."""

    def __init__(self, secrets_: Sequence[str]) -> None:
        self._keys = {
            sha256(derive(secret, "vault-id")).hexdigest()[:16]: AESGCM(derive(secret, "vault"))
            for secret in secrets_
        }
        self.current = next(iter(self._keys))

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """Return a text encrypted with the current key; ``bound`` must be the same to open it."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._keys[self.current].encrypt(nonce, plain, bound)

    def open(self, key_id: str, sealed: bytes, bound: bytes) -> bytes:
        """Return what was sealed. Raises `Unreadable`."""
        key = self._keys.get(key_id)
        if key is None:
            raise Unreadable
        try:
            return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
        except (InvalidTag, ValueError):
            raise Unreadable from None
