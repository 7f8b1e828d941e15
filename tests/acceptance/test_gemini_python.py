"""The stock google-genai SDK, pointed at the gateway."""

import base64
import json

import httpx
import pytest
from google import genai
from google.genai import errors, types

from tests.acceptance.conftest import PERSON, Gateway, leaked
from tests.acceptance.gemini_provider import SIGNATURE

TOOL = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="enregistrer",
            description="Enregistre une lettre.",
            parameters={"type": "OBJECT", "properties": {"texte": {"type": "STRING"}}, "required": ["texte"]},
        )
    ]
)


@pytest.fixture(scope="module")
def client(gateway: Gateway):
    options = types.HttpOptions(base_url=gateway.url)
    with genai.Client(api_key=gateway.token, http_options=options) as made:
        yield made


def posted(gateway, verb, body, *, version="v1beta", query="", headers=None):
    url = f"{gateway.url}/{version}/models/echo-3:{verb}{query}"
    given = {"x-goog-api-key": gateway.token} if headers is None else headers
    return httpx.post(url, json=body, headers=given, timeout=60)


def asked(text):
    return {"contents": [{"role": "user", "parts": [{"text": text}]}]}


def test_an_answer_comes_back_whole_and_nothing_personal_leaves(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = client.models.generate_content(model="echo-3", contents=letter)
    assert answer.text == letter
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert answer.usage_metadata.total_token_count == 18
    assert answer.response_id == "resp_1"
    assert not leaked(recording, values, gateway.token)
    assert "x-goog-api-key: goog-provider" in recording.everything().lower()
    (call,) = gateway.calls()
    assert call.opening.values["model"] == "echo-3"
    assert call.opening.labels["CA_SIN"] == 1
    assert call.ending == "delivered"


@pytest.mark.parametrize("size", range(1, 8))
def test_a_stream_comes_back_whole_at_every_cut(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    config = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))
    text = thought = ""
    signature = None
    for chunk in client.models.generate_content_stream(model=f"echo-{size}", contents=letter, config=config):
        for part in chunk.candidates[0].content.parts:
            text += part.text if not part.thought else ""
            thought += part.text if part.thought else ""
            signature = part.thought_signature or signature
    assert (text, thought) == (letter, f"On me dit : {letter}")
    assert signature == base64.b64decode(SIGNATURE)
    assert chunk.usage_metadata.total_token_count == 18
    assert not leaked(recording, values, gateway.token)
    (call,) = gateway.calls()
    assert call.opening.values["stream"]


