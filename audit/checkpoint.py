"""A checkpoint: a signed statement of how far the chain had come, to be kept where the database is not.

Whoever can write to the database can cut the chain's end or make it anew; nobody can do so and agree with
a checkpoint without the signing key. What is signed (Ed25519, RFC 8032) is the ASCII text
``paravent/checkpoint/1``, a newline, and the JSON array, without spaces, of the sequence, the digest in
hexadecimal, the time in microseconds since 1970-01-01 UTC, and the key's id.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit.chain import microseconds, moment

_TAG = b"paravent/checkpoint/1\n"
_NAMES = ("sequence", "digest", "at", "key_id", "signature")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The event of this sequence had this digest at this time; digest and signature in hexadecimal."""

    sequence: int
    digest: str
    at: datetime
    key_id: str
    signature: str

    def __str__(self) -> str:
        """Give the line that is kept: a JSON object."""
        values = (self.sequence, self.digest, microseconds(self.at), self.key_id, self.signature)
        return json.dumps(dict(zip(_NAMES, values, strict=True)), separators=(",", ":"))

    @classmethod
    def parse(cls, line: str) -> "Checkpoint":
        """Read a line. Raises `ValueError`."""
        try:
            value = json.loads(line)
            sequence, digest, at, key_id, signature = (value[name] for name in _NAMES)
            checkpoint = cls(int(sequence), str(digest), moment(int(at)), str(key_id), str(signature))
        except (TypeError, KeyError, OverflowError) as error:
            raise ValueError("not a checkpoint") from error
        return checkpoint

    def signed_by(self, public_keys: Iterable[str]) -> bool:
        """Tell whether one of these keys (hexadecimal) signed it."""
        for key in public_keys:
            if key_id_of(key) == self.key_id:
                try:
                    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
                        bytes.fromhex(self.signature), _statement(self)
                    )
                except (InvalidSignature, ValueError):
                    return False
                return True
        return False


class Signer:
    """Signs checkpoints with the key made from 32 secret bytes."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key = self._key.public_key().public_bytes_raw().hex()
        self.key_id = key_id_of(self.public_key)

    def sign(self, sequence: int, digest: str, at: datetime) -> Checkpoint:
        """State that the event of this sequence has this digest."""
        unsigned = Checkpoint(sequence, digest, at, self.key_id, "")
        return Checkpoint(sequence, digest, at, self.key_id, self._key.sign(_statement(unsigned)).hex())


def key_id_of(public_key: str) -> str:
    """Give the name of a public key: the start of its SHA-256."""
    return sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def _statement(checkpoint: Checkpoint) -> bytes:
    values = [checkpoint.sequence, checkpoint.digest, microseconds(checkpoint.at), checkpoint.key_id]
    return _TAG + json.dumps(values, separators=(",", ":")).encode()
