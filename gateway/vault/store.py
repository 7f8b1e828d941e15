"""What a place to keep sealed entries must do, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class VaultFailed(Exception):
    """The vault's store did not do as it was told; its message names no value."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed piece of an entry. ``expires`` is in microseconds since 1970-01-01 UTC."""

    reference: bytes
    part: bytes
    key_id: str
    sealed: bytes
    expires: int


class Store(Protocol):
    """Keeps parts until they expire. Each method raises `VaultFailed`."""

    async def start(self) -> None:
        """Make it ready for use."""

    async def read(self, references: Sequence[bytes], now: int) -> list[Part]:
        """Return the parts under these references that have not expired, in the order of their writing."""

    async def write(self, parts: Sequence[Part]) -> None:
        """Keep parts, durably and all of them or none."""

    async def prolong(self, reference: bytes, expires: int) -> None:
        """Let all that lies under a reference live until then at least."""

    async def replace(self, old: Part, new: Part) -> None:
        """Put a part in place of another that is still as it was read."""

    async def erase(self, references: Sequence[bytes]) -> None:
        """Forget all that lies under these references."""

    async def purge(self, now: int) -> int:
        """Forget what has expired, and return how many parts that was (0 where the store does so itself)."""

    async def check(self) -> None:
        """Return where the store answers."""

    async def close(self) -> None:
        """Close every connection."""
