import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from audit import retention
from audit.chain import CALLER, MAIN, DetailClass
from audit.errors import AuditUnavailable
from audit.faults import Fault
from audit.holds import place_hold, release_hold
from audit.index import IndexKey, entries_of
from audit.keys import KeyStore
from audit.ledger import Ledger
from audit.reader import Reader
from audit.registers.entries import Registers
from audit.registers.incidents import Step, enter, name_calls, open_incident
from audit.retention import erase, plan
from audit.verify import verify

NOW = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = IndexKey(b"k" * 32)
NOTHING = "key_id = NULL, name = NULL, role = NULL, caller_salt = NULL"
EVERYTHING = dict.fromkeys(DetailClass, DAY)


@pytest.fixture
def aged(url, make, fill):
    """Put a call of ten days ago and one of now on record, with an officer's question of each time."""
    for age, name in ((10, "req-old"), (0, "req-new")):
        at = NOW - age * DAY
        entries = entries_of([("PERSON", "Marie-Ève Gagnon")], KEY)
        fill(
            make.departure(request_id=name, at=at, who=make.who(name="Josianne"), entries=entries),
            make.arrival(name, at=at),
            make.administration(at=at, subject=name),
        )
    return url


def tell(shares):
    return {share.detail_class: (share.due, share.held) for share in shares}


def counts(report):
    return {str(erasure.detail_class): erasure.count for erasure in report.erasures}


@pytest.mark.parametrize(
    ("detail_class", "count"),
    [
        (DetailClass.CALLER, 2),
        (DetailClass.CALL, 2),
        (DetailClass.ACTION, 1),
        (DetailClass.INDEX, 1),
    ],
)
def test_one_class_is_erased_and_the_chain_still_verifies(aged, detail_class, count):
    schedule = {detail_class: 5 * DAY}
    assert tell(plan(aged, schedule, NOW)) == {detail_class: (count, 0)}
    report = erase(aged, schedule, NOW, "officer")
    assert counts(report) == {detail_class: count}
    assert report.scrubbed
    found = verify(aged)
    assert found.intact
    assert found.erased == {detail_class: count}
    assert tell(plan(aged, schedule, NOW)) == {detail_class: (0, 0)}
    assert erase(aged, schedule, NOW, "officer").erasures == ()


def test_a_dry_run_erases_nothing(aged):
    before = verify(aged)
    plan(aged, EVERYTHING, NOW)
    assert verify(aged) == before


def test_what_is_erased_is_gone_and_what_is_younger_is_not(aged, change):
    erase(aged, EVERYTHING, NOW, "officer")
    columns = ", ".join((*CALLER, *MAIN, "caller_salt", "main_salt", "index_salt"))
    for row in change(f"SELECT {columns} FROM events WHERE sequence <= 3"):
        assert set(row) == {None}
    assert change("SELECT DISTINCT sequence FROM hidden") == [(4,)]
    assert change("SELECT DISTINCT sequence FROM entries") == [(4,)]
    reader = Reader(aged)
    old, new = reader.call("req-old"), reader.call("req-new")
    assert old.departure.erased == (DetailClass.CALLER, DetailClass.CALL, DetailClass.INDEX)
    assert old.departure.values == {}
    assert new.departure.values["name"] == "Josianne"
    assert [match.call.request_id for match in reader.lookup("Gagnon", [KEY]).matches] == ["req-new"]
    reader.close()


def test_nothing_of_it_is_left_in_the_files(aged, request):
    if not aged.startswith("sqlite"):
        pytest.skip("PostgreSQL's files are its own; its tables are vacuumed")
    file = request.getfixturevalue("tmp_path") / "audit.db"
    erase(aged, {DetailClass.CALLER: DAY}, NOW + 9 * DAY, "officer")  # every caller
    kept = b"".join(path.read_bytes() for path in file.parent.glob("audit.db*"))
    assert b"Josianne" not in kept
    assert b"Mobilisation" in kept  # the team, which is of another class


def test_the_proof_is_on_the_chain(aged):
    (erasure,) = erase(aged, {DetailClass.CALLER: DAY}, NOW, "Responsable").erasures
    reader = Reader(aged)
    (event,) = reader.events(action="detail.erased")
    reader.close()
    assert event.sequence == erasure.sequence == 7
    assert event.values["subject"] == "caller"
    assert event.values["name"] == "Responsable"
    assert erasure.digest in str(event.values["detail"])


@pytest.mark.parametrize(
    ("tampering", "where"),
    [
        ("UPDATE events SET detail = '{\"count\":\"1\"}' WHERE action = 'detail.erased'", Fault.EDITED),
        ("UPDATE events SET caller_erased = NULL WHERE sequence = 1", Fault.EDITED),
        ("UPDATE events SET caller_erased = 6 WHERE sequence = 1", Fault.ERASURE),
        ("UPDATE events SET name = 'Autre' WHERE sequence = 1", Fault.EDITED),
        (f"UPDATE events SET {NOTHING}, caller_erased = 7 WHERE sequence = 4", Fault.ERASURE),
    ],
)
def test_an_erasure_that_is_not_as_it_is_told_is_found(aged, change, tampering, where):
    erase(aged, {DetailClass.CALLER: DAY}, NOW, "officer")
    change(tampering)
    assert where in {problem.fault for problem in verify(aged).problems}


