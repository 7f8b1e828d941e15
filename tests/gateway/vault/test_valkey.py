import secrets
import time

import pytest

from gateway.vault.store import Part, VaultFailed
from gateway.vault.valkey import Valkey

SOON = (time.time_ns() // 1_000_000_000 + 1000) * 1_000_000


@pytest.fixture
async def valkey(redis_url):
    made = Valkey(redis_url)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def place(valkey):
    name = secrets.token_bytes(32)
    yield name
    await valkey.erase([name])


def part(place, name, sealed=b"s", expires=SOON, key_id="0123456789abcdef"):
    return Part(place, name, key_id, sealed, expires)


async def test_parts_live_as_long_as_the_one_that_lives_longest(valkey, place):
    await valkey.write([part(place, b"2"), part(place, b"1", b"\x00\xff")])
    found = await valkey.read([place, b"none"], 0)
    assert [(each.part, each.sealed, each.expires) for each in found] == [
        (b"1", b"\x00\xff", SOON),
        (b"2", b"s", SOON),
    ]
    await valkey.write([part(place, b"3", expires=SOON + 5_000_000)])
    await valkey.prolong(place, SOON + 1_000_000)
    assert {each.expires for each in await valkey.read([place], 0)} == {SOON + 5_000_000}
    assert await valkey.read([place], SOON + 5_000_000) == []
    assert await valkey.purge(SOON * 2) == 0


async def test_the_server_lets_go_of_what_has_expired(valkey, place):
    await valkey.write([part(place, b"1", expires=time.time_ns() // 1000 - 1)])
    assert await valkey.read([place], 0) == []


async def test_only_a_part_that_is_still_as_it_was_is_replaced(valkey, place):
    old, new = part(place, b"p", b"old"), part(place, b"p", b"new", key_id="f" * 16)
    await valkey.write([old])
    await valkey.replace(new, old)
    assert await valkey.read([place], 0) == [old]
    await valkey.replace(old, new)
    assert await valkey.read([place], 0) == [new]
    await valkey.erase([place])
    await valkey.replace(old, new)
    assert await valkey.read([place], 0) == [], "what was erased does not come back"


async def test_a_server_that_is_away_is_a_failure():
    away = Valkey("valkey://127.0.0.1:1/0")
    for asked in (away.check(), away.read([b"r"], 0), away.write([part(b"r", b"p")]), away.erase([b"r"])):
        with pytest.raises(VaultFailed):
            await asked
    await away.close()
