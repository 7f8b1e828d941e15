"""The stock AzureOpenAI client, pointed at the gateway."""

import openai
import pytest
from openai import AzureOpenAI, OpenAI

from tests.acceptance.conftest import Gateway, leaked

VERSION = "2024-10-21"


@pytest.fixture(params=["", "/azure"], ids=["bare", "named"])
def client(gateway: Gateway, request):
    with AzureOpenAI(
        azure_endpoint=gateway.url + request.param,
        api_key=gateway.token,
        api_version=VERSION,
        max_retries=0,
    ) as made:
        yield made


@pytest.mark.parametrize("size", [1, 4, 7])
def test_a_deployment_answers_and_streams(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    asked = {"model": f"echo-{size}", "messages": [{"role": "user", "content": letter}]}
    assert client.chat.completions.create(**asked).choices[0].message.content == letter
    stream = client.chat.completions.create(**asked, stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == letter
    assert not leaked(recording, values, gateway.token)
    path = f"/openai/deployments/echo-{size}/chat/completions?api-version={VERSION}"
    assert {request for request, _length in recording.arrived} == {f"POST {path}"}
    heads = [request.partition(b"\r\n\r\n")[0].lower() for request in recording.requests]
    assert all(b"api-key: azure-provider" in head and b"authorization:" not in head for head in heads)
    assert {call.opening.values["model"] for call in gateway.calls(2)} == {f"echo-{size}"}


def test_embeddings_and_responses(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    assert client.embeddings.create(model="echo-3", input=[letter]).data[0].embedding[1] == 0.5
    assert client.responses.create(model="echo-3", input=letter).output_text == letter
    assert [request for request, _length in recording.arrived] == [
        f"POST /openai/deployments/echo-3/embeddings?api-version={VERSION}",
        f"POST /openai/responses?api-version={VERSION}",
    ]
    assert not leaked(recording, values, gateway.token)


def test_the_deployment_is_what_the_policy_allows(gateway) -> None:
    recording = gateway.fresh()
    with (
        AzureOpenAI(
            azure_endpoint=f"{gateway.url}/azure",
            azure_deployment="secret-model",
            api_key=gateway.token,
            api_version=VERSION,
            max_retries=0,
        ) as client,
        pytest.raises(openai.PermissionDeniedError) as caught,
    ):
        client.chat.completions.create(model="echo-3", messages=[{"role": "user", "content": "Bonjour"}])
    assert caught.value.code == "model_not_allowed"
    assert not recording.requests


def test_the_newer_paths_and_the_plain_client(gateway, letter, values) -> None:
    recording = gateway.fresh()
    with OpenAI(base_url=f"{gateway.url}/azure/openai/v1", api_key=gateway.token, max_retries=0) as client:
        asked = {"model": "echo-3", "messages": [{"role": "user", "content": letter}]}
        assert client.chat.completions.create(**asked).choices[0].message.content == letter
        assert client.responses.create(model="echo-3", input=letter).output_text == letter
        assert [model.id for model in client.models.list()] == ["echo-1", "echo-3"]
    assert [request for request, _length in recording.arrived] == [
        "POST /openai/v1/chat/completions",
        "POST /openai/v1/responses",
        "GET /openai/v1/models",
    ]
    assert not leaked(recording, values, gateway.token)


def test_your_own_data_are_refused(client, gateway) -> None:
    recording = gateway.fresh()
    source = {"type": "azure_search", "parameters": {"endpoint": "https://exemple.ca", "key": "x"}}
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(
            model="echo-3",
            messages=[{"role": "user", "content": "Bonjour"}],
            extra_body={"data_sources": [source]},
        )
    assert caught.value.code == "destination_refused"
    assert not recording.requests
