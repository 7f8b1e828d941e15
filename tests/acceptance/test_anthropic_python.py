"""The stock anthropic SDK, pointed at the gateway."""

import anthropic
import pytest
from anthropic import Anthropic

from tests.acceptance.conftest import Gateway, leaked

TOOL = {
    "name": "enregistrer",
    "description": "Enregistre une lettre.",
    "input_schema": {"type": "object", "properties": {"texte": {"type": "string"}}},
}


@pytest.fixture
def client(gateway: Gateway):
    with Anthropic(base_url=gateway.url, api_key=gateway.token, max_retries=0) as made:
        yield made


def test_a_message_comes_back_whole_and_nothing_personal_leaves(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = client.messages.create(
        model="echo-3",
        max_tokens=99,
        system="Tu aides Mme Thériault.",
        messages=[{"role": "user", "content": letter}],
    )
    assert answer.content[0].text == letter
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (11, 7)
    assert not leaked(recording, values, gateway.token)
    assert "x-api-key: sk-ant-provider" in recording.everything().lower()
    (call,) = gateway.calls()
    assert call.opening.values["operation"] == "anthropic-messages"
    assert call.arrival.values["tokens_in"] == 11


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    with client.messages.stream(
        model=f"echo-{size}", max_tokens=99, messages=[{"role": "user", "content": letter}]
    ) as stream:
        assert "".join(stream.text_stream) == letter
        assert stream.get_final_message().stop_reason == "end_turn"
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("size", [1, 6])
def test_tool_input_comes_back_whole_in_a_stream(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    with client.messages.stream(
        model=f"echo-{size}", max_tokens=99, tools=[TOOL], messages=[{"role": "user", "content": letter}]
    ) as stream:
        (block,) = stream.get_final_message().content
    assert block.input == {"texte": letter}
    assert not leaked(recording, values, gateway.token)


def test_a_tool_result_is_searched_and_the_turns_keep_their_bytes(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    messages: list = [{"role": "user", "content": [{"type": "text", "text": letter}]}]
    first = client.messages.create(model="echo-3", max_tokens=99, tools=[TOOL], messages=messages)
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": letter}]}
    messages += [
        {"role": "assistant", "content": [first.content[0].model_dump(exclude_none=True)]},
        {"role": "user", "content": [result, {"type": "text", "text": "Merci."}]},
    ]
    client.messages.create(model="echo-3", max_tokens=99, tools=[TOOL], messages=messages)
    assert not leaked(recording, values, gateway.token)
    before, after = recording.bodies()
    assert after["messages"][:1] == before["messages"]
    assert after["system"] == before["system"]


def test_tokens_are_counted_on_what_would_leave(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    count = client.messages.count_tokens(model="echo-3", messages=[{"role": "user", "content": letter}])
    assert count.input_tokens == 42
    assert not leaked(recording, values, gateway.token)


def test_only_the_allowed_models_are_listed(client, gateway) -> None:
    gateway.fresh()
    assert [model.id for model in client.models.list()] == ["echo-1", "echo-3"]


def test_an_unknown_block_is_refused_as_anthropic_would(client, gateway) -> None:
    recording = gateway.fresh()
    block = {"type": "hologram", "text": "Mme Gagnon"}
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(model="echo-3", max_tokens=9, messages=[{"role": "user", "content": [block]}])
    assert caught.value.body["error"]["type"] == "invalid_request_error"
    assert "Gagnon" not in str(caught.value)
    assert not recording.requests


def test_a_model_outside_the_policy_is_refused(client, gateway) -> None:
    recording = gateway.fresh()
    with pytest.raises(anthropic.PermissionDeniedError):
        client.messages.create(
            model="secret-model", max_tokens=9, messages=[{"role": "user", "content": "Bonjour"}]
        )
    assert not recording.requests
