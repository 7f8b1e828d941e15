from datetime import UTC, date, datetime

import pytest

from audit.faults import Fault
from audit.registers.entries import Register, Registers
from audit.registers.proof import Entries
from audit.verify import verify

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def filled(url):
    registers = Registers(url)
    with registers.writing(AT, "officer") as pen:
        for _ in range(2):
            reference = pen.open(Register.INCIDENTS, "opened", {"known": "2026-11-24"}, date(2026, 11, 24))
            pen.enter(reference.reference, "calls", {"count": 1}, [("req-1", "whole")])
    registers.close()
    return url


def parts(url):
    return [(each.fault, each.part) for each in verify(url).problems]


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("DELETE FROM register_entries WHERE number = 1 AND reference = 'INC-2026-0002'", "register_entries"),
        (
            "UPDATE register_entries SET body = '{}' WHERE number = 1 AND reference = 'INC-2026-0001'",
            "register_entries",
        ),
        ("INSERT INTO register_calls VALUES ('INC-2026-0001', 2, 'req-9', 'whole')", "register_entries"),
        ("INSERT INTO register_calls VALUES ('INC-2026-0009', 1, 'req-1', 'whole')", "register_calls"),
    ],
)
def test_a_change_is_found_where_it_is(filled, change, sql, table):
    assert parts(filled) == []
    change(sql)
    assert (Fault.REGISTER, table) in parts(filled)


def test_an_entry_put_in_by_hand_is_found(filled, change):
    change(
        "INSERT INTO register_entries VALUES ('INC-2026-0003', 1, 'INC', 5, 'x', 'opened', '{}', ?)",
        b"1" * 16,
    )
    assert parts(filled) == [(Fault.REGISTER, "register_entries")]


def test_entries_swapped_between_references_are_found(filled, change):
    first, second = change("SELECT salt FROM register_entries WHERE number = 1 ORDER BY reference")
    for reference, (salt,) in (("INC-2026-0001", second), ("INC-2026-0002", first)):
        change("UPDATE register_entries SET salt = ? WHERE number = 1 AND reference = ?", salt, reference)
    assert parts(filled) == [(Fault.REGISTER, "register_entries")] * 2


def test_an_event_without_a_number_is_refused():
    with pytest.raises(ValueError):
        Entries().listen("register.entered", "INC-2026-0001", {"row": "00"})
