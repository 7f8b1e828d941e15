import json
from datetime import UTC, datetime

import pytest

from audit.database import migrate
from audit.index import IndexKey, entries_of
from audit.ledger import append_now
from audit.reader import Reader
from audit.records import Departure, Who
from config.load import load


@pytest.fixture
def recorded(configured):
    url = f"sqlite:///{configured / 'paravent.db'}"
    migrate(url)
    key = IndexKey(load(configured / "paravent.yaml").key("index"))
    values = [("PERSON", "Marie-Ève Gagnon"), ("CA_SIN", "212 345 672")]
    append_now(
        url,
        Departure(
            request_id="req-1",
            at=datetime(2026, 3, 1, 12, tzinfo=UTC),
            who=Who("k1", "Jo", "rh", "staff"),
            project="Consultation",
            purpose="résumé",
            provider="openai",
            location="US",
            assessment="EFVP-1",
            operation="openai-chat",
            model="gpt-5",
            stream=False,
            policy="default",
            policy_version="p",
            detector_version="d",
            labels={"PERSON": 1, "CA_SIN": 1},
            scope="s",
            bytes_received=1,
            bytes_sent=1,
            segments=1,
            characters_seen=1,
            characters_analysed=1,
            entries=entries_of(values, key),
        ),
    )
    return url


@pytest.mark.parametrize("value", ["GAGNON, Marie Eve", "marie-eve gagnon", "212345672", "Gagnon"])
def test_a_value_is_found_however_it_is_written(paravent, recorded, value):
    code, out, _err = paravent("audit", "lookup", "--reason", "demande 12", "--json", given=value)
    (line,) = out.splitlines()
    found = json.loads(line)
    assert (code, found["request_id"], found["location"], found["project"]) == (
        0,
        "req-1",
        "US",
        "Consultation",
    )


def test_the_table_names_the_provider_and_its_country(paravent, recorded):
    code, out, _err = paravent("audit", "lookup", "--reason", "demande 12", given="Marie-Ève Gagnon")
    assert code == 0
    assert "openai" in out
    assert "US" in out


def test_another_value_is_not(paravent, recorded):
    code, out, _err = paravent("audit", "lookup", "--reason", "demande 12", given="Luc Tremblay")
    assert (code, out) == (0, "")


def test_the_question_is_on_record_with_its_reason_and_without_the_value(paravent, recorded):
    paravent("audit", "lookup", "--reason", "demande 12", given="Marie-Ève Gagnon")
    reader = Reader(recorded)
    try:
        (event,) = reader.events(action="audit.lookup")
    finally:
        reader.close()
    assert "demande 12" in str(event.values)
    assert "Gagnon" not in str(event.values)


@pytest.mark.parametrize("reason", ["pour MARIE EVE GAGNON", "plainte de M. Gagnon"])
def test_a_reason_that_says_the_value_is_refused_and_not_on_record(paravent, recorded, reason):
    status, out, err = paravent("audit", "lookup", "--reason", reason, given="Marie-Ève Gagnon")
    assert (status, out, "without the value" in err) == (1, "", True)
    reader = Reader(recorded)
    try:
        assert reader.events(action="audit.lookup") == ()
    finally:
        reader.close()


def test_a_number_that_no_database_keeps_is_refused(paravent, recorded):
    status, out, err = paravent("audit", "lookup", "--reason", "x", "--after", "9" * 20, given="Gagnon")
    assert (status, out, "--after" in err) == (2, "", True)


def test_an_empty_value_is_refused(paravent, recorded):
    assert paravent("audit", "lookup", "--reason", "x", given=" ")[0] == 1
