import asyncio
import base64
import json
from datetime import UTC, datetime

import pytest

from audit.feed import Feed
from audit.ledger import append_now
from audit.records import Administration
from config.audit import Audit
from config.settings import Settings
from gateway import feeding as module
from gateway.feeding import Feeder, feeding
from gateway.telemetry import Metrics


class Sink:
    """Takes events, and fails when it is told to."""

    def __init__(self):
        self.taken, self.fails, self.closed = [], False, False

    def send(self, events):
        if self.fails:
            raise ConnectionResetError
        self.taken += [event.sequence for event in events]

    def close(self):
        self.closed = True


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def happen(database):
    def happen(number):
        for _ in range(number):
            append_now(
                database, Administration(datetime.now(UTC), "test", "test.done", "x", {"reason": "mots"})
            )

    return happen


@pytest.fixture
def feeder(database, sink):
    return Feeder(Feed(database, "siem"), sink.send, sink.close)


def test_what_happens_is_passed_on_once_and_in_order(database, feeder, sink, happen):
    happen(3)
    feeder.step()
    happen(2)
    feeder.end()
    assert sink.taken == [1, 2, 3, 4, 5]
    assert sink.closed
    after = Feeder(Feed(database, "siem"), sink.send, sink.close)
    happen(1)
    after.end()
    assert sink.taken == [1, 2, 3, 4, 5, 6], "a restart goes on where it stopped"


def test_a_crash_hands_over_anew_what_was_not_noted(database, sink, happen):
    happen(2)
    crashed = Feeder(Feed(database, "siem"), sink.send, sink.close)
    crashed._feed.keep = lambda *_: (_ for _ in ()).throw(OSError)
    with pytest.raises(OSError):
        crashed.step()
    crashed._feed.leave()
    Feeder(Feed(database, "siem"), sink.send, sink.close).end()
    assert sink.taken == [1, 2, 1, 2]


def test_an_outage_loses_nothing_and_the_last_batch_is_sent_again(feeder, sink, happen):
    happen(2)
    feeder.step()
    happen(2)
    sink.fails = True
    with pytest.raises(OSError):
        feeder.step()
    sink.fails = False
    feeder.end()
    # Nobody told whether the first two were read before the line broke.
    assert sink.taken == [1, 2, 1, 2, 3, 4]


def test_more_than_a_batch_is_passed_on(monkeypatch, feeder, sink, happen):
    monkeypatch.setattr(module, "_BATCH", 2)
    happen(5)
    assert feeder.step()
    feeder.end()
    assert sink.taken == [1, 2, 3, 4, 5]


def test_while_another_process_does_it_nothing_is_passed_on_twice(database, feeder, sink, happen):
    other = Sink()
    happen(2)
    feeder.step()
    beside = Feeder(Feed(database, "siem"), other.send, other.close)
    happen(1)
    beside.step()
    assert other.taken == []
    feeder.end()
    assert sink.taken == [1, 2, 3]
    beside.end()


async def test_it_tells_when_it_cannot_pass_on_and_goes_on_when_it_can(monkeypatch, feeder, sink, happen):
    monkeypatch.setattr(module, "_REST", 0.01)
    monkeypatch.setattr(module, "_LONGEST_REST", 0.02)
    sink.fails = True
    happen(1)
    running = asyncio.create_task(feeder.run())
    for healthy in (False, True):
        for _ in range(500):
            if feeder.healthy is healthy:
                break
            await asyncio.sleep(0.01)
        assert feeder.healthy is healthy
        sink.fails = False
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.to_thread(feeder.end)
    assert sink.taken == [1]


@pytest.mark.parametrize("form", ["ocsf", "cef"])
async def test_the_configuration_says_how_and_where(database, happen, capsys, form):
    happen(1)
    echo = {"dialect": "openai", "base_url": "http://127.0.0.1:1/v1", "location": "local"}
    settings = Settings.model_validate(
        {
            "organization": {"name": "Institut"},
            "database": database,
            "providers": {"echo": echo},
            "secret": base64.b64encode(b"a" * 32).decode(),
            "audit": {"siem": {"format": form, "stdout": True}},
        }
    )
    async with feeding(settings, Metrics()):
        happen(1)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "mots" not in "".join(lines)
    if form == "ocsf":
        assert [json.loads(line)["metadata"]["sequence"] for line in lines] == [1, 2]
    else:
        assert all(line.startswith("CEF:0|") for line in lines)
    async with feeding(settings.model_copy(update={"audit": Audit()}), Metrics()):
        pass
