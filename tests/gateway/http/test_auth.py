import asyncio
import threading
from datetime import UTC, datetime

import pytest
from starlette.datastructures import Headers, QueryParams

from audit.errors import AuditUnavailable
from audit.keys import KeyRecord, KeyStore, Role
from audit.records import Who
from gateway.errors import Unauthenticated, Unavailable
from gateway.http import auth
from gateway.http.auth import Authenticator, token_of

NOW = datetime(2026, 10, 1, tzinfo=UTC)
ZOE = KeyRecord("k1", "Zoé", "com", Role.STAFF, None, NOW, None)


def bearer(token):
    return {"authorization": f"Bearer {token}"}


class Store:
    """Knows one token, and counts who asks."""

    def __init__(self, *known):
        self.known = dict.fromkeys(known, ZOE)
        self.asked = []

    def find(self, token):
        assert threading.current_thread() is not threading.main_thread()
        self.asked.append(token)
        return self.known.get(token)


@pytest.fixture
def clock(monkeypatch):
    """The seconds that pass in `auth`, set by hand."""

    class Clock:
        now = 100.0

        @classmethod
        def monotonic(cls):
            return cls.now

    monkeypatch.setattr(auth, "time", Clock)
    return Clock


@pytest.mark.parametrize(
    ("headers", "query", "token"),
    [
        (bearer("pv_a"), "", "pv_a"),
        ({"Authorization": "bearer   pv_a "}, "", "pv_a"),
        ({"x-api-key": "pv_b"}, "", "pv_b"),
        ({"api-key": "pv_c"}, "", "pv_c"),
        ({"x-goog-api-key": "pv_d"}, "", "pv_d"),
        ({}, "key=pv_e", "pv_e"),
        ({**bearer("pv_a"), "x-api-key": "pv_b"}, "key=pv_e", "pv_a"),
        ({"authorization": "Basic cHY=", "x-api-key": "pv_b"}, "", "pv_b"),
        ({"authorization": "Bearer ", "x-api-key": "pv_b"}, "", "pv_b"),
        ({}, "", None),
        ({"authorization": "pv_a"}, "", None),
        ({"x-api-key": ""}, "key=", None),
    ],
)
def test_a_key_is_found_wherever_an_sdk_puts_it(headers, query, token):
    assert token_of(Headers(headers), QueryParams(query)) == token


async def test_the_caller_is_whose_key_it_is(database):
    store = KeyStore(database)
    record, token = store.create("Zoé", team="com", role="officer")
    keys = Authenticator(store.find)
    assert await keys.caller(bearer(token), {}) == Who(record.id, "Zoé", "com", "officer")
    store.close()


async def test_a_missing_or_unknown_key_is_nobody():
    store = Store("pv_a")
    keys = Authenticator(store.find)
    for headers in ({}, bearer("pv_x"), bearer("pv_x"), bearer("Zoé \udce9")):
        with pytest.raises(Unauthenticated):
            await keys.caller(headers, {})
    assert store.asked == ["pv_x", "Zoé \udce9"]


async def test_an_answer_is_believed_for_a_few_seconds_then_asked_again(clock):
    store = Store("pv_a")
    keys = Authenticator(store.find)
    await keys.caller(bearer("pv_a"), {})
    clock.now += 4.9
    await keys.caller(bearer("pv_a"), {})
    assert store.asked == ["pv_a"]
    store.known.clear()
    clock.now += 0.2
    with pytest.raises(Unauthenticated):
        await keys.caller(bearer("pv_a"), {})
    store.known["pv_a"] = ZOE
    clock.now += 5.1
    assert (await keys.caller(bearer("pv_a"), {})).key_id == "k1"


async def test_a_store_that_fails_lets_nobody_in_and_is_asked_again():
    store = Store("pv_a")

    def broken(token):
        raise AuditUnavailable(f"no such table, {token}")

    keys = Authenticator(broken)
    with pytest.raises(Unavailable) as caught:
        await keys.caller(bearer("pv_a"), {})
    assert (caught.value.code, caught.value.__suppress_context__) == ("keys_unavailable", True)
    assert caught.value.cause == "AuditUnavailable"
    keys._find = store.find
    assert (await keys.caller(bearer("pv_a"), {})).name == "Zoé"


async def test_a_slow_store_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(auth, "_PATIENCE", 0.01)
    answer = threading.Event()
    keys = Authenticator(lambda _token: answer.wait(5))
    try:
        with pytest.raises(Unavailable):
            await keys.caller(bearer("pv_a"), {})
    finally:
        answer.set()
        await asyncio.sleep(0)


async def test_no_more_is_remembered_than_fits(monkeypatch):
    monkeypatch.setattr(auth, "_REMEMBERED", 2)
    store = Store("a", "b", "c")
    keys = Authenticator(store.find)
    for token in "abca":
        await keys.caller(bearer(token), {})
    assert store.asked == ["a", "b", "c", "a"]
    assert not any(token in repr(keys._known) for token in ("'a'", "b'a'"))


async def test_callers_who_come_together_share_one_look_up_even_if_one_hangs_up():
    store = Store("pv_good")
    keys = Authenticator(store.find)
    callers = [
        asyncio.ensure_future(keys.caller(Headers(bearer("pv_good")), QueryParams())) for _ in range(32)
    ]
    await asyncio.sleep(0)
    callers[0].cancel()
    answers = await asyncio.gather(*callers, return_exceptions=True)
    assert isinstance(answers[0], asyncio.CancelledError)
    assert {who.name for who in answers[1:]} == {"Zoé"}
    assert store.asked == ["pv_good"]
