"""Records of what has happened: kept through an outage, in order, and counted when they are lost."""

import asyncio
from datetime import UTC, datetime

import pytest

from audit.errors import AuditUnavailable
from audit.records import Arrival, Outcome
from gateway.http import recorder
from gateway.http.recorder import Recorder
from gateway.telemetry import Metrics


class Audit:
    """A ledger that is down until told otherwise."""

    def __init__(self) -> None:
        self.up = True
        self.kept: list[str] = []
        self.hurried: list[bool] = []

    async def append(self, record, *, hurried=True):
        await asyncio.sleep(0)
        self.hurried.append(hurried)
        if not self.up:
            raise AuditUnavailable("down")
        self.kept.append(record.request_id)


def arrival(name: str) -> Arrival:
    return Arrival(name, datetime.now(UTC), Outcome.DELIVERED, 200, 1, 1, None, None, 0, 0, None, 1.0)


@pytest.fixture
def audit():
    return Audit()


@pytest.fixture
def metrics():
    return Metrics()


@pytest.fixture
def kept(audit, metrics, monkeypatch):
    monkeypatch.setattr(recorder, "_AGAIN", 0.01)
    return Recorder(audit, metrics)


def lost(metrics) -> float:
    return metrics.registry.get_sample_value("paravent_unrecorded_total")


async def test_an_outage_delays_records_and_keeps_their_order(kept, audit, metrics):
    audit.up = False
    for name in ("a", "b"):
        await kept.record(arrival(name))
    kept.record_later(arrival("c"))
    await asyncio.sleep(0.05)
    assert not audit.kept
    audit.up = True
    async with asyncio.timeout(5):
        while len(audit.kept) < 3:  # noqa: ASYNC110 - what is waited for is a count
            await asyncio.sleep(0.01)
    await kept.record(arrival("d"))
    await kept.close()
    assert audit.kept == ["a", "b", "c", "d"]
    assert lost(metrics) == 0


async def test_what_is_under_way_is_waited_for(kept, audit):
    for name in "abc":
        kept.record_later(arrival(name))
    await kept.close()
    assert sorted(audit.kept) == ["a", "b", "c"]


async def test_only_what_somebody_waits_for_is_in_a_hurry(kept, audit):
    await kept.record(arrival("a"))
    kept.record_later(arrival("b"))
    await kept.close()
    assert audit.hurried == [True, False]


async def test_what_cannot_be_kept_is_counted(kept, audit, metrics, monkeypatch):
    monkeypatch.setattr(recorder, "_KEPT", 2)
    audit.up = False
    for name in "abc":
        await kept.record(arrival(name))
    assert lost(metrics) == 1
    await kept.close()
    assert lost(metrics) == 3
    assert len(asyncio.all_tasks()) == 1
