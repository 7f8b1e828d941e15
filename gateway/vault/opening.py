"""The vault that a configuration describes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from config.settings import Settings
from gateway.meanwhile import meanwhile
from gateway.vault.entries import Vault
from gateway.vault.seal import Sealer
from gateway.vault.store import Store
from gateway.vault.tables import Tables


def vault_of(settings: Settings) -> Vault | None:
    """Return the vault of a configuration, or None where it has none. Nothing is opened yet."""
    section = settings.vault
    if section is None:
        return None
    url = (section.url or settings.database).get_secret_value()
    sealer = Sealer([key.get_secret_value() for key in section.keys])
    return Vault(_store(url, shared=section.is_shared), sealer, section.ttl)


def _store(url: str, *, shared: bool) -> Store:
    if not shared:
        return Tables(url)
    from gateway.vault.valkey import Valkey  # noqa: PLC0415 - its client takes 10 MiB, and few have one

    return Valkey(url)


@asynccontextmanager
async def served(vault: Vault | None) -> AsyncIterator[None]:
    """Keep a vault ready, and free of what has expired, for as long as the gateway runs.

    Raises `VaultFailed` where a database cannot be used at all.
    """
    if vault is None:
        yield
        return
    await vault.start()
    try:
        async with meanwhile(vault.purge_forever()):
            yield
    finally:
        await vault.close()
