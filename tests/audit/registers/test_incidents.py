from datetime import UTC, date, datetime

import pytest

from audit.errors import RegisterClosed, UnknownReference
from audit.registers import requests
from audit.registers.entries import Registers
from audit.registers.incidents import (
    Recipient,
    Step,
    enter,
    incident,
    incidents,
    name_calls,
    open_incident,
    reach,
)

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)
ASSESSED = {
    "serious": 1,
    "by": "La responsable",
    "sensitivity": "médicale",
    "consequences": "discrimination",
    "probability": "moyenne",
    "reasons": "nature des renseignements",
}


@pytest.fixture
def registers(url):
    registers = Registers(url)
    yield registers
    registers.close()


@pytest.fixture
def reference(registers):
    with registers.writing(AT, "officer") as pen:
        return open_incident(pen, known=DAY, day=DAY, circumstances="Envoi au mauvais fournisseur")


def step(registers, reference, which, **body):
    with registers.writing(AT, "officer") as pen:
        enter(pen, reference, which, body)


def now(registers, reference):
    with registers.reading() as connection:
        return incident(connection, reference)


def test_an_incident_is_what_its_entries_say_the_later_over_the_earlier(registers, reference):
    step(registers, reference, Step.DESCRIBED, information="Noms", persons=3, known="2026-11-20")
    step(registers, reference, Step.DESCRIBED, persons=4, occurred="le 19 novembre")
    step(registers, reference, Step.NOTED, text="Fournisseur appelé")
    found = now(registers, reference)
    assert (found.information, found.persons, found.occurred, found.known) == (
        "Noms",
        4,
        "le 19 novembre",
        date(2026, 11, 20),
    )
    assert found.circumstances == "Envoi au mauvais fournisseur"
    assert found.notes == [(AT, "Fournisseur appelé")]
    with registers.reading() as connection:
        assert [each.reference for each in incidents(connection)] == [reference]


def test_an_assessment_says_who_and_when_and_which_notices_are_missing(registers, reference):
    assert now(registers, reference).missing_notices == ()
    step(registers, reference, Step.ASSESSED, **ASSESSED)
    found = now(registers, reference)
    assert (found.assessment.by, found.assessment.at, found.assessment.serious) == (
        "La responsable",
        AT,
        True,
    )
    assert found.missing_notices == (Recipient.CAI, Recipient.PERSONS)
    step(registers, reference, Step.NOTIFIED, recipient="cai", on="2026-11-25")
    found = now(registers, reference)
    assert found.missing_notices == (Recipient.PERSONS,)
    assert found.notices[0].on == date(2026, 11, 25)
    step(registers, reference, Step.ASSESSED, **ASSESSED | {"serious": 0})
    assert now(registers, reference).missing_notices == ()


def test_what_is_closed_takes_notes_and_notices_only(registers, reference):
    step(registers, reference, Step.CLOSED, measures="Contrat revu")
    assert now(registers, reference).closed == AT
    assert now(registers, reference).measures == "Contrat revu"
    step(registers, reference, Step.NOTED, text="Plus tard")
    step(registers, reference, Step.NOTIFIED, recipient="other", on="2026-11-25", text="assureur")
    with pytest.raises(RegisterClosed):
        step(registers, reference, Step.DESCRIBED, persons=1)
    with registers.writing(AT, "officer") as pen, pytest.raises(RegisterClosed):
        name_calls(pen, reference, [("req-1", "whole")])


@pytest.mark.parametrize(
    ("known", "until"),
    [(date(2026, 11, 24), date(2031, 11, 24)), (date(2028, 2, 29), date(2033, 3, 1))],
)
def test_it_is_kept_for_years_from_the_day_it_was_known(registers, known, until):
    with registers.writing(AT, "officer") as pen:
        reference = open_incident(pen, known=known, day=DAY)
    assert now(registers, reference).kept_until == until


def test_a_call_is_named_once(registers, reference):
    with registers.writing(AT, "officer") as pen:
        assert name_calls(pen, reference, [("req-1", "whole"), ("req-2", "parts")]) == 2
        assert name_calls(pen, reference, [("req-2", "filter"), ("req-3", "filter")]) == 1
        assert name_calls(pen, reference, [("req-3", "filter")]) == 0


def test_the_calls_tell_together_what_was_hidden_and_to_whom(registers, reference, fill, make):
    departures = [
        make.departure(),
        make.departure(provider="anthropic", labels={"PERSON": 5}),
        make.departure(),
    ]
    fill(*departures, *(make.arrival(each.request_id) for each in departures))
    with registers.writing(AT, "officer") as pen:
        name_calls(pen, reference, [(each.request_id, "whole") for each in departures[:2]])
        name_calls(pen, reference, [("req-gone", "whole")])
    with registers.reading() as connection:
        found = reach(connection, reference)
    assert (found.calls, found.providers) == (3, {"anthropic": 1, "openai": 1})
    assert found.labels == {"CA_SIN": 1, "PERSON": 7}
    assert found.last - found.first == 1_000_000


def test_a_request_is_not_an_incident(registers):
    with registers.writing(AT, "officer") as pen:
        other = requests.open_request(pen, requests.Subject.ACCESS, DAY).reference
    with pytest.raises(UnknownReference):
        now(registers, other)
