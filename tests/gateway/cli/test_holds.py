import json

import pytest


def holds(paravent):
    return [json.loads(line) for line in paravent("audit", "hold", "list", "--json")[1].splitlines()]


def test_a_hold_is_added_listed_and_lifted(paravent, recorded):
    status, out, _ = paravent(
        "audit", "hold", "add", "--reason", "plainte 4", "--project", "Été", "--since", "2026-03-01"
    )
    assert status == 0
    (hold,) = holds(paravent)
    assert hold["id"] == out.strip()
    assert (hold["reason"], hold["project"], hold["until"], hold["request_id"]) == (
        "plainte 4",
        "Été",
        None,
        None,
    )
    assert hold["since"].startswith(("2026-03-01", "2026-02-28"))
    table = paravent("audit", "hold", "list")[1]
    assert "plainte 4" in table
    assert hold["id"] in table
    status, _, err = paravent("audit", "hold", "lift", hold["id"])
    assert status == 0
    assert "lifted" in err
    assert holds(paravent) == []


def test_each_step_is_on_record(paravent, recorded):
    hold = paravent("audit", "hold", "add", "--reason", "plainte 4", "--request", "req-1")[1].strip()
    holds(paravent)
    paravent("audit", "hold", "lift", hold)
    events = [json.loads(line) for line in paravent("audit", "export")[1].splitlines()][3:-1]
    assert [(event["action"], event["subject"]) for event in events] == [
        ("hold.placed", hold),
        ("audit.holds", "holds"),
        ("hold.released", hold),
    ]
    assert json.loads(events[0]["detail"]) == {"reason": "plainte 4", "request_id": "req-1"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "--reason", "x"), "Say what to keep"),
        (("add", "--reason", "a\nb", "--request", "req-1"), "write one line"),
        (("add", "--reason", "x" * 501, "--request", "req-1"), "write one line"),
        (("add", "--reason", " ", "--request", "req-1"), "write one line"),
        (("lift", "nothing"), "No hold in force"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_no_trace(paravent, recorded, arguments, told):
    status, out, err = paravent("audit", "hold", *arguments)
    assert (status in (1, 2), out) == (True, "")
    assert told in err
    events = [json.loads(line) for line in paravent("audit", "export")[1].splitlines()]
    assert len([event for event in events if event.get("action", "").startswith("hold.")]) == 0


def test_a_reason_is_wanted(paravent, recorded):
    assert paravent("audit", "hold", "add", "--request", "req-1")[0] == 2