def test_the_calls_of_an_incident_stay_until_it_is_closed(aged):
    registers = Registers(aged)
    with registers.writing(NOW, "officer") as pen:
        reference = open_incident(pen, known=NOW.date(), day=NOW.date())
        name_calls(pen, reference, [("req-old", "filter")])
    held = {share.detail_class: share.held for share in plan(aged, EVERYTHING, NOW)}
    assert (held[DetailClass.CALL], held[DetailClass.INDEX], held[DetailClass.CALLER]) == (2, 1, 1)
    erased = {each.detail_class for each in erase(aged, EVERYTHING, NOW, "officer").erasures}
    assert erased.isdisjoint({DetailClass.CALL, DetailClass.INDEX})
    with registers.writing(NOW, "officer") as pen:
        enter(pen, reference, Step.CLOSED, {})
    registers.close()
    assert DetailClass.CALL in {
        each.detail_class for each in erase(aged, EVERYTHING, NOW, "officer").erasures
    }
    assert verify(aged).intact


def test_what_is_on_hold_stays_until_it_is_released(aged):
    hold = place_hold(aged, "plainte 7", request_id="req-old", at=NOW, actor="officer")
    assert tell(plan(aged, EVERYTHING, NOW))[DetailClass.CALL] == (0, 2)
    report = erase(aged, EVERYTHING, NOW, "officer")
    assert counts(report) == {"caller": 1, "action": 1}
    release_hold(aged, hold.id, at=NOW, actor="officer")
    assert counts(erase(aged, EVERYTHING, NOW, "officer")) == {"caller": 1, "call": 2, "index": 1}
    assert verify(aged).intact


def test_what_the_chain_stands_on_is_never_erased(aged):
    store = KeyStore(aged)
    store.create("Accueil")
    store.close()
    place_hold(aged, "autre", request_id="req-none", at=NOW, actor="officer")
    erase(aged, {DetailClass.CALLER: DAY}, NOW, "officer")
    later = datetime.now(UTC) + 99 * DAY
    erase(aged, EVERYTHING, later, "officer")
    found = verify(aged)
    assert found.intact
    assert found.erased["action"] == 2


def test_much_is_erased_in_small_transactions(url, make, fill, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 3)
    fill(*(make.refusal(at=NOW - 2 * DAY) for _ in range(8)))
    report = erase(url, {DetailClass.CALL: DAY}, NOW, "officer")
    assert [erasure.count for erasure in report.erasures] == [3, 3, 2]
    assert verify(url).intact


def test_a_stop_half_way_leaves_whole_transactions(url, make, fill, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 3)
    fill(*(make.refusal(at=NOW - 2 * DAY) for _ in range(8)))
    tries = SimpleNamespace(left=2)
    extend = retention.Writer.extend

    def stop(self, connection, batch):
        tries.left -= 1
        if tries.left < 0:
            raise OSError
        return extend(self, connection, batch)

    with monkeypatch.context() as stopped:
        stopped.setattr(retention.Writer, "extend", stop)
        with pytest.raises(AuditUnavailable):
            erase(url, {DetailClass.CALL: DAY}, NOW, "officer")
    found = verify(url)
    assert found.intact
    assert found.erased == {"call": 6}
    assert counts(erase(url, {DetailClass.CALL: DAY}, NOW, "officer")) == {"call": 2}


async def test_the_ledger_goes_on_meanwhile(url, make, fill, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 5)
    await asyncio.to_thread(fill, *(make.departure(at=NOW - 2 * DAY) for _ in range(40)))
    ledger = Ledger(url)
    await ledger.start()
    erasing = asyncio.create_task(asyncio.to_thread(erase, url, EVERYTHING, NOW, "officer"))
    receipts = []
    while not erasing.done():
        receipts.append(await ledger.append(make.departure(at=NOW)))
    report = await erasing
    await ledger.close()
    assert len(report.erasures) == 24
    found = verify(url, ((receipt.sequence, receipt.digest) for receipt in receipts))
    assert found.intact
    assert found.events == 40 + 24 + len(receipts)


def test_a_reader_in_the_way_is_told(aged, request):
    if not aged.startswith("sqlite"):
        pytest.skip("PostgreSQL has no log to empty")
    connection = sqlite3.connect(request.getfixturevalue("tmp_path") / "audit.db", isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM events").fetchone()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retention, "_SCRUB", 0.05)
        assert not erase(aged, {DetailClass.CALL: DAY}, NOW, "officer").scrubbed
    connection.close()
    assert erase(aged, {DetailClass.CALL: DAY}, NOW, "officer").scrubbed


def test_a_database_that_fails_is_unavailable(url, change):
    change("DROP TABLE events")
    with pytest.raises(AuditUnavailable):
        plan(url, EVERYTHING, NOW)
    with pytest.raises(AuditUnavailable):
        erase(url, EVERYTHING, NOW, "officer")
