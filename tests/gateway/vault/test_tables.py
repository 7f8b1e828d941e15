import asyncio
import time

import pytest

from audit.database import Access, open_engine
from gateway.vault.store import Part, VaultFailed
from gateway.vault.tables import Tables

SOON = time.time_ns() // 1000 + 10**9


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vault.db"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
async def tables(url):
    made = Tables(url)
    await made.start()
    yield made
    await made.close()


async def test_parts_are_read_in_the_order_of_their_names_until_they_expire(tables):
    parts = [Part(b"r", name, "k", b"s", SOON + at) for at, name in enumerate((b"2", b"1"))]
    await tables.write([*parts, Part(b"other", b"0", "k", b"s", SOON)])
    assert [part.part for part in await tables.read([b"r", b"none"], SOON - 1)] == [b"1", b"2"]
    assert [part.part for part in await tables.read([b"r"], SOON)] == [b"1"]
    await tables.prolong(b"r", SOON + 5)
    assert len(await tables.read([b"r"], SOON + 4)) == 2
    await tables.prolong(b"r", SOON)
    assert len(await tables.read([b"r"], SOON + 4)) == 2, "never made shorter"
    assert await tables.purge(SOON) == 1
    assert await tables.read([b"other"], 0) == []
    await tables.erase([b"r"])
    assert await tables.read([b"r"], 0) == []


async def test_a_part_written_again_takes_the_place_of_the_first(tables):
    for sealed in (b"one", b"two"):
        await tables.write([Part(b"r", b"p", "k", sealed, SOON)])
    assert [part.sealed for part in await tables.read([b"r"], 0)] == [b"two"]


async def test_only_a_part_that_is_still_as_it_was_is_replaced(tables):
    old, new = Part(b"r", b"p", "k", b"old", SOON), Part(b"r", b"p", "n", b"new", SOON)
    await tables.write([old])
    await tables.replace(new, old)
    assert await tables.read([b"r"], 0) == [old]
    await tables.replace(old, new)
    assert await tables.read([b"r"], 0) == [new]


async def test_a_write_that_fails_half_way_keeps_nothing(tables):
    with pytest.raises(VaultFailed):
        await tables.write([Part(b"r", b"1", "k", b"s", SOON), Part(b"r", b"2", None, b"s", SOON)])
    assert await tables.read([b"r"], 0) == []


async def test_what_is_written_at_the_same_time_shares_a_commit_and_its_failure(tables):
    commits = []
    written = tables._write
    tables._write = lambda parts: commits.append(len(parts)) or written(parts)
    await asyncio.gather(
        *(tables.write([Part(b"%d" % at, b"p", "k", b"s", SOON)] * (1 + at % 2)) for at in range(40))
    )
    assert len(commits) <= 3
    assert len(await tables.read([b"%d" % at for at in range(40)], 0)) == 40
    bad = Part(b"r", b"2", None, b"s", SOON)
    outcomes = await asyncio.gather(
        tables.write([bad]), tables.write([Part(b"r", b"1", "k", b"s", SOON)]), return_exceptions=True
    )
    assert isinstance(outcomes[0], VaultFailed)
    # What is told as kept is kept, and what is told as failed is not.
    assert bool(await tables.read([b"r"], 0)) is (outcomes[1] is None)


async def test_a_caller_who_goes_away_leaves_the_others_their_commit(tables):
    going = asyncio.create_task(tables.write([Part(b"a", b"p", "k", b"s", SOON)]))
    staying = asyncio.create_task(tables.write([Part(b"b", b"p", "k", b"s", SOON)]))
    await asyncio.sleep(0)
    going.cancel()
    await staying
    assert len(await tables.read([b"b"], 0)) == 1


async def test_a_table_that_has_gone_is_a_failure(tables, url):
    await tables.check()
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE vault")
    engine.dispose()
    for asked in (tables.check(), tables.read([b"r"], 0), tables.purge(0)):
        with pytest.raises(VaultFailed):
            await asked
