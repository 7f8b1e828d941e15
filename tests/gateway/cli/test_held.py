import json
from datetime import UTC, datetime, timedelta

import pytest

from audit.held import HeldCalls
from audit.heldcall import Held, State
from config.load import load
from gateway.held.outgoing import Sealer
from gateway.privacy.rewrite import without_body


@pytest.fixture
def held(recorded):
    """A call that waits, and the table it is in."""
    settings = load(recorded / "paravent.yaml")
    table = HeldCalls(f"sqlite:///{recorded / 'paravent.db'}")
    at, wait = datetime.now(UTC), timedelta(minutes=30)
    sealed = Sealer(settings.key("held")).seal("h1", without_body("POST", "/chat"))
    facts = ("k1", "Jo", "rh", None, None, "openai", "chat", "gpt-5", "default")
    table.hold(Held("h1", b"f" * 32, *facts, {"CA_SIN": 1}, ("rh",), at, at + wait, wait, sealed=sealed))
    yield table
    table.close()


def events(paravent):
    return [json.loads(line) for line in paravent("audit", "export")[1].splitlines()]


def test_what_waits_is_listed_shown_and_approved(paravent, held):
    (call,) = [json.loads(line) for line in paravent("held", "list", "--json")[1].splitlines()]
    assert (call["id"], call["state"], call["labels"], call["name"]) == ("h1", "waiting", {"CA_SIN": 1}, "Jo")
    assert "CA_SIN=1" in paravent("held", "list")[1]
    assert paravent("held", "show", "h1")[0] == 0
    status, out, err = paravent("held", "approve", "h1")
    assert (status, out) == (0, "")
    assert "leaves once" in err
    assert held.get("h1", datetime.now(UTC)).state is State.APPROVED
    told = [event["action"] for event in events(paravent) if "action" in event]
    assert [each for each in told if "held" in each] == [
        *("held.waiting", "audit.held", "audit.held", "audit.held_text", "held.approved"),
    ]


def test_a_refusal_wants_a_reason_and_is_final(paravent, held):
    assert paravent("held", "refuse", "h1")[0] == 2
    assert paravent("held", "refuse", "h1", "--reason", "pas encore", "--anyway")[0] == 0
    assert held.get("h1", datetime.now(UTC)).reason == "pas encore"
    status, _, err = paravent("held", "approve", "h1")
    assert (status, "already" in err) == (1, True)
    assert "not kept any more" in paravent("held", "show", "h1")[2]


@pytest.mark.parametrize("command", [("approve",), ("show",), ("refuse", "--reason", "non", "--anyway")])
def test_an_id_that_is_none_is_told(paravent, held, command):
    status, out, err = paravent("held", command[0], "nothing", *command[1:])
    assert (status, out) == (1, "")
    assert "No call that waits" in err


def test_a_reason_of_several_lines_is_told(paravent, held):
    status, _, err = paravent("held", "refuse", "h1", "--reason", "a\nb", "--anyway")
    assert (status, "write one line" in err) == (2, True)
