"""The stock ollama client, pointed at the gateway."""

import json

import httpx
import ollama
import pytest

from tests.acceptance.conftest import PERSON, Gateway, leaked

TOOL = {
    "type": "function",
    "function": {
        "name": "enregistrer",
        "description": "Enregistre une lettre.",
        "parameters": {"type": "object", "properties": {"texte": {"type": "string"}}, "required": ["texte"]},
    },
}


@pytest.fixture(scope="module")
def client(gateway: Gateway):
    return ollama.Client(host=f"{gateway.url}/ollama", headers=gateway.credentials)


def says(text):
    return [{"role": "user", "content": text}]


def test_an_answer_comes_back_whole_and_nothing_personal_leaves(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = client.chat(model="echo-3", messages=says(letter))
    assert answer.message.content == letter
    assert (answer.done, answer.done_reason, answer.eval_count) == (True, "stop", 7)
    assert answer.created_at == "2026-11-24T10:00:00.123456Z"
    assert not leaked(recording, values, gateway.token)
    (call,) = gateway.calls()
    assert call.opening.labels["CA_SIN"] == 1
    assert call.ending == "delivered"


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    text = thought = ""
    for line in client.chat(model=f"echo-{size}", messages=says(letter), stream=True, think=True):
        text += line.message.content or ""
        thought += line.message.thinking or ""
    assert (text, thought) == (letter, f"On me dit : {letter}")
    assert (line.done, line.prompt_eval_count) == (True, 11)
    assert not leaked(recording, values, gateway.token)


def test_a_prompt_is_gone_on_with(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    assert client.generate(model="echo-3", prompt=letter).response == letter
    lines = client.generate(model="echo-4", prompt=letter, system=f"Tu aides {PERSON}.", stream=True)
    assert "".join(line.response for line in lines) == letter
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("stream", [True, False])
def test_a_conversation_with_tools_leaks_in_no_turn_and_keeps_its_bytes(
    client, gateway, letter, values, stream
) -> None:
    recording = gateway.fresh()
    messages = [{"role": "system", "content": "Tu aides Mme Thériault, de l'Institut."}, *says(letter)]
    answer = client.chat(model="echo-5", messages=messages, tools=[TOOL], stream=stream)
    (called,) = [line.message for line in answer if line.message.tool_calls] if stream else [answer.message]
    assert called.tool_calls[0].function.arguments == {"texte": letter, "lignes": [letter]}
    result = {
        "role": "tool",
        "tool_name": "enregistrer",
        "content": json.dumps({"lu": letter, "nas": 558073029}),
    }
    messages += [called, result, *says(f"Merci. Écris à {PERSON}.")]
    second = client.chat(model="echo-5", messages=messages)
    assert second.message.content == f"Merci. Écris à {PERSON}."
    assert not leaked(recording, values | {"558073029"}, gateway.token)
    before, after = (body["messages"] for body in recording.bodies())
    assert after[: len(before)] == before


async def test_the_asynchronous_client(gateway, letter, values) -> None:
    recording = gateway.fresh()
    client = ollama.AsyncClient(host=gateway.url, headers=gateway.credentials)
    stream = await client.chat(model="echo-6", messages=says(letter), stream=True)
    assert "".join([line.message.content or "" async for line in stream]) == letter
    assert not leaked(recording, values, gateway.token)
    await client._client.aclose()


def test_a_stream_is_what_is_meant_where_nothing_is_said(gateway, letter) -> None:
    gateway.fresh()
    body = {"model": "echo-3", "messages": says(letter)}
    answer = httpx.post(f"{gateway.url}/api/chat", json=body, headers=gateway.credentials, timeout=60)
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert "".join(line["message"]["content"] for line in lines) == letter
    (call,) = gateway.calls()
    assert call.opening.values["stream"]


def test_a_structured_answer_stays_json(client, gateway) -> None:
    gateway.fresh()
    told = {"nom": 'Mme Julie Tremblay-"Ti-Loup" est au\n418 555-0123'}
    text = json.dumps(told, ensure_ascii=False)
    for format_ in ("json", {"type": "object", "properties": {"nom": {"type": "string"}}}):
        lines = client.chat(model="echo-3", messages=says(text), format=format_, stream=True)
        assert json.loads("".join(line.message.content for line in lines)) == told


def test_texts_are_embedded_and_models_listed(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    assert client.embed(model="echo-3", input=[letter, PERSON]).embeddings == [[0.5, 0.25]] * 2
    assert client.embeddings(model="echo-3", prompt=letter).embedding == [0.5, 0.25]
    assert not leaked(recording, values, gateway.token)
    assert [model.model for model in client.list().models] == ["echo-1", "echo-3"]
    version = httpx.get(f"{gateway.url}/api/version", headers=gateway.credentials, timeout=60)
    assert version.json() == {"version": "0.13.0"}


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("chat", {"messages": [{"role": "user", "content": "x", "images": ["AAAA"]}]}, 400),
        ("generate", {"prompt": "x", "images": ["AAAA"]}, 400),
        ("generate", {"prompt": "x", "context": [1, 2, 3]}, 400),
        ("embed", {"input": [1, 2, 3]}, 400),
        ("chat", {"messages": [{"role": "user", "content": PERSON}], "logprobs": True}, 400),
        ("chat", {"messages": [{"role": "oracle", "content": "x"}]}, 400),
        ("chat", {"model": "secret-model", "messages": []}, 403),
        ("pull", {}, 404),
        ("create", {}, 404),
    ],
)
def test_what_may_not_leave_is_refused_as_ollama_would(gateway, path, more, status) -> None:
    recording = gateway.fresh()
    url = f"{gateway.url}/ollama/api/{path}"
    answer = httpx.post(url, json={"model": "echo-3", **more}, headers=gateway.credentials, timeout=60)
    assert answer.status_code == status
    assert isinstance(answer.json()["error"], str)
    assert not recording.requests


def test_a_refusal_and_an_error_of_the_provider_reach_the_client_as_its_own(client, gateway) -> None:
    recording = gateway.fresh()
    with pytest.raises(ollama.ResponseError) as caught:
        client.chat(model="secret-model", messages=says("Bonjour"))
    assert caught.value.status_code == 403
    assert not recording.requests

    def fail(exchange):
        line = json.dumps({"error": f"cannot: {exchange.asked['messages'][-1]['content']}"})
        exchange.stream(f"{line}\n".encode(), content_type="application/x-ndjson")
        exchange.chunk(b"")

    recording.script = fail
    with pytest.raises(ollama.ResponseError) as caught:
        list(client.chat(model="echo-3", messages=says(PERSON), stream=True))
    assert caught.value.error == f"cannot: {PERSON}"
    (call,) = gateway.calls()
    assert call.ending == "provider_error"


def test_a_stream_that_breaks_off_ends_with_a_line_that_tells(client, gateway) -> None:
    recording = gateway.fresh()

    def break_off(exchange):
        line = json.dumps({"message": {"role": "assistant", "content": "Bonjour."}, "done": False})
        exchange.stream(f"{line}\n".encode(), b'{"mess', content_type="application/x-ndjson")
        exchange.hang_up()

    recording.script = break_off
    lines = client.chat(model="echo-3", messages=says("x"), stream=True)
    assert next(lines).message.content == "Bonjour."
    with pytest.raises(ollama.ResponseError):
        next(lines)
