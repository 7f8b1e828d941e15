import json

import httpx
import pytest

from gateway.api.door import Door
from gateway.api.pace import Pace

pytestmark = pytest.mark.asyncio(loop_scope="module")
OWN = ("/api/audit/calls", "/api/validations/rates", "/api/held", "/api/held/x", "/api/audit")


@pytest.mark.parametrize("path", OWN)
async def test_a_stranger_is_told_that_they_are_one_before_anything_is_read(house, path):
    for headers in ({}, {"authorization": "Bearer pv_no"}):
        answer = await house.ask(None, "POST", path, headers=headers, content=b"{nonsense")
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")


async def test_a_key_in_an_address_is_none(house):
    answer = await house.ask(None, "GET", f"/api/audit/calls?key={house.tokens['officer']}")
    assert answer.status_code == 401


async def test_any_header_that_an_sdk_uses_will_do(house):
    answer = await house.ask(None, "GET", "/api/held", headers={"x-api-key": house.tokens["officer"]})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/api/audit/calls/search", "/api/validations"])
async def test_a_body_that_is_too_large_is_not_read(house, path):
    large = json.dumps({"text": "x" * 70_000})
    declared = await house.ask(
        "officer", "POST", path, content=large, headers={"content-type": "application/json"}
    )

    async def pieces():
        for _ in range(70):
            yield b"x" * 1000

    streamed = await house.ask(
        "officer", "POST", path, content=pieces(), headers={"content-type": "application/json"}
    )
    for answer in (declared, streamed):
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "request_too_large")


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"a": NaN', b"[" * 20_000, b'"\\ud800"', b""])
async def test_what_is_no_json_is_told(house, content):
    answer = await house.ask(
        "officer", "POST", "/api/audit/lookup", content=content, headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")


async def test_nothing_is_to_be_kept_by_whatever_is_in_between(house):
    for path, whose in (("/api/held", "officer"), ("/api/held", None), ("/api/audit/nowhere", "officer")):
        assert (await house.ask(whose, "GET", path)).headers["cache-control"] == "no-store"


async def test_who_asks_too_often_is_told_when_to_come_back():
    async def inside(_scope, _receive, _send):
        raise AssertionError("nobody came this far")

    class Keys:
        async def caller(self, _headers, _query):
            return type("Who", (), {"key_id": "k1"})

    door = Door(inside, Keys(), "fr", frozenset())
    door._pace = Pace(0, 30)
    door._pace._most = 1
    door._pace.step("k1")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://x") as client:
        answer = await client.get("/api/held")
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_requests")
    assert answer.headers["content-language"] == "fr"
    assert int(answer.headers["retry-after"]) in range(1, 31)


async def test_what_fails_says_nothing_of_what_was_asked(capfd):
    async def inside(_scope, _receive, _send):
        raise RuntimeError("phacochère")

    class Keys:
        async def caller(self, _headers, _query):
            return type("Who", (), {"key_id": "k1"})

    door = Door(inside, Keys(), "en", frozenset())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://x") as client:
        answer = await client.get("/api/held")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert "phacochère" not in answer.text + "".join(capfd.readouterr())
