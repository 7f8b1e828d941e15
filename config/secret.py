"""The organisation's secret, from which every key is derived."""

import base64
import binascii
import os
import secrets
from pathlib import Path

BYTES = 32


def is_strong(text: str) -> bool:
    """Tell whether a text is base64 of at least 32 bytes."""
    return len(_decode(text)) >= BYTES


def derive(secret: str, purpose: str) -> bytes:
    """Return the key of one purpose (HKDF-SHA256, RFC 5869), unrelated to those of the others."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - slow to import
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(SHA256(), BYTES, salt=None, info=f"paravent/{purpose}".encode()).derive(_decode(secret))


def read_or_create(path: Path) -> str:
    """Return the secret kept in a file; where there is none, make one that only its owner can read.

    Several processes may start at once: whichever makes the file first, all return the same secret.

    Raises:
        OSError: the file cannot be read or made.
        ValueError: it does not hold a secret.

    """
    if not path.exists():
        _create(path)
    text = path.read_text("ascii").strip()
    if not is_strong(text):
        raise ValueError(f"{path} does not hold {BYTES} random bytes in base64")
    return text


def _create(path: Path) -> None:
    text = base64.b64encode(secrets.token_bytes(48)) + b"\n"
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never replaces a secret already there.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _decode(text: str) -> bytes:
    standard = "".join(text.split()).translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(standard, validate=True)
    except (binascii.Error, ValueError):
        return b""
