"""The vault that a configuration describes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from config.settings import Settings
from gateway.meanwhile import meanwhile
from gateway.vault.entries import Vault
from gateway.vault.seal import Sealer
from gateway.vault.tables import Tables
from gateway.vault.valkey import Valkey


def vault_of(settings: Settings) -> Vault | None:
    """Return the vault of a configuration, or None where it has none. Nothing is opened yet."""
    section = settings.vault
    if section is None:
        return None
    url = (section.url or settings.database).get_secret_value()
    store = Valkey(url) if section.is_shared else Tables(url)
    return Vault(store, Sealer([key.get_secret_value() for key in section.keys]), section.ttl)


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
