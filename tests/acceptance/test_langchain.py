"""LangChain's stock models for OpenAI and Anthropic, pointed at the gateway: chats, streams, tools, structures."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import anthropic
import openai
import pytest
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from tests.acceptance.conftest import Gateway, leaked


class Lettre(BaseModel):
    """Une lettre reçue."""

    texte: str


@tool
def enregistrer(texte: str) -> str:
    """Enregistre une lettre."""
    return texte


Make = Callable[..., Any]
CLIENTS = ["chat", "responses", "anthropic"]


def model_of(client: str, gateway: Gateway, size: int = 3) -> Any:
    """Return a model that answers in pieces of so many characters."""
    usual = {"api_key": gateway.token, "max_retries": 0}
    if client == "anthropic":
        return ChatAnthropic(model=f"echo-{size}", base_url=gateway.url, max_tokens=99, **usual)
    responses = {"use_responses_api": True, "store": False} if client == "responses" else {}
    return ChatOpenAI(model=f"echo-{size}", base_url=f"{gateway.url}/v1", **responses, **usual)


@pytest.fixture(scope="module", autouse=True)
def closed(gateway: Gateway) -> Iterator[None]:
    """Close in the end what all models of a client share."""
    yield
    for client in ("chat", "anthropic"):
        model = model_of(client, gateway)
        (model._client if client == "anthropic" else model.root_client).close()


@pytest.fixture(params=CLIENTS)
def make(gateway: Gateway, request) -> Make:
    return lambda size=3: model_of(request.param, gateway, size)


def test_a_chat_comes_back_whole_with_its_usage(make: Make, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = make().invoke([SystemMessage("Tu aides Mme Thériault, de l'Institut."), HumanMessage(letter)])
    assert isinstance(answer, AIMessage)
    assert answer.text == letter
    assert (answer.usage_metadata["input_tokens"], answer.usage_metadata["output_tokens"]) == (11, 7)
    told = answer.response_metadata
    assert told.get("finish_reason", told.get("stop_reason", told.get("status"))) in (
        "stop",
        "end_turn",
        "completed",
    )
    assert not leaked(recording, values | {"Thériault"}, gateway.token)


@pytest.mark.parametrize("size", [1, 4])
def test_a_stream_comes_back_whole(make: Make, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    whole = AIMessageChunk("")
    for chunk in make(size).stream(letter):
        whole += chunk
    assert whole.text == letter
    assert not leaked(recording, values, gateway.token)


async def test_the_asynchronous_clients(gateway, letter, values) -> None:
    recording = gateway.fresh()
    models = [model_of(client, gateway, 2) for client in CLIENTS]
    for model in models:
        assert "".join([chunk.text async for chunk in model.astream(letter)]) == letter
    assert len(recording.requests) == 3
    assert not leaked(recording, values, gateway.token)
    await models[0].root_async_client.close()
    await models[-1]._async_client.close()


@pytest.mark.parametrize("streamed", [False, True])
def test_a_tool_is_called_with_what_was_written_and_its_result_stays_here(
    make: Make, gateway, letter, values, streamed
) -> None:
    recording = gateway.fresh()
    model = make(5).bind_tools([enregistrer])
    messages: list[Any] = [HumanMessage(letter)]
    if streamed:
        called: Any = AIMessageChunk("")
        for chunk in model.stream(messages):
            called += chunk
    else:
        called = model.invoke(messages)
    (call,) = called.tool_calls
    assert (call["name"], call["args"]) == ("enregistrer", {"texte": letter})
    result = enregistrer.invoke(call)
    assert isinstance(result, ToolMessage)
    answer = make(5).invoke([*messages, called, result, HumanMessage("Merci. Écris à Marie-Ève Gagnon.")])
    assert answer.text == "Merci. Écris à Marie-Ève Gagnon."
    assert not leaked(recording, values, gateway.token)


def test_what_is_said_comes_back_as_a_structure(make: Make, gateway, letter, values) -> None:
    recording = gateway.fresh()
    structured = make().with_structured_output(Lettre, method="function_calling")
    assert structured.invoke(letter) == Lettre(texte=letter)
    assert not leaked(recording, values, gateway.token)


def test_a_json_schema_comes_back_as_a_structure(make: Make, gateway, letter, values) -> None:
    recording = gateway.fresh()
    structured = make().with_structured_output(Lettre, method="json_schema")
    assert structured.invoke(json.dumps({"texte": letter})) == Lettre(texte=letter)
    assert not leaked(recording, values, gateway.token)


def test_several_at_once(make: Make, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answers = make().batch([letter, "Bonjour, Mme Julie Tremblay"])
    assert [answer.text for answer in answers] == [letter, "Bonjour, Mme Julie Tremblay"]
    assert not leaked(recording, values | {"Julie Tremblay"}, gateway.token)


def test_a_refusal_is_raised_as_the_sdk_does(make: Make, gateway) -> None:
    recording = gateway.fresh()
    image = {"type": "image", "base64": "iVBORw0KGgo=", "mime_type": "image/png"}
    with pytest.raises((openai.BadRequestError, anthropic.BadRequestError)) as caught:
        make().invoke([HumanMessage([{"type": "text", "text": "Mme Julie Tremblay"}, image])])
    assert "Tremblay" not in str(caught.value)
    assert not recording.requests
