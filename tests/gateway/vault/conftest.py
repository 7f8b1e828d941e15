"""The vault on each kind of store that it can have, as real as can be."""

import asyncio
import secrets
from base64 import b64encode
from datetime import timedelta

import psycopg
import pytest
import redis

from gateway.privacy.kept import Kept
from gateway.privacy.pseudonyms import Minter
from gateway.vault.entries import Vault
from gateway.vault.seal import Owner, Sealer
from gateway.vault.tables import Tables
from gateway.vault.valkey import Valkey


@pytest.fixture(scope="session")
def new_key():
    return lambda: b64encode(secrets.token_bytes(48)).decode()


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def store_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vault.db"
    return request.getfixturevalue("postgres_url" if request.param == "postgresql" else "redis_url")


@pytest.fixture
def owner():
    """A team like no other: what lies in a Redis of tests is of many runs."""
    return Owner(f"team:{secrets.token_hex(6)}", "openai")


@pytest.fixture
def kept():
    minter = Minter(b"k" * 32, b"scope", ["[PERSON-ABCDEF-GHJ]"])
    minter.mint("PERSON", "gagnon", "Marie-Ève Gagnon")
    minter.mint("CA_SIN", "558073029", "558 073 029")
    return Kept.of(minter)


@pytest.fixture
def open_store(store_url):
    return lambda: Valkey(store_url) if store_url.startswith("redis") else Tables(store_url)


@pytest.fixture
def key(new_key):
    return new_key()


@pytest.fixture
async def open_vault(open_store, key):
    """Open a vault as one more replica would."""
    opened = []

    async def opening(*keys, ttl=timedelta(days=1)):
        vault = Vault(open_store(), Sealer(keys or [key]), ttl)
        await vault.start()
        opened.append(vault)
        return vault

    yield opening
    await asyncio.gather(*(vault.close() for vault in opened))


@pytest.fixture
def everything(store_url, tmp_path):
    """Return every byte that a store holds."""

    def read():
        if store_url.startswith("sqlite"):
            return b"\n".join(path.read_bytes() for path in tmp_path.iterdir())
        if store_url.startswith("postgresql"):
            with psycopg.connect(store_url) as connection:
                rows = connection.execute("SELECT reference, part, key_id, sealed, expires FROM vault")
                return b"\n".join(
                    bytes(value) if isinstance(value, bytes) else str(value).encode()
                    for row in rows
                    for value in row
                )
        with redis.Redis.from_url(store_url) as client:
            names = list(client.scan_iter(b"paravent:vault:*"))
            fields = [item for name in names for pair in client.hgetall(name).items() for item in pair]
            return b"\n".join([*names, *fields])

    return read


@pytest.fixture
def corrupt(store_url):
    """Change every sealed text in a store: one bit of it, or it is put in another's place."""

    def change(reference, alter):
        if store_url.startswith(("sqlite", "postgresql")):
            from sqlalchemy import select, update

            from audit.database import Access, open_engine
            from audit.models import vault

            engine = open_engine(store_url, Access.WRITE)
            with engine.begin() as connection:
                which = vault.c.reference == reference
                (sealed,) = connection.execute(select(vault.c.sealed).where(which)).one()
                connection.execute(update(vault).where(which).values(sealed=alter(sealed)))
            engine.dispose()
            return
        with redis.Redis.from_url(store_url) as client:
            name = b"paravent:vault:" + reference
            for part, value in client.hgetall(name).items():
                client.hset(name, part, value[:16] + alter(value[16:]))

    return change
