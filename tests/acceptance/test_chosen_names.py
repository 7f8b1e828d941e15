"""What a caller names by itself, and what stands around a request: none of it is a way out."""

import json

import httpx
import pytest
from anthropic import Anthropic, BadRequestError, NotFoundError

from tests.acceptance.conftest import PERSON, TEXT

SAID = {"model": "echo-3", "messages": [{"role": "user", "content": TEXT}]}


@pytest.mark.parametrize(
    "model", ["echo-JulieTremblay", "echo-marie-gagnon", "echo-558073029", "echo-m.gagnon@exemple.ca"]
)
@pytest.mark.parametrize(
    "path", ["/v1/chat/completions", "/v1/messages", "/openai/deployments/{}/chat/completions"]
)
def test_a_model_named_after_somebody_is_refused(gateway, path, model) -> None:
    recording = gateway.fresh()
    answer = gateway.post("Bonjour", model=model, path=path.format(model), max_tokens=9)
    # An address is no name of a deployment: there is no such path.
    assert answer.status_code in ((400, 404) if "{}" in path else (400,))
    assert recording.requests == []
    assert gateway.calls()[0].refusal.values.get("model") is None


@pytest.mark.parametrize(
    "members",
    [
        {"tools": [{"type": "function", "function": {"name": "dossier_marie_gagnon", "parameters": {}}}]},
        {"functions": [{"name": "noterTremblayJulie", "parameters": {}}]},
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "julie-tremblay", "schema": {"type": "object"}},
            }
        },
    ],
)
def test_a_tool_or_a_schema_named_after_somebody_is_refused(gateway, members) -> None:
    recording = gateway.fresh()
    answer = gateway.post("Bonjour", **members)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "content_refused")
    assert recording.requests == []


def test_an_idempotency_key_is_the_same_again_and_says_nothing(gateway) -> None:
    recording = gateway.fresh()
    for key in ("marie.gagnon-558073029", "marie.gagnon-558073029", "autre"):
        headers = {**gateway.credentials, "idempotency-key": key}
        assert httpx.post(
            f"{gateway.url}/v1/chat/completions", json=SAID, headers=headers, timeout=60
        ).is_success
    sent = [
        line.partition(":")[2].strip()
        for request in recording.requests
        for line in request.decode().splitlines()
        if line.lower().startswith("idempotency-key:")
    ]
    assert sent[0] == sent[1] != sent[2]
    assert "gagnon" not in recording.everything().lower()


def test_several_lines_of_beta_are_one_list(gateway) -> None:
    recording = gateway.fresh()
    headers = [
        *gateway.credentials.items(),
        ("anthropic-beta", "a-2025-01-01"),
        ("anthropic-beta", "b-1, c-2"),
    ]
    body = {**SAID, "max_tokens": 9}
    answer = httpx.post(f"{gateway.url}/v1/messages", json=body, headers=headers, timeout=60)
    assert answer.json()["content"][0]["text"] == TEXT
    assert "anthropic-beta: a-2025-01-01, b-1, c-2" in recording.everything()


def test_a_slash_behind_a_path_says_nothing(gateway) -> None:
    recording = gateway.fresh()
    answer = gateway.post(path="/v1/chat/completions/")
    assert answer.json()["choices"][0]["message"]["content"] == TEXT
    assert recording.arrived[0][0] == "POST /v1/chat/completions"


def test_an_answer_without_a_body_tells_no_length(gateway) -> None:
    recording = gateway.fresh()
    recording.script = lambda exchange: exchange.head("204 No Content")
    answer = gateway.post()
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-length" not in answer.headers
    assert "transfer-encoding" not in answer.headers


