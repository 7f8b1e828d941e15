"""The vault: what is kept under a provider's ids, so that a later call restores what an earlier one hid."""

import asyncio
import json
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import structlog

from config.errors import phrase
from gateway.errors import Unavailable, Unknown
from gateway.privacy.kept import Kept, merged
from gateway.vault.seal import Owner, Sealer, Unreadable
from gateway.vault.store import Part, Store, VaultFailed

_log = structlog.get_logger()
#: Where an id that belongs to another one (an item to its response) says so; written again with each listing.
_POINTER = bytes(16)
#: Seconds between two purges.
_EVERY = 3600.0


class Vault:
    """Keeps, recalls and erases entries. A time to live counts from the last call that went on with one."""

    def __init__(self, store: Store, sealer: Sealer, ttl: timedelta) -> None:
        self._store = store
        self._sealer = sealer
        self._ttl = ttl // timedelta(microseconds=1)

    async def start(self) -> None:
        """Make the store ready. Raises `VaultFailed`."""
        await self._store.start()

    async def close(self) -> None:
        """Close the store's connections."""
        await self._store.close()

    async def check(self) -> None:
        """Return where the vault can be used. Raises `Unavailable`."""
        try:
            await self._store.check()
        except VaultFailed as error:
            raise _unavailable(error) from None

    async def recall(self, owner: Owner, ids: Sequence[str]) -> Kept:
        """Return what is kept under these ids, as one.

        Raises `Unknown` where one is not kept for this owner (any more), or cannot be read; `Unavailable`.
        """
        try:
            parts = await self._read(owner, ids)
            pointed = {id_: target for id_ in ids if (target := _target(parts[id_])) is not None}
            missing = [target for target in pointed.values() if target not in parts]
            targets = await self._read(owner, missing) if missing else {}
        except VaultFailed as error:
            raise _unavailable(error) from None
        found: dict[str, Kept] = {}
        for id_ in ids:
            named = pointed.get(id_, id_)
            contents = parts.get(named) or targets[named]
            if named not in found:
                found[named] = self._one(contents)
        try:
            return merged(found.values())
        except ValueError:
            raise _unknown() from None

    async def keep(self, owner: Owner, id_: str, kept: Kept | None, belonging: Iterable[str] = ()) -> None:
        """Keep something under an id (None: nothing more), and under the ids of what belongs to it.

        Raises `VaultFailed`, and then nothing was kept.
        """
        expires = _now() + self._ttl
        parts = [
            self._part(owner, name, _POINTER, json.dumps({"of": id_}).encode(), expires) for name in belonging
        ]
        if kept is not None:
            at = time.time_ns().to_bytes(8, "big") + secrets.token_bytes(8)
            parts.append(self._part(owner, id_, at, kept.encode(), expires))
        if parts:
            await self._store.write(parts)

    async def prolong(self, owner: Owner, id_: str) -> None:
        """Let what is kept under an id live as long as if it were written now. Raises `VaultFailed`."""
        await self._store.prolong(owner.reference(id_), _now() + self._ttl)

    async def erase(self, owner: Owner, ids: Sequence[str]) -> None:
        """Forget what is kept under these ids. Raises `VaultFailed`."""
        await self._store.erase([owner.reference(id_) for id_ in ids])

    async def purge_forever(self) -> None:
        """Forget what has expired, now and every hour. Ends when it is cancelled."""
        while True:
            try:
                await self._store.purge(_now())
            except VaultFailed as error:
                _log.error("vault_purge_failed", error=str(error))
            await asyncio.sleep(_EVERY)

    def _part(self, owner: Owner, id_: str, part: bytes, plain: bytes, expires: int) -> Part:
        sealed = self._sealer.seal(plain, owner.place(id_) + part)
        return Part(owner.reference(id_), part, self._sealer.current, sealed, expires)

    async def _read(self, owner: Owner, ids: Sequence[str]) -> Mapping[str, list[bytes]]:
        """Return the contents of each entry; what an older key has encrypted is encrypted anew."""
        places = {owner.reference(id_): id_ for id_ in ids}
        contents: dict[str, list[bytes]] = {id_: [] for id_ in ids}
        for part in await self._store.read(list(places), _now()):
            id_ = places[part.reference]
            try:
                plain = self._sealer.open(part.key_id, part.sealed, owner.place(id_) + part.part)
            except Unreadable:
                _log.error("vault_entry_unreadable", key_id=part.key_id[:16])
                raise _unknown() from None
            contents[id_].append(plain)
            if part.key_id != self._sealer.current:
                await self._store.replace(part, self._part(owner, id_, part.part, plain, part.expires))
        if not all(contents.values()):
            raise _unknown()
        return contents

    def _one(self, contents: Iterable[bytes]) -> Kept:
        try:
            return merged(Kept.decode(plain) for plain in contents)
        except ValueError:
            raise _unknown() from None


def _target(contents: Sequence[bytes]) -> str | None:
    """Return the id that an entry points to, unless it has contents of its own."""
    told = json.loads(contents[0])
    return str(told["of"]) if len(contents) == 1 and "of" in told else None


def _now() -> int:
    return time.time_ns() // 1000


def _unknown() -> Unknown:
    return Unknown(
        phrase(
            "Nothing is kept under this id for your team, so it could not be restored and nothing was sent. "
            "It may have expired, or been made without the gateway: send the whole conversation."
        ),
        code="stored_unknown",
    )


def _unavailable(error: VaultFailed) -> Unavailable:
    _log.error("vault_failed", error=str(error))
    return Unavailable(
        phrase(
            "What restores this conversation could not be reached, so nothing was sent. "
            "Try again in a moment."
        ),
        code="vault_unavailable",
    )
