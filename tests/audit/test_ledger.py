import asyncio
import copy
import pickle
import resource
import shutil
import subprocess
import sys
import threading
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from audit import ledger as ledger_module
from audit.database import Access, open_engine, sqlite_file
from audit.errors import AuditUnavailable
from audit.ledger import Ledger, Receipt, append_now
from audit.reader import Reader
from audit.verify import verify
from audit.writer import Writer

WRITERS = Path(__file__).with_name("writers.py")


@asynccontextmanager
async def opened(url, **options):
    ledger = Ledger(url, **options)
    await ledger.start()
    try:
        yield ledger
    finally:
        await ledger.close()


async def until(condition, seconds=5.0):
    """Wait for a condition, and fail where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


async def repeat(something):
    """Do it until it fails."""
    while True:
        await something()


class Lock:
    """Holds the end of the chain, as another process would."""

    def __init__(self, url):
        self._engine = open_engine(url, Access.WRITE)
        self._connection = self._engine.connect()
        self._connection.begin()
        self._connection.execute(text("UPDATE head SET sequence = sequence"))

    def release(self):
        self._connection.rollback()
        self._connection.close()
        self._engine.dispose()


# A receipt


async def test_a_receipt_names_an_event_that_another_connection_sees(url, make, change):
    record = make.departure()
    async with opened(url) as ledger:
        receipt = await ledger.append(record)
        rows = change("SELECT sequence, digest, request_id FROM events")
    assert rows == [(receipt.sequence, bytes.fromhex(receipt.digest), receipt.request_id)]
    assert receipt.request_id == record.request_id
    assert receipt.sequence == 1
    assert receipt.digest in repr(receipt)


async def test_nobody_else_makes_a_receipt(url, make):
    with pytest.raises(TypeError):
        Receipt(1, "req-1", "00")
    with pytest.raises(TypeError):
        type("Forged", (Receipt,), {})
    async with opened(url) as ledger:
        receipt = await ledger.append(make.administration())
    assert receipt.request_id == ""
    for forge in (
        lambda: setattr(receipt, "sequence", 2),
        lambda: delattr(receipt, "sequence"),
        lambda: copy.copy(receipt),
        lambda: copy.replace(receipt, sequence=2) if hasattr(copy, "replace") else copy.deepcopy(receipt),
        lambda: pickle.dumps(receipt),
    ):
        with pytest.raises(TypeError):
            forge()


# Many at once


@pytest.fixture
def sizes(monkeypatch):
    """Return how many records each commit had, in order; trials are left out."""
    sizes = []
    commit = ledger_module.Session.commit

    def counted(self, batch):
        sizes.extend(filter(None, [len(batch)]))
        return commit(self, batch)

    monkeypatch.setattr(ledger_module.Session, "commit", counted)
    return sizes


async def test_many_callers_share_a_commit(url, make, sizes):
    records = [make.refusal() for _ in range(200)]
    async with opened(url) as ledger:
        receipts = await asyncio.gather(*map(ledger.append, records))
    assert [receipt.request_id for receipt in receipts] == [record.request_id for record in records]
    assert sorted(receipt.sequence for receipt in receipts) == list(range(1, 201))
    assert len(sizes) < 100
    assert verify(url, ((receipt.sequence, receipt.digest) for receipt in receipts)).intact


async def test_a_record_without_hurry_shares_the_commit_of_the_next(url, make, sizes, monkeypatch):
    monkeypatch.setattr(ledger_module, "_LINGER", 60.0)
    async with opened(url) as ledger:
        first = asyncio.create_task(ledger.append(make.refusal(), hurried=False))
        await asyncio.sleep(0.05)
        assert not first.done()
        assert (await ledger.append(make.departure())).sequence == 2
        assert (await first).sequence == 1
    assert sizes == [2]


async def test_a_record_without_hurry_is_not_kept_for_long(url, make, sizes):
    async with opened(url) as ledger:
        start = time.monotonic()
        await ledger.append(make.refusal(), hurried=False)
        assert time.monotonic() - start >= ledger_module._LINGER
        await ledger.append(make.refusal(), hurried=False)
    assert sizes == [1, 1]


async def test_a_batch_has_a_limit(url, make, monkeypatch):
    monkeypatch.setattr(ledger_module, "_BATCH", 3)
    async with opened(url) as ledger:
        receipts = await asyncio.gather(*(ledger.append(make.refusal()) for _ in range(10)))
    assert [receipt.sequence for receipt in receipts] == list(range(1, 11))


def run(what, url):
    done = subprocess.run([sys.executable, WRITERS, what, url], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    receipts = [line.split() for line in done.stdout.splitlines()]
    return [(int(sequence), digest) for sequence, digest, _ in receipts], [name for *_, name in receipts]


def test_processes_that_write_at_once_make_one_chain(url):
    receipts, names = run("together", url)
    assert len(set(names)) == 3 * 3 * 20
    found = verify(url, receipts)
    assert found.intact
    assert found.events == len(names)


def test_a_writer_killed_at_any_moment_loses_no_receipt(url, change):
    receipts, names = run("kill", url)
    assert len(receipts) > 200
    found = verify(url, receipts)
    assert found.intact
    assert found.events >= len(receipts)
    stored = {name for (name,) in change("SELECT request_id FROM events")}
    assert stored.issuperset(names)


# Failures


async def test_a_locked_database_is_refused_in_time_and_never_blocks_the_loop(url, make):
    async with opened(url, deadline=0.4) as ledger:
        lock = await asyncio.to_thread(Lock, url)
        start = time.monotonic()
        longest, ticks = 0.0, 0
        refused = asyncio.create_task(ledger.append(make.refusal()))
        while not refused.done():
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest, ticks = max(longest, time.monotonic() - before), ticks + 1
        assert time.monotonic() - start < 1.5
        assert ticks > 10
        assert longest < 0.2
        with pytest.raises(AuditUnavailable):
            await refused
        await asyncio.to_thread(lock.release)
        await until(lambda: ledger.healthy)
        receipt = await ledger.append(make.refusal())
    assert receipt.sequence == 1
    assert verify(url).intact


async def test_what_was_refused_while_it_waited_is_not_stored_later(url, make):
    async with opened(url, deadline=2.0) as ledger:
        lock = await asyncio.to_thread(Lock, url)
        first = asyncio.create_task(ledger.append(make.refusal()))
        await asyncio.sleep(0.05)  # the first is in the writer's hands, the second waits
        second = asyncio.create_task(ledger.append(make.refusal()))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.sleep(0)
        await asyncio.to_thread(lock.release)
        assert (await first).sequence == 1
        assert second.cancelled()
    assert verify(url).events == 1


async def test_the_deadline_counts_from_the_call(url, make):
    async with opened(url, deadline=0.2) as ledger:
        lock = await asyncio.to_thread(Lock, url)
        ledger._deadline = 0.05  # shorter than the writer's own patience
        start = time.monotonic()
        with pytest.raises(AuditUnavailable, match="deadline"):
            await ledger.append(make.refusal())
        assert time.monotonic() - start < 0.15
        await asyncio.to_thread(lock.release)


async def test_only_so_many_may_wait(url, make):
    async with opened(url, deadline=0.4, capacity=2) as ledger:
        lock = await asyncio.to_thread(Lock, url)
        waiting = [asyncio.create_task(ledger.append(make.refusal()))]
        await asyncio.sleep(0.05)  # taken by the writer: it counts no more
        waiting += [asyncio.create_task(ledger.append(make.refusal())) for _ in range(2)]
        await asyncio.sleep(0)
        start = time.monotonic()
        with pytest.raises(AuditUnavailable, match="too many"):
            await ledger.append(make.refusal())
        assert time.monotonic() - start < 0.05
        await asyncio.to_thread(lock.release)
        assert len(await asyncio.gather(*waiting)) == 3


async def test_a_database_that_refuses_to_write_is_unavailable_until_it_writes(url, make, change):
    sqlite = url.startswith("sqlite")
    async with opened(url, deadline=1.0) as ledger:
        await ledger.append(make.refusal())
        if sqlite:
            change("CREATE TRIGGER broken BEFORE UPDATE ON head BEGIN SELECT RAISE(ABORT, 'read-only'); END")
        else:
            change(
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION USING ERRCODE = 'read_only_sql_transaction'; END $$"
            )
            change("CREATE TRIGGER broken BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION broken()")
        with pytest.raises(AuditUnavailable):
            await ledger.append(make.refusal())
        assert not ledger.healthy
        start = time.monotonic()
        with pytest.raises(AuditUnavailable):
            await ledger.append(make.refusal())
        assert time.monotonic() - start < 0.05  # known to be down: refused at once
        change("DROP TRIGGER broken" if sqlite else "DROP TRIGGER broken ON head")
        await until(lambda: ledger.healthy)
        assert (await ledger.append(make.refusal())).sequence == 2
    assert verify(url).events == 2


async def test_a_server_that_goes_away_and_comes_back(postgres_url, cable, make):
    through = (
        make_url(postgres_url).set(host="127.0.0.1", port=cable.port).render_as_string(hide_password=False)
    )
    async with opened(through, deadline=1.0) as ledger:
        receipts = [await ledger.append(make.refusal())]
        cable.cut()
        with pytest.raises(AuditUnavailable):
            await ledger.append(make.refusal())
        assert not ledger.healthy
        cable.mend()
        await until(lambda: ledger.healthy)
        receipts.append(await ledger.append(make.refusal()))
    assert verify(postgres_url, ((each.sequence, each.digest) for each in receipts)).intact


async def test_a_server_that_says_nothing_is_refused_in_time(postgres_url, cable, make):
    through = (
        make_url(postgres_url).set(host="127.0.0.1", port=cable.port).render_as_string(hide_password=False)
    )
    async with opened(through, deadline=0.3) as ledger:
        cable.stop()
        start = time.monotonic()
        with pytest.raises(AuditUnavailable, match="deadline"):
            await ledger.append(make.refusal())
        assert time.monotonic() - start < 1.0
        cable.cut()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "audit.db"


async def test_a_file_that_is_removed_is_noticed_though_sqlite_goes_on_writing(file, make, monkeypatch):
    monkeypatch.setattr(ledger_module, "_PROBE_HEALTHY", 0.05)
    kept = file.with_name("kept.db")
    async with opened(f"sqlite:///{file}") as ledger:
        await ledger.append(make.refusal())
        _move(file, kept)
        await until(lambda: not ledger.healthy)  # without any call
        with pytest.raises(AuditUnavailable):
            await ledger.append(make.refusal())
        assert not file.exists()
        _move(kept, file)
        await until(lambda: ledger.healthy)
        assert (await ledger.append(make.refusal())).sequence == 2
    assert verify(f"sqlite:///{file}").events == 2


async def test_no_receipt_for_what_went_to_a_file_that_was_replaced(file, make):
    url = f"sqlite:///{file}"
    async with opened(url) as ledger:
        await ledger.append(make.refusal())
        shutil.copy(file, file.with_name("copy.db"))
        file.with_name("copy.db").replace(file)
        with pytest.raises(AuditUnavailable, match="replaced"):
            await ledger.append(make.refusal())


def _move(source, target):
    for end in ("", "-wal", "-shm"):
        source.with_name(source.name + end).replace(target.with_name(target.name + end))


async def test_a_full_disk_is_refused_and_loses_nothing(file, make):
    url = f"sqlite:///{file}"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    receipts = []
    async with opened(url) as ledger:

        async def append():
            receipts.append(await ledger.append(make.departure()))

        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
            with pytest.raises(AuditUnavailable):
                await asyncio.wait_for(repeat(append), 30)
            assert not ledger.healthy
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert receipts
        await until(lambda: ledger.healthy)
        await append()
    found = verify(url, ((each.sequence, each.digest) for each in receipts))
    assert found.intact
    assert found.events == len(receipts)


async def test_a_clock_that_steps_back_loses_nothing_and_breaks_no_chain(url, make):
    """The order of the chain is that of the commits; the time is what the clock said."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    records = [make.refusal(at=noon - timedelta(hours=hours)) for hours in (0, 24, 1, 24, 0)]
    async with opened(url) as ledger:
        receipts = [await ledger.append(record) for record in records]
    assert [receipt.sequence for receipt in receipts] == [1, 2, 3, 4, 5]
    assert verify(url, ((each.sequence, each.digest) for each in receipts)).intact
    reader = Reader(url)
    seen, after = [], None
    while page := reader.calls(after=after, limit=2):
        seen += [call.request_id for call in page.calls]
        if (after := page.following) is None:
            break
    reader.close()
    by_time = sorted(records, key=lambda each: (each.at, records.index(each)), reverse=True)
    assert seen == [record.request_id for record in by_time]


