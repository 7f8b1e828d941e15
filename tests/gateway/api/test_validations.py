import json
from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


def period():
    now = datetime.now(UTC)
    return {"since": (now - timedelta(days=1)).isoformat(), "until": (now + timedelta(days=1)).isoformat()}


async def test_who_called_says_what_they_did_with_the_answer(house):
    identity = await house.call()
    for verdict, status, before in (("validated", 201, None), ("corrected", 200, "validated")):
        answer = await house.ask(
            "staff", "POST", "/api/validations", {"request_id": identity, "verdict": verdict}
        )
        assert (answer.status_code, answer.json()["before"]) == (status, before)
    events = house.told("validation.marked")
    assert [json.loads(event.values["detail"])["verdict"] for event in events] == ["validated", "corrected"]


@pytest.mark.parametrize(("whose", "status"), [("reviewer", 201), ("officer", 201), ("admin", 201)])
async def test_those_who_review_speak_of_calls_of_others(house, whose, status):
    identity = await house.call()
    body = {"request_id": identity, "verdict": "rejected"}
    assert (await house.ask(whose, "POST", "/api/validations", body)).status_code == status


@pytest.mark.parametrize("whose", ["colleague", "stranger"])
async def test_another_teams_or_persons_call_is_as_if_it_were_not(house, whose):
    identity = await house.call()
    told = [
        await house.ask(whose, "POST", "/api/validations", {"request_id": each, "verdict": "validated"})
        for each in (identity, "nothing")
    ]
    assert [answer.status_code for answer in told] == [404, 404]
    errors = [answer.json()["error"] for answer in told]
    assert errors[0]["code"] == "unknown_call"
    assert errors[0]["message"] == errors[1]["message"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"request_id": "r"},
        {"request_id": "r", "verdict": "fine"},
        {"request_id": "", "verdict": "validated"},
        {"request_id": "r", "verdict": "validated", "note": "Mme Gagnon"},
        ["validated"],
        "validated",
    ],
)
async def test_what_makes_no_sense_is_told_without_what_was_said(house, body):
    answer = await house.ask("staff", "POST", "/api/validations", body)
    assert answer.status_code == 400
    assert "Gagnon" not in answer.text
    assert "note" not in answer.json()["error"].get("fields", [])


async def test_rates_tell_how_much_a_person_looked_at(house):
    ids = [await house.call(project="Taux") for _ in range(4)]
    await house.ask("staff", "POST", "/api/validations", {"request_id": ids[0], "verdict": "validated"})
    await house.ask("reviewer", "POST", "/api/validations", {"request_id": ids[0], "verdict": "rejected"})
    for whose in ("officer", "reviewer"):
        answer = await house.ask(whose, "GET", "/api/validations/rates", params=period())
        (rate,) = [each for each in answer.json()["rates"] if each["project"] == "Taux"]
        counts = {"answered": 4, "marked": 1, "share": 0.25, "validated": 1, "corrected": 0, "rejected": 1}
        assert rate == {"team": "com", "project": "Taux", **counts}
    assert (await house.ask("stranger", "GET", "/api/validations/rates", params=period())).json() == {
        "rates": []
    }
    assert (await house.ask("staff", "GET", "/api/validations/rates", params=period())).status_code == 403
    assert (await house.ask("officer", "GET", "/api/validations/rates")).status_code == 400
