import json
import threading
from datetime import UTC, date, datetime

import pytest

from audit.errors import RecordInvalid, ReferenceTaken, UnknownReference
from audit.reader import Reader
from audit.registers.entries import Register, Registers, entries_in, entries_of
from audit.verify import verify

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture
def registers(url):
    registers = Registers(url)
    yield registers
    registers.close()


def opened(registers, register=Register.INCIDENTS, **body):
    with registers.writing(AT, "officer") as pen:
        return pen.open(register, "opened", body, DAY).reference


def test_references_follow_each_other_by_register_and_year(registers):
    assert [opened(registers), opened(registers)] == ["INC-2026-0001", "INC-2026-0002"]
    assert opened(registers, Register.REQUESTS) == "DEM-2026-0001"
    with registers.writing(AT, "officer") as pen:
        assert pen.open(Register.INCIDENTS, "opened", {}, date(2027, 1, 1)).reference == "INC-2027-0001"


def test_entries_come_back_as_they_were_entered(registers):
    reference = opened(registers, known="2026-11-24", nothing=None)
    with registers.writing(AT, "officer") as pen:
        pen.enter(reference, "noted", {"text": "Vu : « é »\nDeuxième ligne", "persons": 3})
    with registers.reading() as connection:
        first, second = entries_of(connection, reference)
        assert [*entries_in(connection, Register.INCIDENTS)] == [(first, second)]
        assert [*entries_in(connection, Register.REQUESTS)] == []
    assert (first.number, first.body, first.at, first.author) == (1, {"known": "2026-11-24"}, AT, "officer")
    assert (second.number, second.body["text"], second.body["persons"]) == (
        2,
        "Vu : « é »\nDeuxième ligne",
        3,
    )


def test_each_entry_is_on_the_chain_without_a_word_of_it(registers, url):
    reference = opened(registers, circumstances="Un mot reconnaissable")
    reader = Reader(url)
    (event,) = reader.events(action="register.entered")
    reader.close()
    assert event.values["subject"] == reference
    assert set(json.loads(event.values["detail"])) == {"number", "row"}
    assert "reconnaissable" not in str(event.values)
    assert verify(url).intact


def test_what_is_erased_leaves_a_whole_chain_and_nothing_else(registers, url, change):
    reference = opened(registers, circumstances="Un mot")
    with registers.writing(AT, "officer") as pen:
        pen.enter(reference, "calls", {"count": 1}, [("req-1", "whole")])
        assert pen.erase(reference) == 2
    assert change("SELECT * FROM register_entries") == change("SELECT * FROM register_calls") == []
    assert verify(url).intact
    with registers.reading() as connection, pytest.raises(UnknownReference):
        entries_of(connection, reference)


def test_nothing_is_stored_of_a_transaction_that_fails(registers, url, change):
    def fail():
        with registers.writing(AT, "officer") as pen:
            pen.open(Register.INCIDENTS, "opened", {}, DAY)
            pen.enter("INC-1999-0001", "noted", {})

    with pytest.raises(UnknownReference):
        fail()
    assert change("SELECT * FROM register_entries") == change("SELECT * FROM events") == []


@pytest.mark.parametrize("text", ["x" * 2001, "a\0b", "a\u202eb", "\ud800"])
def test_a_text_that_cannot_be_kept_is_refused(registers, text):
    with pytest.raises(RecordInvalid):
        opened(registers, circumstances=text)


def test_a_reference_is_given_once(registers):
    def again():
        with registers.writing(AT, "officer") as pen:
            pen.open(Register.REQUESTS, "opened", {}, DAY, "A-14")

    again()
    with pytest.raises(ReferenceTaken):
        again()


def test_erasing_what_is_not_there_is_refused(registers):
    with registers.writing(AT, "officer") as pen, pytest.raises(UnknownReference):
        pen.erase("INC-2026-0009")


def test_two_officers_at_once_get_two_references(url):
    found = []

    def work():
        own = Registers(url)
        found.extend(opened(own) for _ in range(5))
        own.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 15
    assert verify(url).intact
