import json
import time

import pytest

from audit.calls import Ending
from gateway.cli.audit import EndingChoice


def test_each_ending_can_be_asked_for():
    assert set(EndingChoice) == set(Ending)


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


@pytest.mark.parametrize("after", ["x", "1", "9" * 20 + ".1", "1." + "9" * 20, "1.-1"])
def test_a_page_that_is_none_is_told(paravent, recorded, after):
    status, out, err = paravent("audit", "list", "--after", after)
    assert (status, out, "--after" in err) == (1, "", True)


def test_dates_far_away_are_all_there_is(paravent, recorded):
    for zone in ("UTC", "America/Montreal", "Asia/Tokyo"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            found = paravent("audit", "list", "--json", "--since", "0001-01-01", "--until", "9999-12-31")
            none = paravent("audit", "list", "--json", "--since", "9999-12-31")
        time.tzset()
        assert (found[0], len(found[1].splitlines())) == (0, 2)
        assert none[:2] == (0, "")


def test_one_call_is_shown_whole(paravent, recorded):
    status, out, _ = paravent("audit", "show", "req-1")
    assert status == 0
    for told in ("departure", "arrival", "EFVP-1", "PERSON=2", "gpt-5", "tokens_out"):
        assert told in out
    call = json.loads(paravent("audit", "show", "req-1", "--json")[1])
    assert call["ending"] == "delivered"
    assert call["departure"]["labels"] == {"PERSON": 2}
    assert paravent("audit", "show", "none")[0] == 1


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


def test_what_cannot_be_recorded_is_not_shown(paravent, recorded):
    path = recorded / "paravent.yaml"
    (recorded / "x.db").write_bytes(b"no database" * 100)
    path.write_text(path.read_text() + "database: sqlite:///x.db\n")
    for command in (("list",), ("show", "req-1"), ("export",), ("verify",)):
        status, out, err = paravent("audit", *command)
        assert (status, out) == (1, ""), command
        assert "database cannot be used" in err
