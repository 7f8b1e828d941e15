"""The stock openai SDK, pointed at the gateway."""

import json

import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.acceptance.conftest import Gateway, leaked

TOOL = {
    "type": "function",
    "function": {
        "name": "enregistrer",
        "description": "Enregistre une lettre.",
        "parameters": {"type": "object", "properties": {"texte": {"type": "string"}}, "required": ["texte"]},
    },
}


@pytest.fixture
def client(gateway: Gateway):
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.token, max_retries=0) as made:
        yield made


def test_an_answer_comes_back_whole_and_nothing_personal_leaves(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    raw = client.chat.completions.with_raw_response.create(
        model="echo-3", messages=[{"role": "user", "content": letter}], user="essai"
    )
    answer = raw.parse()
    assert answer.choices[0].message.content == letter
    assert answer.usage.total_tokens == 18
    assert not leaked(recording, values, gateway.token)
    assert "authorization: bearer sk-provider" in recording.everything().lower()
    assert "PERSON=" in raw.headers["x-paravent-hidden"]
    (call,) = gateway.calls()
    assert call.request_id == raw.headers["x-paravent-request-id"]
    assert call.opening.labels["CA_SIN"] == 1
    assert call.ending == "delivered"


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    stream = client.chat.completions.create(
        model=f"echo-{size}", messages=[{"role": "user", "content": letter}], stream=True
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == letter
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("size", [1, 4, 7])
def test_tool_arguments_come_back_whole_in_a_stream(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    stream = client.chat.completions.create(
        model=f"echo-{size}", messages=[{"role": "user", "content": letter}], tools=[TOOL], stream=True
    )
    arguments = ""
    for chunk in stream:
        for call in chunk.choices[0].delta.tool_calls or ():
            arguments += call.function.arguments or ""
    assert json.loads(arguments) == {"texte": letter}
    assert not leaked(recording, values, gateway.token)


def test_a_conversation_with_tools_leaks_in_no_turn_and_keeps_its_bytes(
    client, gateway, letter, values
) -> None:
    recording = gateway.fresh()
    messages: list = [
        {"role": "system", "content": "Tu aides Mme Thériault, de l'Institut."},
        {
            "role": "user",
            "content": [{"type": "text", "text": letter}, {"type": "text", "text": "Enregistre-la."}],
        },
    ]
    first = client.chat.completions.create(model="echo-5", messages=messages, tools=[TOOL])
    called = first.choices[0].message
    messages += [
        called.model_dump(exclude_none=True),
        {
            "role": "tool",
            "tool_call_id": called.tool_calls[0].id,
            "content": json.dumps({"lu": letter, "nas": 558073029}),
        },
        {"role": "user", "content": "Merci. Écris à Marie-Ève Gagnon."},
    ]
    second = client.chat.completions.create(model="echo-5", messages=messages)
    assert second.choices[0].message.content == "Merci. Écris à Marie-Ève Gagnon."
    assert not leaked(recording, values | {"558073029"}, gateway.token)
    before, after = (body["messages"] for body in recording.bodies())
    assert after[: len(before)] == before


async def test_the_asynchronous_client(gateway, letter, values) -> None:
    recording = gateway.fresh()
    async with AsyncOpenAI(
        base_url=f"{gateway.url}/openai/v1", api_key=gateway.token, max_retries=0
    ) as client:
        stream = await client.chat.completions.create(
            model="echo-2", messages=[{"role": "user", "content": letter}], stream=True
        )
        assert "".join([chunk.choices[0].delta.content or "" async for chunk in stream]) == letter
    assert not leaked(recording, values, gateway.token)


def test_only_the_allowed_models_are_listed(client, gateway) -> None:
    gateway.fresh()
    assert [model.id for model in client.models.list()] == ["echo-1", "echo-3"]


def test_a_structured_answer_stays_json(client, gateway) -> None:
    gateway.fresh()
    asked = 'Mme Julie Tremblay-"Ti-Loup" est au\n418 555-0123'
    text = json.dumps({"nom": asked}, ensure_ascii=False)
    answer = client.chat.completions.create(
        model="echo-3", messages=[{"role": "user", "content": text}], response_format={"type": "json_object"}
    )
    assert json.loads(answer.choices[0].message.content) == {"nom": asked}


def test_a_provider_error_is_passed_on_restored(client, gateway) -> None:
    recording = gateway.fresh()
    recording.status = 429
    with pytest.raises(openai.RateLimitError) as caught:
        client.chat.completions.create(
            model="echo-3", messages=[{"role": "user", "content": "Mme Julie Tremblay"}]
        )
    assert caught.value.body["message"] == "cannot: Mme Julie Tremblay"
    assert "Tremblay" not in recording.everything()


def test_an_image_is_refused_as_openai_would(client, gateway) -> None:
    recording = gateway.fresh()
    part = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="echo-3", messages=[{"role": "user", "content": [part]}])
    assert caught.value.code == "attachment_refused"
    assert not recording.requests
    (call,) = gateway.calls()
    assert call.refusal.values["code"] == "attachment_refused"


def test_a_wrong_key_is_told_so(gateway) -> None:
    recording = gateway.fresh()
    with (
        OpenAI(base_url=f"{gateway.url}/v1", api_key="pv_wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError),
    ):
        client.chat.completions.create(model="echo-3", messages=[{"role": "user", "content": "Bonjour"}])
    assert not recording.requests
