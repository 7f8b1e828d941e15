"""A call that waits for a person, as a stock SDK, a reviewer and an officer live through it."""

import json

import anthropic
import httpx
import openai
import pytest

from audit.keys import KeyStore
from audit.verify import verify
from tests.acceptance.conftest import PERSON, TEXT, start, stop
from tests.conftest import change

POLICIES = """\
policies:
  default: {approval: {labels: [CA_SIN], purposes: [Décision], expires: 10m}}
  other: {teams: [rh], approval: null}
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory, provider, module_url):
    running = start(tmp_path_factory.mktemp("held"), provider, extra=POLICIES, database=module_url)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def keys(gateway):
    """A key of each role and of another team."""
    store = KeyStore(gateway.database)
    made = {
        name: store.create(name, team, role)[1]
        for name, team, role in (
            ("réviseure", "com", "reviewer"),
            ("réviseur d'ailleurs", "rh", "reviewer"),
            ("officière", None, "officer"),
            ("collègue", "com", "staff"),
        )
    }
    store.close()
    return made


@pytest.fixture
def ask(gateway, keys):
    """Ask the gateway's own API, with the key of somebody."""

    def ask(whose, method, path, body=None, language="en"):
        token = keys.get(whose, gateway.token)
        headers = {"authorization": f"Bearer {token}", "accept-language": language}
        return httpx.request(method, gateway.url + path, headers=headers, json=body, timeout=30)

    return ask


def openai_client(gateway):
    return openai.OpenAI(api_key=gateway.token, base_url=f"{gateway.url}/v1", max_retries=2)


def held_by(error):
    """The id that the refusal tells, which is that of the request."""
    return error.response.headers["x-paravent-request-id"]


def test_a_held_call_passes_once_after_an_officer_has_approved_it(gateway, ask):
    recording = gateway.fresh()
    client = openai_client(gateway)

    def call(text=TEXT):
        said = [{"role": "user", "content": text}]
        return client.chat.completions.create(model="echo-3", messages=said)

    with pytest.raises(openai.PermissionDeniedError) as refused:
        call()
    identity = held_by(refused.value)
    assert refused.value.code == "approval_required"
    assert identity in str(refused.value)
    assert not recording.requests, "nothing leaves, and the SDK does not try again by itself"

    shown = ask("officière", "GET", f"/api/held/{identity}").json()
    assert shown["state"] == "waiting"
    assert "[PERSON-" in shown["text"]
    assert PERSON not in json.dumps(shown, ensure_ascii=False)
    assert "558" not in shown["text"]
    approved = ask("officière", "POST", f"/api/held/{identity}/approve", {"reason": "vérifié"})
    assert (approved.status_code, approved.json()["state"]) == (200, "approved")

    with pytest.raises(openai.PermissionDeniedError, match=r"attend l’approbation"):
        call(TEXT + " Et plus encore.")
    assert not recording.requests, "what was changed since is another call"
    assert PERSON in call().choices[0].message.content
    assert json.loads(shown["text"]) == recording.bodies()[-1], "what was approved is what left"

    with pytest.raises(openai.PermissionDeniedError) as again:
        call()
    assert again.value.code == "approval_required"
    assert held_by(again.value) != identity, "an approval is used once"
    assert len(recording.requests) == 1


def test_each_dialect_is_told_in_its_own_way_and_streams_wait_too(gateway, ask):
    recording = gateway.fresh()
    client = anthropic.Anthropic(api_key=gateway.token, base_url=gateway.url)
    said = {"model": "echo-3", "max_tokens": 50, "messages": [{"role": "user", "content": TEXT}]}
    with pytest.raises(anthropic.PermissionDeniedError) as refused:
        client.messages.create(**said)
    assert refused.value.body["error"]["code"] == "approval_required"
    ask("réviseure", "POST", f"/api/held/{held_by(refused.value)}/approve", {})
    with pytest.raises(anthropic.PermissionDeniedError), client.messages.stream(**said):
        pass
    assert not recording.requests
    assert PERSON in client.messages.create(**said).content[0].text


