"""The vault in a database, the audit's or its own."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from audit.database import Access, migrate, open_engine, unavailable
from audit.errors import AuditUnavailable
from audit.models import vault
from gateway.vault.store import Part, VaultFailed

T = TypeVar("T")
#: Seconds that the database may take before a call is refused.
_PATIENCE = 5.0


class Tables:
    """A `Store` on SQLite or PostgreSQL, used off the event loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._writing = open_engine(url, Access.WRITE, patience=_PATIENCE)
        self._reading = open_engine(url, Access.READ, patience=_PATIENCE)
        self._waiting: list[tuple[Sequence[Part], asyncio.Future[None]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Create the table or bring it to this version."""
        await _beside(migrate, self._url, patience=None)

    async def read(self, references: Sequence[bytes], now: int) -> list[Part]:
        """Return the parts under these references that have not expired."""
        return await _beside(self._read, references, now)

    async def write(self, parts: Sequence[Part]) -> None:
        """Keep parts in one transaction, which whoever writes at the same time shares."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((parts, kept))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit())
        await kept

    async def prolong(self, reference: bytes, expires: int) -> None:
        """Let all that lies under a reference live until then at least."""
        await _beside(self._prolong, reference, expires)

    async def replace(self, old: Part, new: Part) -> None:
        """Put a part in place of another that is still as it was read."""
        await _beside(self._replace, old, new)

    async def erase(self, references: Sequence[bytes]) -> None:
        """Forget all that lies under these references."""
        await _beside(self._delete, vault.c.reference.in_(references))

    async def purge(self, now: int) -> int:
        """Forget what has expired."""
        return await _beside(self._delete, vault.c.expires <= now)

    async def check(self) -> None:
        """Return where the database answers and has the table."""
        await _beside(self._check)

    async def close(self) -> None:
        """Close every connection, once what was begun is done."""
        if self._committing is not None:
            await self._committing
        self._writing.dispose()
        self._reading.dispose()

    async def _commit(self) -> None:
        """Write all that waits, and then what came meanwhile: a commit waits for the disk."""
        while self._waiting:
            taken, self._waiting = self._waiting, []
            failure: VaultFailed | None = None
            try:
                await _beside(self._write, [part for parts, _kept in taken for part in parts])
            except VaultFailed as error:
                failure = error
            for _parts, kept in taken:
                if kept.cancelled():
                    continue
                if failure is None:
                    kept.set_result(None)
                else:
                    kept.set_exception(failure)

    def _read(self, references: Sequence[bytes], now: int) -> list[Part]:
        query = (
            select(vault)
            .where(vault.c.reference.in_(references), vault.c.expires > now)
            .order_by(vault.c.part)
        )
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
        return [Part(row.reference, row.part, row.key_id, row.sealed, row.expires) for row in rows]

    def _write(self, parts: Sequence[Part]) -> None:
        own = postgresql if self._writing.dialect.name == "postgresql" else sqlite
        adding = own.insert(vault)
        adding = adding.on_conflict_do_update(
            index_elements=[vault.c.reference, vault.c.part],
            set_={name: adding.excluded[name] for name in ("key_id", "sealed", "expires")},
        )
        # In one order, so that two calls that write the same do not wait for each other.
        rows = [_row(part) for part in sorted(parts, key=lambda part: (part.reference, part.part))]
        with self._writing.begin() as connection:
            connection.execute(adding, rows)

    def _prolong(self, reference: bytes, expires: int) -> None:
        shorter = (vault.c.reference == reference) & (vault.c.expires < expires)
        with self._writing.begin() as connection:
            connection.execute(update(vault).where(shorter).values(expires=expires))

    def _replace(self, old: Part, new: Part) -> None:
        still = (
            (vault.c.reference == old.reference) & (vault.c.part == old.part) & (vault.c.sealed == old.sealed)
        )
        with self._writing.begin() as connection:
            connection.execute(update(vault).where(still).values(key_id=new.key_id, sealed=new.sealed))

    def _delete(self, which: Any) -> int:
        with self._writing.begin() as connection:
            return connection.execute(delete(vault).where(which)).rowcount

    def _check(self) -> None:
        with self._reading.connect() as connection:
            connection.execute(text("SELECT 1 FROM vault LIMIT 1"))


def _row(part: Part) -> dict[str, Any]:
    return {
        "reference": part.reference,
        "part": part.part,
        "key_id": part.key_id,
        "sealed": part.sealed,
        "expires": part.expires,
    }


async def _beside(work: Callable[..., T], *given: Any, patience: float | None = 2 * _PATIENCE) -> T:
    def done() -> T:
        with unavailable():
            return work(*given)

    try:
        async with asyncio.timeout(patience):
            return await asyncio.to_thread(done)
    except (AuditUnavailable, TimeoutError) as error:
        raise VaultFailed(type(error).__name__) from None