async def test_an_error_of_our_own_gives_no_receipt_either(url, make, monkeypatch):
    async with opened(url) as ledger:
        with monkeypatch.context() as broken:
            broken.setattr(Writer, "extend", lambda *_: 1 / 0)
            with pytest.raises(AuditUnavailable, match="internal"):
                await ledger.append(make.refusal())
        await until(lambda: ledger.healthy)
        await ledger.append(make.refusal())


# Beginning and end


async def test_it_does_not_start_without_its_database(tmp_path, make):
    ledger = Ledger(f"sqlite:///{tmp_path}/none/audit.db")
    with pytest.raises(AuditUnavailable):
        await ledger.start()
    assert not ledger.healthy
    with pytest.raises(AuditUnavailable):
        await ledger.append(make.refusal())
    await ledger.close()


async def test_it_does_not_start_where_it_cannot_write(url, change, make):
    change("DELETE FROM head")
    ledger = Ledger(url)
    with pytest.raises(AuditUnavailable):
        await ledger.start()
    assert not ledger.healthy


async def test_closing_commits_what_waits(url, make):
    async with opened(url) as ledger:
        waiting = [
            asyncio.create_task(ledger.append(make.refusal(), hurried=number < 3)) for number in range(5)
        ]
        await asyncio.sleep(0)
    assert [receipt.sequence for receipt in await asyncio.gather(*waiting)] == [1, 2, 3, 4, 5]
    assert not ledger.healthy
    with pytest.raises(AuditUnavailable):
        await ledger.append(make.refusal())
    assert not [thread for thread in threading.enumerate() if thread.name == "ledger"]


