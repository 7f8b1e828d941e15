import csv
import io
import json
import sqlite3
from datetime import UTC, datetime

import pytest

from audit.database import migrate
from audit.ledger import append_now
from audit.records import Arrival, Departure, Outcome, Refusal, Who

WHO = Who("k1", "Jo", "rh", "staff")


@pytest.fixture
def recorded(configured):
    url = f"sqlite:///{configured / 'paravent.db'}"
    migrate(url)
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    append_now(
        url,
        Departure(
            "req-1",
            at,
            WHO,
            "=cmd()",
            None,
            "openai",
            "US",
            "EFVP-1",
            "chat",
            "gpt-5",
            False,
            "default",
            "p1",
            "d1",
            {"PERSON": 2},
            "conversation",
            10,
            12,
            1,
            8,
            8,
        ),
    )
    append_now(url, Arrival("req-1", at, Outcome.DELIVERED, 200, 1, 1, 5, 6, 2, 0, 1.0, 2.0))
    append_now(
        url,
        Refusal(
            "req-2",
            at.replace(day=2),
            None,
            None,
            None,
            None,
            None,
            None,
            "content_refused",
            400,
            {"SECRET": 1},
            "messages.0.content",
            3,
            None,
            None,
            None,
            3,
            3,
        ),
    )
    return configured


def test_calls_are_listed_the_newest_first(paravent, recorded):
    status, out, _ = paravent("audit", "list")
    assert status == 0
    lines = [line for line in out.splitlines() if "req-" in line]
    assert "req-2" in lines[0]
    assert "refused" in lines[0]
    assert "PERSON=2" in lines[1]


def test_a_list_is_searched_and_paged(paravent, recorded):
    _, out, err = paravent("audit", "list", "--json", "--limit", "1")
    assert json.loads(out)["request_id"] == "req-2"
    cursor = err.split("--after ")[1].strip()
    _, out, _ = paravent("audit", "list", "--json", "--after", cursor)
    assert [json.loads(line)["request_id"] for line in out.splitlines()] == ["req-1"]
    for option, value in (
        ("--label", "PERSON"),
        ("--team", "rh"),
        ("--ending", "delivered"),
        ("--until", "2026-03-02"),
    ):
        _, out, _ = paravent("audit", "list", "--json", option, value)
        assert [json.loads(line)["request_id"] for line in out.splitlines()] == ["req-1"], option
    assert paravent("audit", "list", "--after", "nonsense")[0] == 1


def test_one_call_is_shown_whole(paravent, recorded):
    status, out, _ = paravent("audit", "show", "req-1")
    assert status == 0
    for told in ("departure", "arrival", "EFVP-1", "PERSON=2", "gpt-5", "tokens_out"):
        assert told in out
    call = json.loads(paravent("audit", "show", "req-1", "--json")[1])
    assert call["ending"] == "delivered"
    assert call["departure"]["labels"] == {"PERSON": 2}
    assert paravent("audit", "show", "none")[0] == 1


def test_an_export_has_every_event_and_no_formula(paravent, recorded):
    status, out, err = paravent("audit", "export")
    events = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [event["kind"] for event in events[:3]] == ["departure", "arrival", "refusal"]
    assert f"{len(events)} event(s)" in err
    assert len({event["sequence"] for event in events}) == len(events)
    rows = list(csv.DictReader(io.StringIO(paravent("audit", "export", "--format", "csv")[1])))
    assert rows[0]["project"] == "'=cmd()"
    assert rows[0]["labels"] == "PERSON=2"
    _, out, _ = paravent("audit", "export", "--since", "2026-03-02", "--until", "2026-03-03")
    assert [json.loads(line)["request_id"] for line in out.splitlines()] == ["req-2"]


def test_each_question_is_itself_on_record(paravent, recorded):
    paravent("audit", "list", "--team", "rh")
    paravent("audit", "show", "req-1")
    events = [json.loads(line) for line in paravent("audit", "export")[1].splitlines()]
    assert [(event["action"], event["subject"]) for event in events[3:]] == [
        ("audit.list", "calls"),
        ("audit.show", "req-1"),
        ("audit.export", "events"),
    ]
    assert json.loads(events[3]["detail"])["team"] == "rh"


def test_verify_finds_a_change_and_a_missing_tail(paravent, recorded):
    status, out, err = paravent("audit", "verify")
    assert status == 0
    assert "intact: 3 event(s)" in err
    noted = out.strip()
    assert paravent("audit", "verify", "--expect", noted)[0] == 0
    assert paravent("audit", "verify", "--expect", "9:" + noted.split(":")[1])[0] == 1
    assert paravent("audit", "verify", "--expect", "nonsense")[0] == 1
    database = sqlite3.connect(recorded / "paravent.db")
    database.execute("UPDATE events SET provider = 'maison' WHERE sequence = 1")
    database.commit()
    database.close()
    status, out, err = paravent("audit", "verify")
    assert status == 1
    assert out.splitlines()[0].split("\t")[:2] == ["1", "edited"]
    assert "NOT intact" in err


def test_what_cannot_be_recorded_is_not_shown(paravent, recorded):
    path = recorded / "paravent.yaml"
    path.write_text(path.read_text() + "database: sqlite:///no/folder/x.db\n")
    for command in (("list",), ("show", "req-1"), ("export",), ("verify",)):
        status, out, err = paravent("audit", *command)
        assert (status, out) == (1, ""), command
        assert "database cannot be used" in err
