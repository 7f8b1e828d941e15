from datetime import UTC, date, datetime, timedelta

import pytest

from audit.errors import ReferenceTaken, RegisterClosed, UnknownReference
from audit.registers import incidents
from audit.registers.entries import Registers
from audit.registers.requests import (
    Outcome,
    Step,
    Subject,
    answer,
    enter,
    extend,
    is_opaque,
    open_request,
    request,
    requests,
)

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture
def registers(url):
    registers = Registers(url)
    yield registers
    registers.close()


def act(registers, what, *arguments, **named):
    with registers.writing(AT, "officer") as pen:
        return what(pen, *arguments, **named)


def now(registers, reference):
    with registers.reading() as connection:
        return request(connection, reference)


def test_the_clock_is_of_thirty_days_and_overdue_begins_the_day_after(registers):
    found = act(registers, open_request, Subject.ACCESS, date(2026, 1, 30))
    assert found.due == date(2026, 3, 1)
    assert not found.is_overdue(date(2026, 3, 1))
    assert found.is_overdue(date(2026, 3, 2))


def test_another_day_can_be_set(registers):
    assert act(registers, open_request, Subject.COMPLAINT, DAY, due=DAY + timedelta(20)).due == date(
        2026, 12, 14
    )
    with pytest.raises(ValueError):
        act(registers, open_request, Subject.COMPLAINT, DAY, due=date(2026, 11, 23))


def test_more_time_moves_the_day_and_keeps_the_reason(registers):
    reference = act(registers, open_request, Subject.ACCESS, DAY).reference
    with pytest.raises(ValueError):
        act(registers, extend, reference, date(2026, 12, 24), "trop de calls")
    act(registers, extend, reference, date(2027, 1, 3), "volume")
    found = now(registers, reference)
    assert (found.due, found.extended, found.notes) == (date(2027, 1, 3), True, [(AT, "volume")])


def test_an_answer_stops_the_clock(registers):
    reference = act(registers, open_request, Subject.RECTIFICATION, DAY).reference
    with pytest.raises(ValueError):
        act(registers, answer, reference, date(2026, 11, 23), Outcome.GRANTED)
    act(registers, answer, reference, date(2026, 12, 25), Outcome.PARTLY)
    found = now(registers, reference)
    assert (found.outcome, found.was_late, found.is_overdue(date(2030, 1, 1))) == (
        Outcome.PARTLY,
        True,
        False,
    )
    act(registers, enter, reference, Step.NOTED, {"text": "classé"})
    for refused in (
        lambda: act(registers, extend, reference, date(2028, 1, 1), "x"),
        lambda: act(registers, answer, reference, DAY, Outcome.GRANTED),
        lambda: act(registers, enter, reference, Step.LOOKED_UP, {"calls": 1}),
    ):
        with pytest.raises(RegisterClosed):
            refused()


def test_searches_made_for_it_are_counted(registers):
    reference = act(registers, open_request, Subject.ACCESS, DAY).reference
    act(registers, enter, reference, Step.LOOKED_UP, {"calls": 3, "more": 0})
    assert now(registers, reference).lookups == 1


@pytest.mark.parametrize("reference", ["A-2026-14", "DEM-7", "2026.14", "K7"])
def test_a_number_is_opaque(reference):
    assert is_opaque(reference)


@pytest.mark.parametrize(
    "reference", ["Tremblay", "TREMBLAY", "Marie 14", "a-1", "", "A--1", "A" * 40 + "1", "A-1\n"]
)
def test_what_may_be_a_name_is_not(registers, reference):
    assert not is_opaque(reference)
    with pytest.raises(ValueError):
        act(registers, open_request, Subject.ACCESS, DAY, reference=reference)


def test_an_own_reference_is_given_once(registers):
    act(registers, open_request, Subject.ACCESS, DAY, reference="A-14")
    with pytest.raises(ReferenceTaken):
        act(registers, open_request, Subject.ACCESS, DAY, reference="A-14")
    with registers.reading() as connection:
        assert [each.reference for each in requests(connection)] == ["A-14"]


def test_an_incident_is_not_a_request(registers):
    other = act(registers, incidents.open_incident, known=DAY, day=DAY)
    with pytest.raises(UnknownReference):
        now(registers, other)