def test_a_loop_that_ends_first_does_no_harm(url, make, capfd):
    ledger = Ledger(url)

    async def leave():
        await ledger.start()

    asyncio.run(leave())
    ledger._queue.put(None)
    assert ledger._thread is not None
    ledger._thread.join()
    assert capfd.readouterr().err == ""


def test_a_command_appends_without_a_loop(url, make):
    receipt = append_now(url, make.administration())
    reader = Reader(url)
    assert reader.head() == (receipt.sequence, receipt.digest)
    reader.close()
    assert verify(url).intact


def test_a_command_is_refused_as_well(tmp_path, make):
    with pytest.raises(AuditUnavailable):
        append_now(f"sqlite:///{tmp_path}/none.db", make.administration())
    assert sqlite_file(f"sqlite:///{tmp_path}/none.db") is not None
    assert not (tmp_path / "none.db").exists()


async def test_a_database_that_is_frozen_is_not_healthy_after_the_deadline(url, make, monkeypatch):
    thaw, commit = threading.Event(), ledger_module.Session.commit

    def frozen(session, batch):
        thaw.wait(20)
        return commit(session, batch)

    async with opened(url, deadline=0.3) as ledger:
        monkeypatch.setattr(ledger_module.Session, "commit", frozen)
        try:
            with pytest.raises(AuditUnavailable):
                await ledger.append(make.departure())
            await until(lambda: not ledger.healthy)
            began = time.monotonic()
            with pytest.raises(AuditUnavailable):
                await ledger.append(make.departure())
            assert time.monotonic() - began < 0.2
        finally:
            thaw.set()
        await until(lambda: ledger.healthy)
        await ledger.append(make.departure())
