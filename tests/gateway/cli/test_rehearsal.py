import json
import socket
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from audit.calls import Call, Event
from audit.records import Kind
from detectors.analyser import Analyser
from detectors.labels import Label
from gateway import app
from gateway.cli.echo import Received
from gateway.cli.rehearsal import Rehearsal, read_letter, rehearse, staged


@pytest.fixture
def engine(monkeypatch):
    """An engine that starts at once and finds numbers alone."""

    def analyser(_options, **means):
        return Analyser(None, factory="stand_in_engines:Digits", **means)

    monkeypatch.setattr(app, "Analyser", analyser)


def call(**labels):
    event = Event(1, datetime.now(UTC), Kind.DEPARTURE, "r-1", "0f", {}, labels, ())
    return Call("r-1", event, None, None)


@pytest.fixture
def kept():
    """What is seen when every promise is kept."""
    letter = read_letter()
    left = (Received("/v1/chat/completions", (("accept", "*/*"),), b"[PERSON-K7Q2M9-A3X]"),) * 2
    hidden = "CA_SIN=1, PERSON=2"
    calls = (call(CA_SIN=1, PERSON=2),) * 2
    return Rehearsal(letter, left, letter.text, letter.text, hidden, calls, chain_holds=True)


def test_the_letter_is_a_letter_and_bears_much_that_is_personal():
    letter = read_letter()
    assert letter.text.lstrip().startswith("Rimouski")
    assert {mark.label for mark in letter.marks} <= set(Label)
    assert len({mark.label for mark in letter.marks}) >= 8
    assert all(letter.text[mark.start : mark.end].strip() for mark in letter.marks)


def test_four_sides_that_agree_have_no_fault(kept):
    assert kept.faults() == []


@pytest.mark.parametrize("side", ["body", "target", "headers"])
def test_one_value_anywhere_in_what_left_is_a_fault(kept, side):
    value = next(kept.letter.text[m.start : m.end] for m in kept.letter.marks if m.label == Label.PERSON)
    spoilt = {"body": value.encode(), "target": f"/{value}", "headers": (("x-name", value),)}
    left = (kept.left[0], replace(kept.left[1], **{side: spoilt[side]}))
    assert replace(kept, left=left).faults() == ["left"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"left": (), "calls": ()}, "left"),
        ({"streamed": "x"}, "streamed"),
        ({"tool_text": ""}, "tool"),
        ({"hidden": "PERSON=4"}, "audit"),
        ({"calls": (call(CA_SIN=1, PERSON=2),)}, "audit"),
        ({"calls": (call(CA_SIN=1, PERSON=2), call(PERSON=2))}, "audit"),
        ({"chain_holds": False}, "chain"),
    ],
)
def test_each_side_that_disagrees_is_named(kept, changes, fault):
    assert fault in replace(kept, **changes).faults()


def test_a_gateway_that_hides_nothing_is_found_out(kept):
    leaky = Received("/v1/chat/completions", (), kept.letter.text.encode())
    for hidden in ("", "PERSON=0"):
        seen = replace(kept, left=(leaky, leaky), hidden=hidden, calls=(call(), call()))
        assert set(seen.faults()) == {"left", "audit"}


async def test_a_letter_goes_through_everything_and_what_was_missed_is_told(engine, tmp_path):
    async with staged(tmp_path, 0) as stage:
        seen = await rehearse(stage)
        async with httpx.AsyncClient(trust_env=False) as asking:
            assert (await asking.get(f"{stage.url}/livez")).json() == {"status": "ok"}
    # The engine of this test knows no name: all else is as it should be.
    assert seen.faults() == ["left"]
    assert len(seen.left) == len(seen.calls) == 2
    assert [json.loads(one.body).get("stream") for one in seen.left] == [True, None]
    assert all(each.ending == "delivered" for each in seen.calls)
    assert all(each.opening.values["project"] == "Démonstration" for each in seen.calls)
    assert seen.hidden.startswith("ID_NUMBER=")
    assert stage.token not in repr(seen.left)
    with pytest.raises(OSError, match="refused"), socket.socket() as one:
        one.connect((httpx.URL(stage.url).host, httpx.URL(stage.url).port))


async def test_a_port_that_is_taken_is_told_and_leaves_nothing_behind(engine, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            async with staged(tmp_path, taken.getsockname()[1]):
                raise AssertionError("it started")


async def test_a_gateway_that_does_not_start_is_told(monkeypatch, tmp_path):
    def analyser(_options, **means):
        return Analyser(None, factory="stand_in_engines:Broken", **means)

    monkeypatch.setattr(app, "Analyser", analyser)
    with pytest.raises(RuntimeError):
        async with staged(tmp_path, 0):
            raise AssertionError("it started")
