"""The stock cohere SDK, pointed at the gateway."""

import json

import cohere
import httpx
import pytest
from cohere.core.api_error import ApiError

from tests.acceptance.conftest import PERSON, Gateway, leaked

TOOL = {
    "type": "function",
    "function": {
        "name": "enregistrer",
        "description": "Enregistre une lettre.",
        "parameters": {"type": "object", "properties": {"texte": {"type": "string"}}, "required": ["texte"]},
    },
}
NO_RETRY = {"max_retries": 0}


@pytest.fixture(scope="module")
def client(gateway: Gateway):
    with cohere.ClientV2(api_key=gateway.token, base_url=f"{gateway.url}/cohere") as made:
        yield made


def says(text):
    return [{"role": "user", "content": text}]


def test_an_answer_comes_back_whole_and_nothing_personal_leaves(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    documents = [letter, {"id": "d-1", "data": {"titre": f"Dossier de {PERSON}", "texte": letter}}]
    answer = client.chat(
        model="echo-3", messages=says(letter), documents=documents, thinking={"type": "enabled"}
    )
    thought, text = answer.message.content
    assert (text.text, thought.thinking) == (letter, f"On me dit : {letter}")
    assert (answer.id, answer.finish_reason, answer.usage.tokens.input_tokens) == ("c_1", "COMPLETE", 11)
    (citation,) = answer.message.citations
    assert (citation.text, citation.sources[0].document["text"]) == (letter, letter)
    assert text.text[citation.start : citation.end] == letter
    assert not leaked(recording, values, gateway.token)
    assert "x-fern" not in recording.everything().lower()
    (call,) = gateway.calls()
    assert (call.opening.values["operation"], call.arrival.values["tokens_in"]) == ("cohere-chat", 11)
    assert call.opening.labels["CA_SIN"] >= 1


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    text = thought = ""
    kinds, cited = [], []
    for event in client.chat_stream(
        model=f"echo-{size}", messages=says(letter), documents=[letter], thinking={"type": "enabled"}
    ):
        kinds.append(event.type)
        if event.type in ("content-start", "content-delta"):
            text += event.delta.message.content.text or ""
            thought += event.delta.message.content.thinking or ""
        cited += [event.delta.message.citations] if event.type == "citation-start" else []
    assert (text, thought) == (letter, f"On me dit : {letter}")
    assert (kinds[0], kinds[-1], event.delta.finish_reason) == ("message-start", "message-end", "COMPLETE")
    assert (cited[0].text, cited[0].sources[0].document["text"]) == (letter, letter)
    assert (cited[0].start, cited[0].end) == (0, len(letter))
    assert not leaked(recording, values, gateway.token)
    (call,) = gateway.calls()
    assert (call.arrival.values["tokens_in"], call.arrival.values["tokens_out"]) == (11, 7)


@pytest.mark.parametrize("stream", [True, False])
def test_a_conversation_with_tools_leaks_in_no_turn_and_keeps_its_bytes(
    client, gateway, letter, values, stream
) -> None:
    recording = gateway.fresh()
    messages: list = [{"role": "system", "content": "Tu aides Mme Thériault, de l'Institut."}, *says(letter)]
    plan = arguments = ""
    if stream:
        for event in client.chat_stream(model="echo-5", messages=messages, tools=[TOOL]):
            if event.type == "tool-plan-delta":
                plan += event.delta.message.tool_plan
            if event.type in ("tool-call-start", "tool-call-delta"):
                arguments += event.delta.message.tool_calls.function.arguments
    else:
        message = client.chat(model="echo-5", messages=messages, tools=[TOOL]).message
        plan, arguments = message.tool_plan, message.tool_calls[0].function.arguments
    assert plan == f"Je note : {letter}"
    assert json.loads(arguments) == {"texte": letter}
    call = {"id": "outil_0", "type": "function", "function": {"name": "enregistrer", "arguments": arguments}}
    messages += [
        {"role": "assistant", "tool_plan": plan, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "outil_0", "content": json.dumps({"lu": letter, "nas": 558073029})},
        *says(f"Merci. Écris à {PERSON}."),
    ]
    second = client.chat(model="echo-5", messages=messages)
    assert second.message.content[0].text == f"Merci. Écris à {PERSON}."
    assert not leaked(recording, values | {"558073029"}, gateway.token)
    before, after = (body["messages"] for body in recording.bodies())
    assert after[: len(before)] == before
    assert after[len(before)]["tool_plan"] == f"Je note : {before[-1]['content']}"
    sent = json.loads(after[len(before)]["tool_calls"][0]["function"]["arguments"])
    assert sent == {"texte": before[-1]["content"]}


async def test_the_asynchronous_client_by_the_bare_path(gateway, letter, values) -> None:
    recording = gateway.fresh()
    async with cohere.AsyncClientV2(api_key=gateway.token, base_url=gateway.url) as client:
        text = ""
        async for event in client.chat_stream(model="echo-6", messages=says(letter)):
            text += event.delta.message.content.text if event.type == "content-delta" else ""
    assert text == letter
    assert not leaked(recording, values, gateway.token)


def test_a_structured_answer_stays_json(client, gateway) -> None:
    gateway.fresh()
    told = {"nom": 'Mme Julie Tremblay-"Ti-Loup" est au\n418 555-0123'}
    asked = {
        "model": "echo-3",
        "messages": says(json.dumps(told, ensure_ascii=False)),
        "response_format": {"type": "json_object"},
    }
    assert json.loads(client.chat(**asked).message.content[0].text) == told
    pieces = [
        event.delta.message.content.text
        for event in client.chat_stream(**asked)
        if event.type == "content-delta"
    ]
    assert json.loads("".join(pieces)) == told


def test_texts_are_embedded_and_ranked_and_models_listed(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    embedded = client.embed(
        model="echo-3", texts=[letter, PERSON], input_type="search_document", embedding_types=["float"]
    )
    assert embedded.texts == [letter, PERSON]
    assert embedded.embeddings.float_[0][1] == 0.5
    ranked = client.rerank(model="echo-3", query=f"Qui est {PERSON} ?", documents=[letter, "Autre."])
    assert [result.index for result in ranked.results] == [0, 1]
    assert not leaked(recording, values, gateway.token)
    operations = [call.opening.values["operation"] for call in gateway.calls(2)]
    assert operations == ["cohere-rerank", "cohere-embed"]
    assert [model.name for model in client.models.list().models] == ["echo-1", "echo-3"]


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("v2/chat", {"messages": says([{"type": "image_url", "image_url": {"url": "data:x"}}])}, 400),
        ("v2/chat", {"messages": says(PERSON), "logprobs": True}, 400),
        ("v2/chat", {"messages": [{"role": "chatbot", "content": "x"}]}, 400),
        ("v2/embed", {"images": ["data:x"]}, 400),
        ("v2/chat", {"model": "secret-model", "messages": []}, 403),
        ("v1/chat", {"message": "x"}, 404),
        ("v1/datasets", {}, 404),
        ("v2/batches", {}, 404),
    ],
)
def test_what_may_not_leave_is_refused_as_cohere_would(gateway, path, more, status) -> None:
    recording = gateway.fresh()
    url = f"{gateway.url}/cohere/{path}"
    answer = httpx.post(url, json={"model": "echo-3", **more}, headers=gateway.credentials, timeout=60)
    assert answer.status_code == status
    assert set(answer.json()) == {"id", "message", "code"}
    assert answer.json()["id"] == answer.headers["x-paravent-request-id"]
    assert not recording.requests


