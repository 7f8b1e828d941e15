"""Many callers at once: each gets their own people back and nobody else's; and who may call at all."""

import asyncio
import json
import secrets
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from audit.keys import KeyStore
from tests.acceptance.conftest import make_key, wait_for

CALLERS = 32
GIVEN = ("Julie", "Marc-André", "Sophie", "Étienne", "Nathalie", "Gabriel", "Isabelle", "Mathieu")
FAMILY = ("Tremblay", "Bouchard", "Pelletier", "Lévesque")


def sin(number: int) -> str:
    """A number of nine digits whose check digit is right."""
    body = f"1{number:07d}"
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(body))
    digits = f"{body}{-total % 10}"
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def person(number: int) -> tuple[str, ...]:
    """The values of one caller, which no other has."""
    given, family = GIVEN[number % 8], FAMILY[number // 8]
    return (
        f"{given} {family}",
        sin(number * 1013),
        f"poste{number:03d}@exemple.test",
        f"418 555-{1000 + number}",
    )


def letter(number: int, turn: int) -> str:
    name, insurance, email, telephone = person(number)
    return f"Mme {name} (NAS {insurance}) attend la réponse {turn} à {email} ou au {telephone}."


async def test_nobody_gets_the_people_of_another(gateway) -> None:
    recording = gateway.fresh()
    recording.pause = 0.002
    started = asyncio.Event()

    async def caller(number: int, client: httpx.AsyncClient) -> None:
        await started.wait()
        for turn in range(3):
            stream, anthropic = (number + turn) % 2 == 0, (number + turn) % 4 < 2
            text = letter(number, turn)
            body = {"model": f"echo-{1 + number % 7}", "max_tokens": 9, "stream": stream}
            body["messages"] = [{"role": "user", "content": text}]
            path = "/v1/messages" if anthropic else "/v1/chat/completions"
            answer = await client.post(gateway.url + path, json=body, headers=gateway.credentials)
            assert answer.status_code == 200, answer.text
            got = (spoken if stream else whole)(answer.text, anthropic)
            assert got == text

    async with httpx.AsyncClient(timeout=60) as client, asyncio.TaskGroup() as group:
        for number in range(CALLERS):
            group.create_task(caller(number, client))
        started.set()
    everything = recording.everything()
    assert len(recording.requests) == 3 * CALLERS
    assert not {value for number in range(CALLERS) for value in person(number) if value in everything}
    calls = await asyncio.to_thread(gateway.calls, 3 * CALLERS)
    assert {call.ending for call in calls} == {"delivered"}


def whole(text: str, anthropic: bool) -> str:
    answer = json.loads(text)
    return answer["content"][0]["text"] if anthropic else answer["choices"][0]["message"]["content"]


def spoken(text: str, anthropic: bool) -> str:
    found = [json.loads(line[6:]) for line in text.split("\n") if line.startswith("data: {")]
    if anthropic:
        return "".join(
            event["delta"].get("text", "") for event in found if event["type"] == "content_block_delta"
        )
    return "".join(event["choices"][0]["delta"].get("content", "") for event in found)


def test_a_pseudonym_of_another_caller_stays_one(gateway) -> None:
    recording = gateway.fresh()
    gateway.post("Mme Julie Tremblay, bonjour.")
    said = recording.bodies()[0]["messages"][-1]["content"]
    name = said[said.index("[") : said.index("]") + 1]
    answer = gateway.post(f"Qui est {name} ? Demande de M. Gabriel Pelletier.")
    assert (
        answer.json()["choices"][0]["message"]["content"]
        == f"Qui est {name} ? Demande de M. Gabriel Pelletier."
    )
    assert "Tremblay" not in answer.text


@pytest.mark.parametrize("role", ["staff", "officer", "admin"])
def test_every_role_may_call_and_is_on_record(gateway, role) -> None:
    gateway.fresh()
    token = make_key(gateway.database, f"{role}-{secrets.token_hex(4)}", role)
    assert ask(gateway, token) == 200
    (call,) = gateway.calls()
    assert call.opening.values["role"] == role


def test_a_revoked_and_an_expired_key_stop_working(gateway) -> None:
    recording = gateway.fresh()
    end = datetime.now(UTC) + timedelta(seconds=1.5)
    names = {name: f"{name}-{secrets.token_hex(4)}" for name in ("revoked", "expired", "kept")}
    tokens = {
        name: make_key(gateway.database, names[name], expires=end if name == "expired" else None)
        for name in names
    }
    assert [ask(gateway, token) for token in tokens.values()] == [200, 200, 200]
    store = KeyStore(gateway.database)
    store.revoke(names["revoked"])
    store.close()
    wait_for(lambda: ask(gateway, tokens["revoked"]) == 401, 6)
    wait_for(lambda: ask(gateway, tokens["expired"]) == 401, 6)
    recording = gateway.fresh()
    assert [ask(gateway, token) for token in tokens.values()] == [401, 401, 200]
    assert len(recording.arrived) == 1
    assert not {token for token in tokens.values() if token in recording.everything()}


def ask(gateway, token: str) -> int:
    body = {"model": "echo-3", "messages": [{"role": "user", "content": "Bonjour"}]}
    headers = {"x-api-key": token}
    return httpx.post(
        f"{gateway.url}/v1/chat/completions", json=body, headers=headers, timeout=30
    ).status_code
