"""What would leave: its fingerprint, which an approval is bound to, and its text, which a reviewer reads."""

import hmac
import secrets
import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.secret import BYTES
from gateway.privacy.rewrite import Outbound

_NONCE_BYTES = 12
#: Headers that an SDK makes anew for each attempt; they say nothing to the provider's model.
_OF_ATTEMPT = frozenset({"idempotency-key"})


class Unsealed(Exception):
    """What was kept was changed, or the secret is another."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Who would send it, for what they say it is, to whom."""

    key_id: str
    provider: str
    project: str | None
    purpose: str | None


class Sealer:
    """Makes fingerprints and keeps texts, with keys derived from the organisation's secret."""

    def __init__(self, key: bytes) -> None:
        if len(key) != BYTES:
            raise ValueError("the key of held calls has 32 bytes")
        self._hash = hmac.digest(key, b"fingerprint", "sha256")
        self._cipher = AESGCM(hmac.digest(key, b"text", "sha256"))

    def fingerprint(self, outbound: Outbound, whose: Whose) -> bytes:
        """Return a keyed hash of the exact outgoing call: only the same call has the same."""
        told = [f"{name}:{value}" for name, value in outbound.headers if name not in _OF_ATTEMPT]
        parts = [
            *(whose.key_id, whose.provider, repr((whose.project, whose.purpose))),
            *(outbound.method, outbound.target, str(len(told)), *told),
        ]
        said = [part.encode("utf-8", "surrogatepass") for part in parts]
        made = hmac.new(self._hash, digestmod="sha256")
        for part in (*said, outbound.body):
            made.update(len(part).to_bytes(8, "big") + part)
        return made.digest()

    def seal(self, identity: str, outbound: Outbound) -> bytes:
        """Return what would leave, encrypted and bound to the id of the held call."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, zlib.compress(outbound.body), identity.encode())

    def open(self, identity: str, sealed: bytes) -> str:
        """Return the text that was sealed. Raises `Unsealed`."""
        try:
            packed = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], identity.encode())
        except (InvalidTag, ValueError):
            raise Unsealed from None
        return zlib.decompress(packed).decode("utf-8", "replace")
