import json

import pytest

from gateway.api.pace import Pace

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_calls_that_held_a_value_are_found_and_the_value_is_kept_nowhere(house):
    identity = await house.call("Dossier 771828.")
    answer = await house.ask(
        "officer", "POST", "/api/audit/lookup", {"value": "77-18 28", "reason": "demande d'accès 12"}
    )
    (match,) = answer.json()["matches"]
    assert (match["request_id"], match["match"], match["found_as"]) == (identity, "whole", ["ID_NUMBER"])
    event = house.told("audit.lookup")[-1]
    told = {"by": "api", "limit": "50", "reason": "demande d'accès 12", "results": "1"}
    assert json.loads(event.values["detail"]) == told
    everything = "".join(
        str(event.values) for event in house.read(lambda reader: reader.events(limit=10_000))
    )
    assert "771828" not in everything


async def test_a_value_that_no_call_held_is_not_found(house):
    answer = await house.ask(
        "admin", "POST", "/api/audit/lookup", {"value": "990011", "reason": "vérification"}
    )
    assert answer.json() == {"matches": [], "following": None}


@pytest.mark.parametrize("reason", ["dossier 771828", "le 77 18-28 de juin"])
async def test_a_reason_that_says_the_value_is_refused(house, reason):
    answer = await house.ask("officer", "POST", "/api/audit/lookup", {"value": "771828", "reason": reason})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "reason_refused")
    assert "77" not in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {"value": "771828"},
        {"value": "771828", "reason": ""},
        {"reason": "demande"},
        {"value": "x" * 501, "reason": "demande"},
        {"value": "771828", "reason": "demande", "limit": 10_000},
        {"value": "771828", "reason": "demande", "after": -1},
    ],
)
async def test_what_makes_no_sense_is_told_without_the_value(house, body):
    answer = await house.ask("officer", "POST", "/api/audit/lookup", body)
    assert answer.status_code == 400
    assert "771828" not in answer.text


async def test_an_address_never_holds_the_value(house):
    answer = await house.ask("officer", "GET", "/api/audit/lookup?value=771828&reason=demande")
    assert answer.status_code == 404


async def test_a_key_looks_up_so_often_and_no_more(house):
    place = next(
        route.endpoint for route in house.app.router.routes if getattr(route, "path", "") == "/api/audit"
    )
    office = place._inside.state.office
    usual, office.lookups = office.lookups, Pace(2, 60)
    try:
        body = {"value": "112233", "reason": "essai"}
        answers = [await house.ask("officer", "POST", "/api/audit/lookup", body) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 0 < int(answers[-1].headers["retry-after"]) <= 60
        assert (await house.ask("admin", "POST", "/api/audit/lookup", body)).status_code == 200
    finally:
        office.lookups = usual
