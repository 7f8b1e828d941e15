import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from audit.errors import AuditUnavailable
from audit.held import HeldCalls
from audit.heldcall import Held
from gateway.held import purging as module
from gateway.held.purging import purging


@pytest.fixture
def held(either_database):
    held = HeldCalls(either_database)
    yield held
    held.close()


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(module, "_EVERY", 0.01)


def call(held, ago):
    at = datetime.now(UTC) - timedelta(minutes=ago)
    wait = timedelta(minutes=30)
    facts = ("k1", "Jo", None, None, None, "openai", "chat", None, "default")
    return held.hold(Held(f"h{ago}", bytes([ago]) * 32, *facts, {}, (), at, at + wait, wait, sealed=b"x"))


async def wait_until(fact):
    for _ in range(500):
        if fact():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not in time")


async def test_what_has_expired_is_forgotten_and_what_waits_is_not(held):
    call(held, 31), call(held, 5)
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    assert len(held.all(long_ago)) == 2
    async with purging(held):
        await wait_until(lambda: len(held.all(long_ago)) == 1)
    assert [each.id for each in held.all(long_ago)] == ["h5"]


async def test_an_outage_only_delays_it(held, monkeypatch):
    call(held, 31)
    purge, failed = held.purge, []

    def fail(now):
        if not failed:
            failed.append(now)
            raise AuditUnavailable("down")
        return purge(now)

    monkeypatch.setattr(held, "purge", fail)
    async with purging(held):
        await wait_until(lambda: failed and not held.all(datetime.now(UTC) - timedelta(hours=1)))
