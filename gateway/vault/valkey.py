"""The vault in Valkey or Redis: one hash an entry, which the server itself lets expire."""

from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

from gateway.vault.store import Part, VaultFailed

T = TypeVar("T")
_PATIENCE = 5.0
_PREFIX = b"paravent:vault:"
_KEY_ID_BYTES = 16


class Valkey:
    """A `Store` on Valkey or Redis. Each field of a hash is a part: its key's id, then what is sealed."""

    def __init__(self, url: str) -> None:
        spoken = url.replace("valkeys://", "rediss://", 1).replace("valkey://", "redis://", 1)
        self._client: Redis = Redis.from_url(
            spoken, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, health_check_interval=30
        )

    async def start(self) -> None:
        """Nothing is to be made beforehand; an outage shows in `check`."""

    async def read(self, references: Sequence[bytes], now: int) -> list[Part]:
        """Return the parts under these references that have not expired."""
        async with self._client.pipeline(transaction=False) as pipe:
            for reference in references:
                pipe.hgetall(_PREFIX + reference)
                pipe.execute_command("PEXPIRETIME", _PREFIX + reference)
            answers = await _answered(pipe.execute())
        parts = []
        for at, reference in enumerate(references):
            fields, expires = answers[2 * at], answers[2 * at + 1] * 1000
            for part, value in sorted(fields.items()) if expires > now else ():
                key_id = value[:_KEY_ID_BYTES].decode("ascii", "replace")
                parts.append(Part(reference, part, key_id, value[_KEY_ID_BYTES:], expires))
        return parts

    async def write(self, parts: Sequence[Part]) -> None:
        """Keep parts in one transaction."""
        async with self._client.pipeline(transaction=True) as pipe:
            for part in parts:
                name = _PREFIX + part.reference
                pipe.hset(name, mapping={part.part: part.key_id.encode() + part.sealed})
                # A new hash has no end yet; one that lives longer already keeps its own.
                pipe.pexpireat(name, part.expires // 1000, nx=True)
                pipe.pexpireat(name, part.expires // 1000, gt=True)
            await _answered(pipe.execute())

    async def prolong(self, reference: bytes, expires: int) -> None:
        """Let all that lies under a reference live until then at least."""
        await _answered(self._client.pexpireat(_PREFIX + reference, expires // 1000, gt=True))

    async def replace(self, old: Part, new: Part) -> None:
        """Put a part in place of another that is still as it was read."""
        script = (
            "if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] "
            "then redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end"
        )
        name = _PREFIX + old.reference
        before, after = old.key_id.encode() + old.sealed, new.key_id.encode() + new.sealed
        asked: Any = self._client.eval(script, 1, name, old.part, before, after)
        await _answered(asked)

    async def erase(self, references: Sequence[bytes]) -> None:
        """Forget all that lies under these references."""
        await _answered(self._client.delete(*(_PREFIX + reference for reference in references)))

    async def purge(self, now: int) -> int:  # noqa: ARG002 - the server has its own clock
        """Return 0: the server lets entries expire by itself."""
        return 0

    async def check(self) -> None:
        """Return where the server answers."""
        asked: Any = self._client.ping()
        await _answered(asked)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()


async def _answered(asked: Awaitable[T]) -> T:
    try:
        return await asked
    except (RedisError, OSError) as error:
        raise VaultFailed(type(error).__name__) from None
