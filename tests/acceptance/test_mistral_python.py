"""The stock mistralai SDK, pointed at the gateway."""

import json

import pytest
from mistralai.client import Mistral

from tests.acceptance.conftest import Gateway, leaked
from tests.acceptance.mistral_provider import SIGNATURE

TOOL = {"type": "function", "function": {"name": "enregistrer", "parameters": {"type": "object"}}}


@pytest.fixture
def client(gateway: Gateway):
    with Mistral(api_key=gateway.token, server_url=f"{gateway.url}/mistral") as made:
        yield made


def test_thoughts_and_texts_come_back_whole_and_go_back_as_they_were(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    messages: list = [{"role": "user", "content": letter}]
    answer = client.chat.complete(model="echo-chunks-3", messages=messages)
    thought, text = answer.choices[0].message.content
    assert (text.text, thought.thinking[0].text) == (letter, f"On me dit : {letter}")
    assert (answer.usage.total_tokens, answer.choices[0].finish_reason) == (18, "stop")
    messages += [answer.choices[0].message, {"role": "user", "content": "Merci."}]
    client.chat.complete(model="echo-chunks-3", messages=messages)
    before, after = (body["messages"] for body in recording.bodies())
    assert after[: len(before)] == before
    sent = before[-1]["content"]
    thought = after[len(before)]["content"][0]
    assert (thought["thinking"][0]["text"], thought["signature"]) == (f"On me dit : {sent}", SIGNATURE)
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_of_chunks_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    thought, text = "", ""
    for event in client.chat.stream(
        model=f"echo-chunks-{size}", messages=[{"role": "user", "content": letter}]
    ):
        for chunk in event.data.choices[0].delta.content or ():
            if chunk.type == "thinking":
                thought += chunk.thinking[0].text
            else:
                text += chunk.text
    assert (text, thought) == (letter, f"On me dit : {letter}")
    assert not leaked(recording, values, gateway.token)


def test_tools_are_given_objects_or_strings(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    messages: list = [{"role": "user", "content": letter}]
    answer = client.chat.complete(model="echo-chunks-3", messages=messages, tools=[TOOL])
    called = answer.choices[0].message
    assert called.tool_calls[0].function.arguments == {"texte": letter}
    for event in client.chat.stream(model="echo-chunks-3", messages=messages, tools=[TOOL]):
        for call in event.data.choices[0].delta.tool_calls or ():
            assert json.loads(call.function.arguments) == {"texte": letter}
    messages += [called, {"role": "tool", "tool_call_id": "call_1", "name": "enregistrer", "content": letter}]
    client.chat.complete(model="echo-chunks-3", messages=[*messages, {"role": "user", "content": "Merci."}])
    first, _streamed, second = (body["messages"] for body in recording.bodies())
    assert second[: len(first)] == first
    assert second[len(first)]["tool_calls"][0]["function"]["arguments"] == {"texte": first[-1]["content"]}
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("size", [1, 4, 7])
def test_code_is_filled_in(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    asked = {"model": f"echo-{size}", "prompt": letter, "suffix": "\n# Mme Julie Tremblay"}
    whole = letter + asked["suffix"]
    assert client.fim.complete(**asked).choices[0].message.content == whole
    events = client.fim.stream(**asked)
    assert "".join(event.data.choices[0].delta.content or "" for event in events) == whole
    assert not leaked(recording, values | {"Julie Tremblay"}, gateway.token)


def test_embeddings(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = client.embeddings.create(model="echo-3", inputs=[letter])
    assert answer.data[0].embedding == [float(len(recording.bodies()[0]["input"][0])), 0.5]
    assert not leaked(recording, values, gateway.token)
