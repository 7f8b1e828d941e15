import json

import pytest

from audit.errors import AuditUnavailable
from detectors.errors import DetectionFailed

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def office(house):
    door = next(
        route.endpoint for route in house.app.router.routes if getattr(route, "path", "") == "/api/audit"
    )
    return door._inside.state.office


async def test_what_cannot_be_recorded_is_not_shown(house, office, monkeypatch):
    await house.call(project="Secret")

    async def fail(*_, **__):
        raise AuditUnavailable("down")

    monkeypatch.setattr(office.ledger, "append", fail)
    for method, path, body in (
        ("GET", "/api/audit/calls", None),
        ("GET", "/api/audit/export", None),
        ("POST", "/api/audit/lookup", {"value": "4417", "reason": "demande"}),
        ("POST", "/api/audit/verify", None),
        ("GET", "/api/held", None),
    ):
        answer = await house.ask("officer", method, path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "audit_unavailable"), path
        assert "Secret" not in answer.text


async def test_a_database_that_fails_is_told(house, office, monkeypatch):
    def fail(*_, **__):
        raise AuditUnavailable("down")

    monkeypatch.setattr(office.reader, "calls", fail)
    answer = await house.ask("officer", "GET", "/api/audit/calls")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "audit_unavailable")


async def test_words_that_cannot_be_inspected_are_not_kept(house, office, monkeypatch):
    identity = await house.call("Bonjour.", purpose="decision")

    async def fail(*_, **__):
        raise DetectionFailed

    monkeypatch.setattr(office.analyser, "analyse", fail)
    answer = await house.ask("officer", "POST", f"/api/held/{identity}/refuse", {"reason": "pas ainsi"})
    assert answer.status_code == 503
    assert house.told("held.refused") == ()


async def test_what_is_recorded_fits_whatever_it_is(house, office):
    await office.record(
        house.read(lambda _: _who()), "audit.list", "x" * 900, filters="a\nb" * 900, none=None
    )
    event = house.told("audit.list")[-1]
    assert len(event.values["subject"]) == 200
    detail = json.loads(event.values["detail"])
    assert set(detail) == {"filters", "by"}
    assert "\n" not in detail["filters"]


def _who():
    from audit.records import Who

    return Who("k1", "officer", None, "officer")
