"""One call's dealings with the vault: what it recalls to leave, what it keeps to be answered."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from audit.records import Who
from config.errors import phrase
from gateway.errors import Refused, Unavailable, Unknown, Withheld
from gateway.privacy.kept import Kept
from gateway.privacy.pseudonyms import Minter
from gateway.vault.entries import Vault
from gateway.vault.seal import Owner
from gateway.vault.store import VaultFailed
from gateway.wire.keeping import Keeping
from gateway.wire.routes import Route

#: Members of a query that hold an id of what is kept.
_CURSORS = ("after", "before")
_GONE = 404
_SUCCESS = range(200, 300)


class Recollection:
    """What a call knows of earlier ones, and leaves to later ones.

    ``before`` is what was kept under the ids that the call refers to, ``memory`` what the call itself adds to
    that, once its pseudonyms are minted.
    """

    def __init__(
        self,
        *,
        vault: Vault,
        owner: Owner,
        keeping: Keeping,
        path_ids: tuple[str, ...],
        body: Any,
        before: Kept | None,
    ) -> None:
        self.keeping = keeping
        self.before = before or Kept()
        self.memory = self.before
        self._vault = vault
        self._owner = owner
        self._path_ids = path_ids
        self._joined = path_ids[:1] if keeping.joins_path else keeping.joined(body)
        self._keeps = keeping.keeps(body)
        self._id = next(iter((*self._joined, *path_ids)), None)
        self._seen: set[str] = set()
        self._begun: str | None = None
        self._belonging: list[str] = []

    def minter(self, otherwise: Minter) -> Minter:
        """Return what mints the call's pseudonyms: that of the conversation which it goes on with, if any."""
        return self.before.minter() if self.before.key else otherwise

    async def depart(self) -> None:
        """Keep what the call adds to a conversation, before it leaves. Raises `Unavailable`."""
        added = self.memory.since(self.before)
        try:
            for id_ in self._joined:
                if added is not None:
                    await self._vault.keep(self._owner, id_, added)
                await self._vault.prolong(self._owner, id_)
        except VaultFailed:
            raise Unavailable(
                phrase(
                    "What restores this conversation could not be kept, so nothing was sent. "
                    "Try again in a moment."
                ),
                code="vault_unavailable",
            ) from None

    def see(self, answer: Any) -> None:
        """Take note of the ids that an answer, or an event of it, gives."""
        if self._keeps:
            for id_ in self.keeping.begun(answer):
                self._begun = self._begun or (None if id_ in self._seen else id_)
                self._seen.add(id_)
        if self._keeps or self._id is not None:
            new = [id_ for id_ in self.keeping.belonging(answer) if id_ not in self._seen]
            self._seen.update(new)
            self._belonging += new

    async def settle(self) -> None:
        """Keep what the ids that were seen stand for: only then may the caller learn of them.

        Raises `Withheld`.
        """
        if self._begun is None and not self._belonging:
            return
        begun, belonging = self._begun, self._belonging
        self._id = begun or self._id
        self._begun, self._belonging = None, []
        try:
            if self._id is not None:
                await self._vault.keep(self._owner, self._id, self.memory if begun else None, belonging)
        except VaultFailed:
            raise Withheld from None

    async def end(self, status: int) -> None:
        """Erase what the provider has erased. Raises `Withheld` where that could not be done."""
        if not self.keeping.erases or (status not in _SUCCESS and status != _GONE):
            return
        try:
            await self._vault.erase(self._owner, self._path_ids[-1:])
        except VaultFailed:
            raise Withheld(
                phrase("What restores it could not be erased yet. Ask for its deletion again."),
                code="erasure_incomplete",
            ) from None


class Keeper:
    """Opens the vault for the calls that use what a provider keeps; without a vault, these are refused."""

    def __init__(self, vault: Vault | None) -> None:
        self._vault = vault

    async def open(
        self, route: Route, who: Who, provider: str, body: Any, query: Mapping[str, str]
    ) -> tuple[Route, Recollection | None]:
        """Return the route as it is served, and what the call knows of earlier ones.

        Raises `Unknown` for an id that is not kept for this caller's team, `Refused`, `Unavailable`.
        """
        keeping = route.keeping
        if keeping is None:
            return route, None
        if self._vault is None:
            _refuse(route, keeping, body)
            return route, None
        cursors = (query[name] for name in _CURSORS if query.get(name))
        ids = _each_once((*route.ids, *cursors, *keeping.referred(body)))
        route = replace(route, format=keeping.wire)
        if not ids and not keeping.keeps(body):
            return route, None
        owner = Owner(f"team:{who.team}" if who.team else f"key:{who.key_id}", provider)
        if ids:
            before = await self._vault.recall(owner, ids)
        else:
            before = None
            await self._vault.check()
        return route, Recollection(
            vault=self._vault,
            owner=owner,
            keeping=keeping,
            path_ids=route.ids,
            body=body,
            before=before,
        )


def _each_once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _refuse(route: Route, keeping: Keeping, body: Any) -> None:
    """Refuse what only a vault could restore; the walk refuses what a body says by name."""
    if route.needs_vault:
        raise Unknown(
            phrase(
                "What the provider keeps from one call to the next can only be restored with a vault. "
                "Send everything with each call, or ask your IT team to set 'vault'."
            ),
            code="stored_refused",
        )
    if keeping.points(body):
        raise Refused(
            phrase("An item that is only an id can only be restored with a vault: %(path)s. Send it whole."),
            code="stored_refused",
            path=keeping.pointers[0],
        )