def test_a_purpose_can_be_what_waits(gateway):
    refused = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        headers={**gateway.credentials, "x-paravent-purpose": "décision".encode()},
        json={"model": "echo-3", "messages": [{"role": "user", "content": "Bonjour."}]},
        timeout=30,
    )
    assert refused.json()["error"]["code"] == "approval_required"
    assert gateway.post("Bonjour.").status_code == 200


def test_a_refused_call_tells_why_and_stays_refused(gateway, ask):
    text = TEXT + " Refusez."
    identity = gateway.post(text).headers["x-paravent-request-id"]
    done = ask("réviseure", "POST", f"/api/held/{identity}/refuse", {"reason": "trop de détails"})
    assert done.json()["state"] == "refused"
    told = gateway.post(text)
    assert told.json()["error"]["code"] == "approval_refused"
    assert "trop de détails" in told.json()["error"]["message"]
    for verb in ("approve", "refuse"):
        again = ask("officière", "POST", f"/api/held/{identity}/{verb}", {"reason": "autre avis"})
        assert (again.status_code, again.json()["error"]["code"]) == (409, "already_decided")


def test_nobody_decides_who_may_not(gateway, ask, keys):
    identity = gateway.post(TEXT + " À qui ?").headers["x-paravent-request-id"]
    for whose, status, code in (
        ("collègue", 403, "role_not_allowed"),
        ("caller", 403, "role_not_allowed"),
        ("réviseur d'ailleurs", 404, "unknown_held"),
    ):
        for verb in ("approve", "refuse"):
            told = ask(whose, "POST", f"/api/held/{identity}/{verb}", {"reason": "je veux"})
            assert (told.status_code, told.json()["error"]["code"]) == (status, code)
    assert ask("collègue", "GET", f"/api/held/{identity}").status_code == 404
    own = ask("caller", "GET", f"/api/held/{identity}").json()
    assert (own["state"], own.get("text")) == ("waiting", None)
    # A reviewer's own call waits for somebody else.
    token = keys["réviseure"]
    body = {"model": "echo-3", "messages": [{"role": "user", "content": TEXT}]}
    mine = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=body,
        headers={"authorization": f"Bearer {token}"},
        timeout=30,
    ).headers["x-paravent-request-id"]
    told = ask("réviseure", "POST", f"/api/held/{mine}/approve", {})
    assert (told.status_code, told.json()["error"]["code"]) == (403, "own_call")


def test_an_approval_is_the_callers_alone(gateway, ask, keys):
    text = TEXT + " Personnel."
    identity = gateway.post(text).headers["x-paravent-request-id"]
    ask("officière", "POST", f"/api/held/{identity}/approve", {})
    body = {"model": "echo-3", "messages": [{"role": "user", "content": text}]}
    stolen = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=body,
        headers={"authorization": f"Bearer {keys['collègue']}"},
        timeout=30,
    )
    assert stolen.json()["error"]["code"] == "approval_required"
    assert gateway.post(text).status_code == 200


def test_what_has_expired_lets_nothing_through_and_is_forgotten(gateway, ask):
    text = TEXT + " Trop tard."
    identity = gateway.post(text).headers["x-paravent-request-id"]
    ask("officière", "POST", f"/api/held/{identity}/approve", {})
    change(gateway.database, "UPDATE held_calls SET expires = 1 WHERE id = ?", identity)
    assert gateway.post(text).json()["error"]["code"] == "approval_required"
    assert ask("officière", "GET", f"/api/held/{identity}").status_code == 404


def test_a_reason_with_personal_information_is_not_kept(gateway, ask):
    identity = gateway.post(TEXT + " Motif.").headers["x-paravent-request-id"]
    told = ask(
        "officière", "POST", f"/api/held/{identity}/refuse", {"reason": f"C'est {PERSON}, 514 555-0142"}
    )
    assert (told.status_code, told.json()["error"]["code"]) == (400, "reason_refused")
    assert ask("officière", "GET", f"/api/held/{identity}").json()["state"] == "waiting"


def test_what_was_decided_is_on_a_chain_that_verifies(gateway):
    found = verify(gateway.database)
    # One row was changed by hand, in the test of what expires.
    assert {problem.fault for problem in found.problems} <= {"held"}
