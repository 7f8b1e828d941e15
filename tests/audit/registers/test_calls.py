from datetime import UTC, date, datetime

import pytest

from audit.calls import Search
from audit.index import IndexKey, entries_of
from audit.reader import Reader
from audit.registers.calls import add_calls, calls_of, calls_with, named_calls
from audit.registers.entries import Registers
from audit.registers.incidents import open_incident
from audit.verify import verify

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = IndexKey(bytes(range(32)))


@pytest.fixture
def opened(url):
    registers, reader = Registers(url), Reader(url)
    with registers.writing(AT, "officer") as pen:
        reference = open_incident(pen, known=date(2026, 11, 24), day=date(2026, 11, 24))
    yield registers, reader, reference
    registers.close()
    reader.close()


def named(registers, reference, **page):
    with registers.reading() as connection:
        return named_calls(connection, reference, **page)


def test_the_calls_that_left_with_a_value_are_named_and_the_value_is_not_kept(
    opened, fill, make, change, url
):
    registers, reader, reference = opened
    held = entries_of([("PERSON", "Marie-Ève Gagnon")], KEY)
    whole = make.departure(request_id="b", entries=held)
    stopped = make.departure(request_id="c", entries=held)
    part = make.departure(request_id="a", entries=entries_of([("PERSON", "Ève Gagnon-Roy")], KEY))
    fill(whole, stopped, make.refusal(request_id="c"), part, make.departure())
    assert add_calls(registers, reference, calls_with(reader, "GAGNON Marie Eve", [KEY]), AT, "officer") == 1
    assert add_calls(registers, reference, calls_with(reader, "Gagnon", [KEY]), AT, "officer") == 1
    assert named(registers, reference) == [("a", "parts"), ("b", "whole")]
    assert named(registers, reference, after="a", limit=1) == [("b", "whole")]
    kept = str(change("SELECT * FROM register_entries")) + str(change("SELECT * FROM register_calls"))
    assert "agnon" not in kept
    assert held[0][1] not in kept
    assert verify(url).intact


def test_the_calls_that_meet_conditions_are_named_but_the_refused_ones(opened, fill, make):
    registers, reader, reference = opened
    fill(
        make.departure(request_id="a", provider="anthropic"),
        make.departure(request_id="b"),
        make.refusal(request_id="c", provider="anthropic"),
    )
    found = calls_of(reader, Search(provider="anthropic"))
    assert add_calls(registers, reference, found, AT, "officer") == 1
    assert named(registers, reference) == [("a", "filter")]


def test_pages_follow_each_other_each_in_its_own_transaction(opened, fill, make, monkeypatch, change):
    monkeypatch.setattr("audit.registers.calls._PAGE", 2)
    registers, reader, reference = opened
    held = entries_of([("CA_SIN", "212 345 672")], KEY)
    fill(*(make.departure(entries=held) for _ in range(5)))
    assert add_calls(registers, reference, calls_of(reader, Search(provider="openai")), AT, "officer") == 5
    assert change("SELECT COUNT(*) FROM register_entries WHERE kind = 'calls'")[0][0] == 3
    assert [*calls_with(reader, "Personne d'autre", [KEY])] == []
    assert sum(len(page) for page in calls_with(reader, "212345672", [KEY])) == 5
