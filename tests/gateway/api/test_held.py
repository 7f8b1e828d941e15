import json

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


DIGITS = str.maketrans("0123456789", "abcdefghij")


@pytest.fixture(scope="module")
def policies():
    """The narrowest scope: each call has pseudonyms of its own."""
    return {"default": {"scope": "call", "approval": {"purposes": ["decision"]}}}


async def hold(house, text, whose="staff"):
    return await house.call(text, whose, purpose="decision")


async def test_a_list_has_ones_own_and_those_one_may_decide_upon_without_texts(house):
    ours, theirs = await hold(house, "A."), await hold(house, "B.", "reviewer")
    seen = {}
    for whose in ("staff", "colleague", "reviewer", "stranger", "officer"):
        answer = await house.ask(whose, "GET", "/api/held")
        assert '"text"' not in answer.text
        seen[whose] = {call["id"] for call in answer.json()["held"]} & {ours, theirs}
    assert seen == {
        "staff": {ours},
        "colleague": set(),
        "reviewer": {ours, theirs},
        "stranger": set(),
        "officer": {ours, theirs},
    }


async def test_reading_what_would_leave_is_on_record(house):
    identity = await hold(house, "Dossier 4417.")
    answer = await house.ask("reviewer", "GET", f"/api/held/{identity}")
    text = answer.json()["text"]
    assert "4417" not in text
    assert json.loads(text)["model"] == "echo-large"
    event = house.told("audit.held_text")[-1]
    assert (event.values["name"], event.values["subject"]) == ("reviewer", identity)


async def test_a_decision_is_told_to_everyone_who_sees_the_call(house):
    identity = await hold(house, "C.")
    done = await house.ask("reviewer", "POST", f"/api/held/{identity}/refuse", {"reason": "pas maintenant"})
    assert done.status_code == 200
    own = (await house.ask("staff", "GET", f"/api/held/{identity}")).json()
    assert (own["state"], own["decider"], own["reason"]) == ("refused", "reviewer", "pas maintenant")
    event = house.told("held.refused")[-1]
    assert json.loads(event.values["detail"])["reason"] == "pas maintenant"


@pytest.mark.parametrize("path", ["nothing", "%27%20OR%201=1", "..%2F..%2Faudit", "x" * 300])
async def test_an_id_that_is_none_is_not_found(house, path):
    for method, body, more in (
        ("GET", None, ""),
        ("POST", {}, "/approve"),
        ("POST", {"reason": "xxx"}, "/refuse"),
    ):
        answer = await house.ask("officer", method, f"/api/held/{path}{more}", body)
        assert answer.status_code in (400, 404)


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": ""}, {"reason": "a\nb"}, {"reason": "x" * 501}, {"reason": "ok", "state": "approved"}],
)
async def test_a_refusal_wants_a_reason_of_one_line(house, body):
    identity = await hold(house, f"D {len(str(body))}.".translate(DIGITS))
    answer = await house.ask("officer", "POST", f"/api/held/{identity}/refuse", body)
    assert answer.status_code == 400
    assert (await house.ask("staff", "GET", f"/api/held/{identity}")).json()["state"] == "waiting"


async def test_a_reason_in_which_something_personal_is_found_decides_nothing(house):
    identity = await hold(house, "E.")
    answer = await house.ask("officer", "POST", f"/api/held/{identity}/approve", {"reason": "dossier 4417"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "reason_refused")
    assert "4417" not in answer.text
    assert (await house.ask("staff", "GET", f"/api/held/{identity}")).json()["state"] == "waiting"


async def test_a_call_is_made_the_same_again_also_where_each_has_its_own_pseudonyms(house, provider):
    identity = await hold(house, "Le dossier 90817263, deux fois.")
    await house.ask("officer", "POST", f"/api/held/{identity}/approve", {})
    recording = provider.fresh()
    second = await hold(house, "Le dossier 90817263, deux fois.")
    assert house.read(lambda reader: reader.call(second)).arrival is not None
    assert len(recording.requests) == 1
    assert "90817263" not in recording.everything()
    other = await hold(house, "Le dossier 90817263, trois fois.")
    assert house.read(lambda reader: reader.call(other)).refusal.values["code"] == "approval_required"
