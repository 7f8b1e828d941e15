from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from gateway.http.health import health_routes
from gateway.telemetry import Metrics


def client(*, detector=True, audit=True):
    app = FastAPI()
    metrics = Metrics()
    metrics.refusals.labels("content_refused").inc(3)
    app.include_router(
        health_routes(SimpleNamespace(ready=detector), SimpleNamespace(healthy=audit), metrics)
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://paravent")


async def test_the_process_is_alive_whatever_its_parts_do():
    async with client(detector=False, audit=False) as asking:
        answer = await asking.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("detector", "audit"), [(True, True), (False, True), (True, False), (False, False)])
async def test_it_is_ready_when_both_parts_are_and_says_which_is_not(detector, audit):
    async with client(detector=detector, audit=audit) as asking:
        answer = await asking.get("/readyz")
    ready = detector and audit
    assert answer.status_code == (200 if ready else 503)
    status = "ok" if ready else "unavailable"
    assert answer.json() == {"status": status, "detector": detector, "audit": audit}


async def test_the_numbers_are_in_the_form_that_prometheus_reads():
    async with client() as asking:
        answer = await asking.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert 'paravent_refusals_total{code="content_refused"} 3.0' in answer.text.splitlines()
