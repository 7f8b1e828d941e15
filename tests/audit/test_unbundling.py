"""What goes and what stays when one event of a conversation is erased before the others."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.chain import DetailClass
from audit.holds import place_hold, release_hold
from audit.index import IndexKey, entries_of
from audit.ledger import Ledger
from audit.reader import Reader
from audit.retention import erase
from audit.verify import verify

NOW = datetime(2026, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = IndexKey(b"k" * 32)
NAMES = [f"Personne {letter * 4}" for letter in "abcdefghij"]


@pytest.fixture
def talk(url, make, fill):
    """Put a conversation of four days on record, the last call of which says something more."""
    calls = []
    for age in (4, 3, 2, 1):
        said = [("PERSON", name) for name in (*NAMES, *(["Zoé Roy"] if age == 1 else []))]
        calls.append(
            make.departure(request_id=f"req-{age}", at=NOW - age * DAY, entries=entries_of(said, KEY))
        )
    fill(*calls)
    return url


def named(url, name):
    reader = Reader(url)
    try:
        return [match.call.request_id for match in reader.lookup(name, [KEY]).matches]
    finally:
        reader.close()


def keep(url, days):
    erase(url, {DetailClass.INDEX: days * DAY}, NOW, "officer")
    assert verify(url).intact


def test_the_first_call_goes_and_nothing_tells_what_it_had(talk, change):
    assert change("SELECT sequence, bundle FROM carried ORDER BY 1") == [(2, 1), (3, 1), (4, 1)]
    keep(talk, 3.5)
    assert named(talk, NAMES[0]) == ["req-1", "req-2", "req-3"]
    assert change("SELECT count(*) FROM entries WHERE sequence = 1") == [(0,)]
    (bundle,) = {row[0] for row in change("SELECT bundle FROM carried")}
    assert bundle < 0


def test_each_goes_in_its_turn_and_nothing_is_left(talk, change):
    for days, left in ((2.5, ["req-1", "req-2"]), (1.5, ["req-1"])):
        keep(talk, days)
        assert named(talk, NAMES[3]) == left
        assert named(talk, "Zoé Roy") == ["req-1"]
    keep(talk, 0.5)
    assert change("SELECT count(*) FROM entries") == [(0,)]
    assert change("SELECT count(*) FROM carried") == [(0,)]


def test_what_is_on_hold_keeps_what_it_carries(talk, change):
    hold = place_hold(talk, "plainte 7", request_id="req-3", at=NOW, actor="officer")
    keep(talk, 0.5)
    assert named(talk, NAMES[9]) == ["req-3"]
    assert named(talk, "Zoé Roy") == []
    release_hold(talk, hold.id, at=NOW, actor="officer")
    keep(talk, 0.5)
    assert change("SELECT count(*) FROM entries") == [(0,)]


async def test_what_was_erased_meanwhile_is_written_again(url, make, change):
    """Another process erases: the one that wrote does not carry what is gone."""
    entries = entries_of([("PERSON", name) for name in NAMES], KEY)

    def call(age):
        return make.departure(request_id=f"req-{age}", at=NOW - age * DAY, entries=entries)

    ledger = Ledger(url)
    await ledger.start()
    await ledger.append(call(4))
    await ledger.append(call(3))
    keep(url, 1)
    assert change("SELECT count(*) FROM entries") == [(0,)]
    await ledger.append(call(0))
    await ledger.append(call(0.1))
    await ledger.close()
    assert named(url, NAMES[0]) == ["req-0.1", "req-0"]
    assert len(change("SELECT * FROM carried")) == 1
    assert verify(url).intact
