from audit import bundles
from audit.bundles import Bundles, carried_by_nobody, is_as_written, pairs_of
from audit.carrying import REACH
from audit.database import Access, open_engine
from audit.faults import Fault


def test_each_bundle_is_read_once(monkeypatch):
    asked = []

    def find(wanted):
        asked.append(sorted(wanted))
        return [(bundle, b"\x01", "PERSON") for bundle in wanted if bundle != 9]

    read = Bundles(find)
    own = {5: [(5, b"\x05", "PERSON")]}
    found = read.of({7: [(7, 5), (7, -3)], 8: [(8, 9), (8, 5)]}, own)
    assert found == {5: own[5], -3: [(-3, b"\x01", "PERSON")], 9: []}
    assert read.of({11: [(11, 5), (11, -3)]}, {}) == {5: own[5], -3: found[-3]}
    assert asked == [[-3, 9]]
    monkeypatch.setattr(bundles, "_KEPT", 1)
    read.of({12: [(12, 10)]}, {})
    read.of({13: [(13, 5)]}, {})
    assert asked == [[-3, 9], [10], [5]]


def test_an_entry_is_an_events_own_once_however_often_it_is_written():
    own = [(7, b"\x01", "PERSON"), (7, b"\x02", "PERSON")]
    assert pairs_of(own, (), {}) is own
    more = {5: [(5, b"\x01", "PERSON"), (5, b"\x03", "PERSON")]}
    pairs = sorted(row[1:] for row in pairs_of(own, [(7, 5)], more))
    assert pairs == [(b"\x01", "PERSON"), (b"\x02", "PERSON"), (b"\x03", "PERSON")]


def test_a_writer_leaves_nothing_out_of_reach_empty_or_twice():
    own, rows = [(REACH, b"\x01", "PERSON")], [(1, b"\x02", "PERSON"), (1, b"\x03", "PERSON")]

    def as_written(sequence, *borne, own=own):
        found = dict.fromkeys(borne, rows) | {8: []}
        carried = [(sequence, bundle) for bundle in borne]
        return is_as_written(sequence, own, carried, found, pairs_of(own, carried, found))

    assert as_written(REACH, 1)
    assert not as_written(REACH + 1, 1)
    assert not as_written(3, 3)
    assert not as_written(3, 4)
    assert not as_written(3, "2")
    assert as_written(3, -(2**62))
    assert not as_written(REACH, 1, 8)
    assert not as_written(REACH, 1, 2)
    assert not as_written(REACH, 1, own=[*own, (REACH, *rows[0][1:])])


def test_a_bundle_that_nobody_carries_is_found(url, change):
    change("INSERT INTO entries (sequence, entry, label) VALUES (-4, 'x', 'PERSON'), (-5, 'x', 'PERSON')")
    change("INSERT INTO carried (sequence, bundle) VALUES (3, -5)")
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        assert [problem.fault for problem in carried_by_nobody(connection)] == [Fault.STRAY]
    engine.dispose()
