"""Who is calling: a Paravent key, in whichever header the caller's SDK puts it."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from audit.keys import KeyRecord
from audit.records import Who
from config.errors import phrase
from gateway.errors import Unauthenticated, Unavailable

#: Seconds for which a looked-up key is believed: how long a revoked key may still work.
_BELIEVED = 5.0
_REMEMBERED = 10_000
#: Seconds that a key store may take before the caller is turned away.
_PATIENCE = 3.0


def token_of(headers: Mapping[str, str], query: Mapping[str, str]) -> str | None:
    """Return the caller's key, from any of the places where SDKs send one."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    for name in ("x-api-key", "api-key", "x-goog-api-key"):
        if headers.get(name):
            return headers[name].strip()
    return query.get("key") or None


class Authenticator:
    """Looks keys up in the key store, off the event loop, and remembers the answer for a few seconds."""

    def __init__(self, find: Callable[[str], KeyRecord | None]) -> None:
        self._find = find
        self._known: OrderedDict[bytes, tuple[float, Who | None]] = OrderedDict()
        self._asked: dict[bytes, asyncio.Task[Who | None]] = {}

    async def caller(self, headers: Mapping[str, str], query: Mapping[str, str]) -> Who:
        """Return who holds the key. Raises `Unauthenticated`, or `Unavailable` when it cannot be told."""
        token = token_of(headers, query)
        if token is None:
            raise Unauthenticated
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        known = self._known.get(digest)
        if known is None or known[0] < time.monotonic():
            known = (time.monotonic() + _BELIEVED, await self._ask_once(digest, token))
            self._known[digest] = known
            self._known.move_to_end(digest)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        who = known[1]
        if who is None:
            raise Unauthenticated
        return who

    async def _ask_once(self, digest: bytes, token: str) -> Who | None:
        """Share one look-up among those who ask for the same key at the same time.

        A caller who hangs up leaves the look-up to the others.
        """
        asked = self._asked.get(digest)
        if asked is None:
            asked = self._asked[digest] = asyncio.ensure_future(self._look_up(token))
            asked.add_done_callback(lambda done: self._answered(digest, done))
        return await asyncio.shield(asked)

    def _answered(self, digest: bytes, done: asyncio.Task[Who | None]) -> None:
        del self._asked[digest]
        if not done.cancelled():
            done.exception()  # told to whoever waits; nobody may

    async def _look_up(self, token: str) -> Who | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                key = await asyncio.to_thread(self._find, token)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the store, nobody is let in
            raise Unavailable(
                phrase("Keys could not be checked, so nothing was sent. Try again in a moment."),
                code="keys_unavailable",
                cause=type(error).__name__,
            ) from None
        return None if key is None else Who(key.id, key.name, key.team, key.role)