def test_speech_is_refused_where_something_is_hidden(gateway) -> None:
    recording = gateway.fresh()
    spoken = {"modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "wav"}}
    assert gateway.post(**spoken).json()["error"]["code"] == "cannot_be_restored"
    assert recording.requests == []
    assert gateway.post("Bonjour", **spoken).is_success


def test_what_anthropic_does_not_serve_is_refused_as_anthropic_does(gateway) -> None:
    recording = gateway.fresh()
    with Anthropic(base_url=gateway.url, api_key=gateway.token, max_retries=0) as client:
        for ask in (
            lambda: client.beta.files.upload(file=("Gagnon.txt", TEXT.encode(), "text/plain")),
            lambda: client.messages.batches.create(requests=[]),
        ):
            with pytest.raises(NotFoundError) as caught:
                ask()
            assert caught.value.body["error"]["type"] == "not_found_error"
    assert recording.requests == []


def test_a_compaction_goes_back_as_it_came_and_no_other_way(gateway) -> None:
    recording = gateway.fresh()
    with Anthropic(base_url=gateway.url, api_key=gateway.token, max_retries=0) as client:

        def ask(content: str):
            block = {"type": "compaction", "content": content, "encrypted_content": "EqQBCkYIBRgCKkD"}
            messages = [{"role": "assistant", "content": [block]}, {"role": "user", "content": TEXT}]
            return client.messages.create(model="echo-3", max_tokens=9, messages=messages)

        # Behind it stands the note on codes, which the provider repeats.
        assert ask("[PERSON-K7Q2M9-A3X] a écrit.").content[0].text.startswith(TEXT)
        with pytest.raises(BadRequestError):
            ask(f"Mme {PERSON} a écrit.")
    (body,) = recording.bodies()
    assert body["messages"][0]["content"][0]["content"] == "[PERSON-K7Q2M9-A3X] a écrit."


@pytest.mark.parametrize("stream", [False, True])
def test_citations_count_the_characters_of_the_callers_document(gateway, stream) -> None:
    text = f"Rapport de {PERSON} du 3 mai. Signé : {PERSON}, Lévis."
    quote = f"Signé : {PERSON}"
    document = {
        "type": "document",
        "source": {"type": "text", "media_type": "text/plain", "data": text},
        "citations": {"enabled": True},
    }
    asked = {"role": "user", "content": [document, {"type": "text", "text": "Qui a signé ?"}]}

    def cite(exchange) -> None:
        (sent,) = [
            block["source"]["data"]
            for message in exchange.asked["messages"]
            for block in message["content"]
            if isinstance(block, dict) and block["type"] == "document"
        ]
        start, end = sent.index("Signé"), sent.index(", Lévis")
        citation = {
            "type": "char_location",
            "cited_text": sent[start:end],
            "document_index": 0,
            "document_title": None,
            "start_char_index": start,
            "end_char_index": end,
        }
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "echo-3", "content": []}
        message |= {
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }
        if not exchange.asked.get("stream"):
            block = {"type": "text", "text": "Elle.", "citations": [citation]}
            exchange.whole(
                json.dumps({**message, "content": [block]}).encode(), content_type="application/json"
            )
            return
        events = (
            {"type": "message_start", "message": message},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Elle."}},
            {
                "type": "content_block_delta",
                "index": 0,
                "delta": {"type": "citations_delta", "citation": citation},
            },
            {"type": "content_block_stop", "index": 0},
            {"type": "message_stop"},
        )
        exchange.stream(*(f"event: {each['type']}\ndata: {json.dumps(each)}\n\n".encode() for each in events))
        exchange.chunk(b"")

    recording = gateway.fresh()
    recording.script = cite
    with Anthropic(base_url=gateway.url, api_key=gateway.token, max_retries=0) as client:
        if stream:
            with client.messages.stream(model="echo-3", max_tokens=9, messages=[asked]) as events:
                answer = events.get_final_message()
        else:
            answer = client.messages.create(model="echo-3", max_tokens=9, messages=[asked])
    (citation,) = answer.content[0].citations
    assert (citation.cited_text, text[citation.start_char_index : citation.end_char_index]) == (quote, quote)
    assert "Gagnon" not in recording.everything()
