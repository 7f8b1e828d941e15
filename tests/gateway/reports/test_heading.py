from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from config.settings import Organization


def test_a_period_is_told_by_its_first_and_last_day(november, french):
    assert november.days == (date(2026, 11, 1), date(2026, 11, 30))
    assert (
        french.period(november)
        == "du 1er\N{NO-BREAK SPACE}novembre 2026 au 30\N{NO-BREAK SPACE}novembre 2026"
    )


def test_a_time_is_told_by_its_day_in_the_readers_zone(french):
    at = datetime(2026, 11, 24, 2, tzinfo=UTC)
    reader = replace(french, zone=timezone(timedelta(hours=-5)))
    assert reader.on(at) == date(2026, 11, 23)
    assert reader.on(round(at.timestamp() * 1e6)) == date(2026, 11, 23)
    assert reader.on(None) is None


def test_the_head_of_a_report_names_the_organization_and_whom_to_ask(reader, november):
    told = [value for _name, value in reader.facts(november)]
    assert told[0] == "Institut <Démocratie>"
    assert told[-1] == "Ada Officier, ada@exemple.qc.ca"
    assert len(reader.facts()) == len(told) - 1


def test_without_an_officer_nobody_is_named(french):
    reader = replace(french, organization=Organization(name="X"))
    assert "Ada" not in str(reader.facts())
