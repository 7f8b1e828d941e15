import asyncio
import socket
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import structlog

from audit.calls import Call, Event
from audit.records import Kind
from gateway.cli import demo, rehearsal
from gateway.cli.echo import Received
from gateway.cli.rehearsal import Rehearsal, Stage, read_letter


@pytest.fixture(autouse=True)
def logs():
    yield
    structlog.reset_defaults()  # they went to a standard error that is gone


@pytest.fixture
def rehearsed(monkeypatch):
    """Play a rehearsal that shows what is given, in place of the real one; return the ports it was asked for."""
    letter, ports = read_letter(), []
    values = {"provider": "echo", "model": "echo", "stream": True}
    event = Event(7, None, Kind.DEPARTURE, "r-1", "0f", values, {"PERSON": 2, "CA_SIN": 1}, ())
    left = Received("/v1", (), b'{"messages": [{"content": "Mme [PERSON-K7Q2M9-A3X]"}]}')
    calls = (Call("r-1", event, None, None),)
    seen = Rehearsal(letter, (left,), letter.text, letter.text, "PERSON=2, CA_SIN=1", calls, chain_holds=True)

    def play(**changes):
        @asynccontextmanager
        async def staged(_folder, port):
            ports.append(port)
            yield Stage("http://127.0.0.1:9", "pv_x", None, "sqlite://")

        async def rehearse(_stage):
            return replace(seen, **changes)

        monkeypatch.setattr(rehearsal, "staged", staged)
        monkeypatch.setattr(rehearsal, "rehearse", rehearse)
        return ports

    return play


def test_the_real_demonstration_keeps_every_promise(paravent, tmp_path):
    status, out, err = paravent("demo", "--once")
    assert (status, "All four sides agree" in err) == (0, True)
    for title in ("1. What staff wrote", "2. What left", "3. What came back", "4. The record"):
        assert title in out
    assert "[PERSON-" in out
    assert out.count(": identical to the letter") == 2
    assert "chain verified" in out
    assert list(tmp_path.iterdir()) == []


def test_it_is_told_in_french(paravent, rehearsed):
    rehearsed()
    status, out, err = paravent("demo", "--once", "--language", "fr")
    assert status == 0
    assert "1. Ce que la personne a écrit" in out
    assert "Flux : identique à la lettre" in out
    assert "All four" not in err


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"streamed": "x"}, "the streamed answer is not the letter"),
        ({"tool_text": "x"}, "the tool call does not hold the letter"),
        ({"hidden": "PERSON=9"}, "the record does not count what was hidden"),
        ({"chain_holds": False}, "the record's chain is broken"),
    ],
)
def test_a_promise_that_is_not_kept_is_named_and_fails(paravent, rehearsed, changes, told):
    rehearsed(**changes)
    status, out, err = paravent("demo", "--once")
    assert status == 1
    assert err.count("Not kept:") == 1
    assert told in err
    assert ("NOT identical" in out) == ("x" in changes.values())
    assert ("chain broken" in out) == ("chain_holds" in changes)


def test_each_fault_has_its_words():
    assert demo._FAULTS.keys() == {"left", "streamed", "tool", "audit", "chain"}


@pytest.mark.parametrize(("arguments", "port"), [(("--once",), 0), (("--once", "--port", "9123"), 9123)])
def test_the_port_is_any_free_one_unless_chosen(paravent, rehearsed, arguments, port):
    ports = rehearsed()
    assert paravent("demo", *arguments)[0] == 0
    assert ports == [port]


def test_it_serves_on_until_stopped_and_tells_how_to_try(paravent, rehearsed, monkeypatch):
    class Stopped(asyncio.Event):
        async def wait(self):
            raise KeyboardInterrupt

    ports = rehearsed()
    monkeypatch.setattr(demo.asyncio, "Event", Stopped)
    status, _, err = paravent("demo")
    assert (status, ports) == (0, [8080])
    assert "curl http://127.0.0.1:9/v1/chat/completions -H 'Authorization: Bearer pv_x'" in err
    assert "Je m'\\''appelle Julie Tremblay." in err


def test_a_port_that_is_taken_is_told(paravent, monkeypatch):
    @asynccontextmanager
    async def staged(_folder, port):
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            other.bind(one.getsockname())
        yield

    monkeypatch.setattr(rehearsal, "staged", staged)
    status, out, err = paravent("demo", "--port", "9123")
    assert (status, out) == (1, "")
    assert "The port 9123 cannot be used (Address already in use): choose one with --port." in err
