import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from audit.errors import AuditUnavailable
from audit.held import HeldCalls
from audit.heldcall import State
from audit.records import Who
from config.provider import Dialect
from gateway.errors import Forbidden, Unavailable
from gateway.held.outgoing import Sealer
from gateway.http.approval import Gate
from gateway.http.exchange import Exchange
from gateway.privacy.rewrite import without_body
from gateway.wire.routes import find

OUTBOUND = without_body("POST", "/chat/completions")


@pytest.fixture
def held(either_database):
    held = HeldCalls(either_database)
    yield held
    held.close()


@pytest.fixture
def gate(held):
    return Gate(held, Sealer(b"k" * 32))


@pytest.fixture
def admitted(make_settings):
    settings = make_settings(policies={"default": {"approval": {"labels": ["CA_SIN"], "expires": "5m"}}})

    def make(request_id="r1", label="CA_SIN", who="k1"):
        exchange = Exchange(request_id)
        exchange.who = Who(who, who, "com", "staff")
        exchange.provider_name = "open"
        exchange.route = find("POST", "/v1/chat/completions", Dialect.OPENAI)
        exchange.policy_name, exchange.policy = settings.policy_for("com")
        exchange.labels.update([label])
        exchange.project, exchange.told_is_plain = "Mme Gagnon", False
        return exchange

    return make


def now():
    return datetime.now(UTC)


async def refused(gate, exchange):
    with pytest.raises(Forbidden) as error:
        await gate.look(exchange, OUTBOUND)
    return error.value


async def test_a_call_that_meets_no_condition_passes(gate, held, admitted):
    exchange = admitted(label="PERSON")
    await gate.look(exchange, OUTBOUND)
    await gate.use(exchange)
    assert held.all(now()) == ()


async def test_a_held_call_is_told_its_id_each_time_and_held_once(gate, held, admitted):
    for request_id in ("r1", "r2"):
        error = await refused(gate, admitted(request_id))
        assert (error.code, error.facts["id"]) == ("approval_required", "r1")
    (call,) = held.all(now())
    assert (call.state, call.reviewers, call.expires - call.at) == (
        State.WAITING,
        ("com",),
        timedelta(minutes=5),
    )
    assert call.project is None, "what was found to be personal is not kept"


async def test_an_approval_lets_one_call_through(gate, held, admitted):
    await refused(gate, admitted("r1"))
    held.decide("r1", State.APPROVED, by="x", at=now(), reason="")
    first, second = admitted("r2"), admitted("r3")
    for exchange in (first, second):
        await gate.look(exchange, OUTBOUND)
    outcomes = await asyncio.gather(gate.use(first), gate.use(second), return_exceptions=True)
    assert sorted(str(each) for each in outcomes) == ["None", "approval_used"]
    assert (await refused(gate, admitted("r4"))).facts["id"] == "r4"


async def test_it_is_for_who_asked_alone(gate, held, admitted):
    await refused(gate, admitted("r1"))
    held.decide("r1", State.APPROVED, by="x", at=now(), reason="")
    assert (await refused(gate, admitted("r2", who="k2"))).facts["id"] == "r2"


async def test_a_refusal_tells_why(gate, held, admitted):
    await refused(gate, admitted("r1"))
    held.decide("r1", State.REFUSED, by="x", at=now(), reason="trop long")
    error = await refused(gate, admitted("r2"))
    assert (error.code, error.facts["reason"]) == ("approval_refused", "trop long")


@pytest.mark.parametrize("broken", ["seek", "hold", "use"])
async def test_a_database_that_fails_keeps_the_call_back(gate, held, admitted, monkeypatch, broken):
    def fail(*_, **__):
        raise AuditUnavailable("down")

    if broken == "use":
        await refused(gate, admitted("r1"))
        held.decide("r1", State.APPROVED, by="x", at=now(), reason="")
    monkeypatch.setattr(held, broken, fail)
    exchange = admitted("r2")

    async def leave():
        await gate.look(exchange, OUTBOUND)
        await gate.use(exchange)

    with pytest.raises(Unavailable) as error:
        await leave()
    assert error.value.code == "approval_unavailable"


async def test_a_gateway_without_the_means_keeps_the_call_back(admitted):
    with pytest.raises(Unavailable):
        await Gate().look(admitted(), OUTBOUND)
    await Gate().look(admitted(label="PERSON"), OUTBOUND)


async def test_one_key_cannot_fill_the_table(gate, held, admitted, monkeypatch):
    monkeypatch.setattr("audit.held._MOST", 0)
    assert (await refused(gate, admitted())).code == "approval_queue_full"