def test_a_stream_without_events_is_one_array(gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = posted(gateway, "streamGenerateContent", asked(letter))
    assert answer.headers["content-type"].startswith("application/json")
    said = [chunk["candidates"][0]["content"]["parts"][0]["text"] for chunk in answer.json()]
    assert "".join(said) == letter
    assert len(said) > 100
    assert not leaked(recording, values, gateway.token)


def test_a_conversation_with_tools_leaks_in_no_turn_and_keeps_its_bytes(
    client, gateway, letter, values
) -> None:
    recording = gateway.fresh()
    config = types.GenerateContentConfig(
        tools=[TOOL],
        system_instruction="Tu aides Mme Thériault, de l'Institut.",
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    contents = [types.Content(role="user", parts=[types.Part(text=letter)])]
    first = client.models.generate_content(model="echo-5", contents=contents, config=config)
    (call,) = first.function_calls
    assert call.args == {"texte": letter, "lignes": [letter]}
    assert call.id == "call_1"
    contents += [
        first.candidates[0].content,
        types.Content(
            role="user",
            parts=[
                types.Part.from_function_response(
                    name="enregistrer", response={"lu": letter, "nas": 558073029}
                )
            ],
        ),
        types.Content(role="user", parts=[types.Part(text=f"Merci. Écris à {PERSON}.")]),
    ]
    config.tools = None
    second = client.models.generate_content(model="echo-5", contents=contents, config=config)
    assert second.text == f"Merci. Écris à {PERSON}."
    assert not leaked(recording, values | {"558073029"}, gateway.token)
    before, after = recording.bodies()
    assert after["contents"][: len(before["contents"])] == before["contents"]
    assert after["systemInstruction"] == before["systemInstruction"]
    sealed = after["contents"][1]["parts"][0]["thoughtSignature"]
    assert base64.urlsafe_b64decode(sealed) == base64.b64decode(SIGNATURE)


def test_a_chat_keeps_its_history(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    chat = client.chats.create(model="echo-4")
    assert "".join(chunk.text or "" for chunk in chat.send_message_stream(letter)) == letter
    assert chat.send_message("Merci.").text == "Merci."
    assert not leaked(recording, values, gateway.token)


# The SDK derives from a class of aiohttp's that should not be derived from.
@pytest.mark.filterwarnings("ignore:Inheritance class:DeprecationWarning")
async def test_the_asynchronous_client(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    stream = await client.aio.models.generate_content_stream(model="echo-6", contents=letter)
    assert "".join([chunk.text or "" async for chunk in stream]) == letter
    await client.aio.aclose()
    assert not leaked(recording, values, gateway.token)


def test_tokens_are_counted_and_texts_embedded(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    assert client.models.count_tokens(model="echo-3", contents=letter).total_tokens == 42
    embedded = client.models.embed_content(model="echo-3", contents=[letter, PERSON])
    assert [one.values for one in embedded.embeddings] == [[0.5, 0.25]] * 2
    single = posted(
        gateway, "embedContent", {"content": {"parts": {"text": letter}}, "model": "models/echo-3"}
    )
    assert single.json() == {"embedding": {"values": [0.5, 0.25]}}
    assert not leaked(recording, values, gateway.token)


def test_only_the_allowed_models_are_listed(client, gateway) -> None:
    recording = gateway.fresh()
    assert [model.name for model in client.models.list()] == ["models/echo-1", "models/echo-3"]
    assert recording.arrived[0][0].endswith("/models?pageSize=1000")


@pytest.mark.parametrize("where", ["query", "bearer"])
def test_the_key_of_the_caller_stays_here_wherever_it_is(gateway, where) -> None:
    recording = gateway.fresh()
    headers = {"authorization": f"Bearer {gateway.token}"} if where == "bearer" else {}
    query = f"?key={gateway.token}" if where == "query" else ""
    body = {
        "contents": {"parts": {"text": f"Bonjour {PERSON}"}},
        "system_instruction": {"parts": {"text": "Sois bref."}},
    }
    answer = posted(gateway, "countTokens", body, version="v1", query=query, headers=headers)
    assert answer.json() == {"totalTokens": 42}
    assert gateway.token not in recording.everything()
    assert PERSON not in recording.everything()
    assert recording.arrived[0][0] == "POST /v1/models/echo-3:countTokens"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"cachedContent": "cachedContents/1"}, "STORED_REFUSED"),
        ({"cached_content": "cachedContents/1"}, "STORED_REFUSED"),
        (
            {"contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}]}]},
            "ATTACHMENT_REFUSED",
        ),
        ({"contents": {"parts": {"file_data": {"file_uri": "https://exemple.ca/x"}}}}, "ATTACHMENT_REFUSED"),
        ({"contents": [{"parts": [{"hologram": {"data": "AAAA"}}]}]}, "UNSUPPORTED_CONTENT"),
        ({"tools": [{"mcpServers": [{"name": "x"}]}]}, "DESTINATION_REFUSED"),
        ({"tools": [{"telepathy": {}}]}, "UNSUPPORTED_CONTENT"),
        ({"model": "models/other"}, "INVALID_REQUEST"),
        ({"generationConfig": {"responseLogprobs": True}}, "CANNOT_BE_RESTORED"),
    ],
)
def test_what_may_not_leave_is_refused_as_gemini_would(gateway, more, reason) -> None:
    recording = gateway.fresh()
    answer = posted(gateway, "generateContent", asked(PERSON) | more)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["details"][0]["reason"] == reason
    assert not recording.requests


def test_a_refusal_reaches_the_client_as_its_own_error(client, gateway) -> None:
    recording = gateway.fresh()
    part = types.Part.from_bytes(data=b"x", mime_type="image/png")
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model="echo-3", contents=[part])
    assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model="secret-model", contents="Bonjour")
    assert caught.value.status == "PERMISSION_DENIED"
    with pytest.raises(errors.ClientError) as caught:
        client.caches.list()
    assert caught.value.details["error"]["details"][0]["reason"] == "STORED_REFUSED"
    assert not recording.requests


def test_a_structured_answer_stays_json(client, gateway) -> None:
    gateway.fresh()
    told = 'Mme Julie Tremblay-"Ti-Loup" est au\n418 555-0123'
    text = json.dumps({"nom": told}, ensure_ascii=False)
    config = types.GenerateContentConfig(response_mime_type="application/json")
    stream = client.models.generate_content_stream(model="echo-3", contents=text, config=config)
    assert json.loads("".join(chunk.text or "" for chunk in stream)) == {"nom": told}


def test_an_error_of_the_provider_is_passed_on_restored(client, gateway) -> None:
    recording = gateway.fresh()

    def refuse(exchange):
        said = exchange.asked["contents"][0]["parts"][0]["text"]
        error = {"error": {"code": 429, "message": f"cannot: {said}", "status": "RESOURCE_EXHAUSTED"}}
        exchange.whole(json.dumps(error).encode(), "429 Too Many Requests", content_type="application/json")

    recording.script = refuse
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model="echo-3", contents=f"Mme {PERSON}")
    assert (caught.value.status, caught.value.message) == ("RESOURCE_EXHAUSTED", f"cannot: Mme {PERSON}")
    assert PERSON not in recording.everything()


def test_an_array_that_breaks_off_is_still_one(gateway) -> None:
    recording = gateway.fresh()

    def break_off(exchange):
        chunk = json.dumps({"candidates": [{"content": {"parts": [{"text": "Bonjour."}]}, "index": 0}]})
        exchange.stream(f"[{chunk}\r\n".encode(), b',{"cand', content_type="application/json")
        exchange.hang_up()

    recording.script = break_off
    first, last = posted(gateway, "streamGenerateContent", asked(PERSON)).json()
    assert first["candidates"][0]["content"]["parts"] == [{"text": "Bonjour."}]
    assert last["error"]["details"][0]["reason"] == "PROVIDER_INTERRUPTED"