def test_a_refusal_and_an_error_of_the_provider_reach_the_client_as_its_own(client, gateway) -> None:
    recording = gateway.fresh()
    with pytest.raises(cohere.ForbiddenError) as caught:
        client.chat(model="secret-model", messages=says("Bonjour"), request_options=NO_RETRY)
    assert caught.value.body["code"] == "model_not_allowed"

    def fail(exchange):
        said = json.dumps({"message": f"cannot: {exchange.asked['messages'][-1]['content']}"}).encode()
        exchange.whole(said, "422 Unprocessable Entity", content_type="application/json")

    recording.script = fail
    with pytest.raises(ApiError) as failed:
        client.chat(model="echo-3", messages=says(PERSON), request_options=NO_RETRY)
    assert failed.value.body["message"] == f"cannot: {PERSON}"
    assert gateway.calls()[0].ending == "provider_error"


def test_a_stream_that_breaks_off_ends_with_an_event_that_tells(client, gateway, letter) -> None:
    recording = gateway.fresh()
    recording.cut_after = 9
    *_events, last = client.chat_stream(model="echo-3", messages=says(letter))
    assert (last.type, last.delta.finish_reason) == ("message-end", "ERROR")
    assert last.delta.error
    assert gateway.calls()[0].ending == "interrupted"
