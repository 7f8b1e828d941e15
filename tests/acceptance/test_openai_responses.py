"""The stock openai SDK's Responses, pointed at the gateway: the conversation is sent whole each time."""

import json

import openai
import pytest
from openai import OpenAI

from tests.acceptance.conftest import Gateway, leaked

FUNCTION = {
    "type": "function",
    "name": "enregistrer",
    "description": "Enregistre une lettre de Mme Thériault.",
    "parameters": {"type": "object", "properties": {"texte": {"type": "string"}}, "required": ["texte"]},
    "strict": False,
}
CUSTOM = {"type": "custom", "name": "noter"}
INSTRUCTIONS = "Tu aides Mme Thériault, de l'Institut."


@pytest.fixture
def client(gateway: Gateway):
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.token, max_retries=0) as made:
        yield made


def test_an_answer_comes_back_whole_with_what_it_repeats(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    raw = client.responses.with_raw_response.create(
        model="echo-3",
        input=letter,
        instructions=INSTRUCTIONS,
        metadata={"dossier": "M. Luc Gagnon"},
        user="luc.gagnon@exemple.ca",
        store=False,
    )
    answer = raw.parse()
    assert answer.output_text == letter
    assert answer.output[0].summary[0].text == f"On me dit : {letter}"
    assert answer.instructions == INSTRUCTIONS
    assert (answer.metadata, answer.user) == ({"dossier": "M. Luc Gagnon"}, "luc.gagnon@exemple.ca")
    assert (answer.usage.total_tokens, answer.id, answer.output[1].id) == (18, "resp_1", "msg_1")
    assert not leaked(recording, values | {"Thériault", "Luc Gagnon", "luc.gagnon@exemple.ca"}, gateway.token)
    (call,) = gateway.calls()
    assert (call.opening.values["operation"], call.arrival.values["tokens_in"]) == ("openai-responses", 11)
    assert call.request_id == raw.headers["x-paravent-request-id"]


def test_without_instructions_none_come_back(client, gateway, letter) -> None:
    recording = gateway.fresh()
    assert client.responses.create(model="echo-3", input=letter).instructions is None
    assert recording.bodies()[0]["instructions"]


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    with client.responses.stream(model=f"echo-{size}", input=letter, instructions=INSTRUCTIONS) as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert [event.sequence_number for event in events] == list(range(len(events)))
    pieces = [event.delta for event in events if event.type == "response.output_text.delta"]
    thoughts = [event.delta for event in events if event.type == "response.reasoning_summary_text.delta"]
    (done,) = (event for event in events if event.type == "response.output_text.done")
    assert "".join(pieces) == done.text == final.output_text == letter
    assert "".join(thoughts) == f"On me dit : {letter}"
    assert {e.response.instructions for e in events if hasattr(e, "response")} == {INSTRUCTIONS}
    assert not leaked(recording, values | {"Thériault"}, gateway.token)


@pytest.mark.parametrize("size", [1, 4, 7])
@pytest.mark.parametrize("tool", [FUNCTION, CUSTOM], ids=["function", "custom"])
def test_what_a_tool_is_given_comes_back_whole_in_a_stream(client, gateway, letter, size, tool) -> None:
    gateway.fresh()
    stream = client.responses.create(model=f"echo-{size}", input=letter, tools=[tool], stream=True)
    written, done = "", []
    for event in stream:
        written += event.delta if event.type.endswith(("arguments.delta", "input.delta")) else ""
        done += [event] if event.type.endswith(("arguments.done", "input.done")) else []
        if event.type == "response.completed":
            assert event.response.tools[0].to_dict() == tool
    expected = json.dumps({"texte": letter}) if tool is FUNCTION else letter
    told = done[0].arguments if tool is FUNCTION else done[0].input
    assert written == told
    assert (json.loads(told) == json.loads(expected)) if tool is FUNCTION else told == expected


def test_a_conversation_leaks_in_no_turn_and_keeps_its_bytes(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    first = client.responses.create(model="echo-5", input=letter, instructions=INSTRUCTIONS, tools=[FUNCTION])
    call = first.output[1]
    turns = [
        {"role": "user", "content": letter},
        *(item.to_dict() for item in first.output),
        {
            "type": "function_call_output",
            "call_id": call.call_id,
            "output": json.dumps({"lu": letter, "nas": 558073029}),
        },
        {"role": "user", "content": [{"type": "input_text", "text": "Écris à Marie-Ève Gagnon."}]},
    ]
    second = client.responses.create(model="echo-5", input=turns, instructions=INSTRUCTIONS)
    assert second.output_text == "Écris à Marie-Ève Gagnon."
    assert not leaked(recording, values | {"Thériault", "558073029"}, gateway.token)
    before, after = recording.bodies()
    assert after["instructions"] == before["instructions"]
    assert after["input"][0]["content"] == before["input"]
    # The provider gets back what it sent, the encrypted part byte for byte.
    summary = after["input"][1]["summary"][0]["text"]
    assert summary == f"On me dit : {before['input']}"
    assert after["input"][1]["encrypted_content"] == first.output[0].encrypted_content
    assert json.loads(after["input"][2]["arguments"]) == {"texte": before["input"]}


def test_a_structured_answer_stays_json(client, gateway) -> None:
    gateway.fresh()
    asked = 'Mme Julie Tremblay-"Ti-Loup" est au\n418 555-0123'
    text = json.dumps({"nom": asked}, ensure_ascii=False)
    form = {"type": "json_schema", "name": "f", "schema": {"type": "object"}}
    for size in (2, 5):
        stream = client.responses.create(model=f"echo-{size}", input=text, text={"format": form}, stream=True)
        *_events, last = stream
        assert json.loads(last.response.output_text) == {"nom": asked}


def test_tokens_are_counted(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    assert client.responses.input_tokens.count(model="echo-3", input=letter).input_tokens == 42
    assert not leaked(recording, values | {"Thériault"}, gateway.token)


def test_a_conversation_is_made_short(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    short = client.responses.compact(model="echo-3", input=letter)
    assert short.output[0].content[0].text == letter
    second = client.responses.create(
        model="echo-3",
        input=[
            *(item.to_dict(warnings=False) for item in short.output),
            {"role": "user", "content": "Merci."},
        ],
    )
    assert second.output_text == "Merci."
    assert recording.bodies()[1]["input"][1]["encrypted_content"] == short.output[1].encrypted_content
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize(
    "members",
    [
        {"previous_response_id": "resp_1"},
        {"conversation": "conv_1"},
        {"background": True},
        {"prompt": {"id": "pmpt_1"}},
        {"input": [{"type": "item_reference", "id": "msg_1"}]},
        {"input": [{"id": "msg_1"}]},
    ],
    ids=lambda members: next(iter(members)),
)
def test_what_the_provider_keeps_is_refused_by_name(client, gateway, members) -> None:
    recording = gateway.fresh()
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(**{"model": "echo-3", "input": "Bonjour", **members})
    assert caught.value.code == "stored_refused"
    assert caught.value.param.split(".")[0] in members
    assert not recording.requests


def test_operations_on_what_is_kept_are_refused(client, gateway) -> None:
    recording = gateway.fresh()
    for operation in (
        lambda: client.responses.retrieve("resp_1"),
        lambda: client.responses.delete("resp_1"),
        lambda: client.responses.cancel("resp_1"),
        lambda: client.responses.input_items.list("resp_1"),
        client.conversations.create,
        client.files.list,
    ):
        with pytest.raises(openai.NotFoundError) as caught:
            operation()
        assert caught.value.code == "stored_refused"
    assert not recording.requests


def test_a_stream_that_breaks_off_ends_with_an_error(client, gateway, letter) -> None:
    recording = gateway.fresh()
    recording.cut_after = 9
    with pytest.raises(openai.APIError) as caught:
        list(client.responses.create(model="echo-3", input=letter, stream=True))
    assert caught.value.code == "provider_interrupted"
