"""The stock openai SDK's completions, embeddings and moderations, pointed at the gateway."""

import openai
import pytest
from openai import OpenAI

from tests.acceptance.conftest import Gateway, leaked


@pytest.fixture
def client(gateway: Gateway):
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.token, max_retries=0) as made:
        yield made


def test_completions_come_back_whole(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = client.completions.create(model="echo-3", prompt=[letter, "Bonjour"], suffix=" M. Luc Gagnon.")
    assert [choice.text for choice in answer.choices] == [
        f"{letter} M. Luc Gagnon.",
        "Bonjour M. Luc Gagnon.",
    ]
    assert (answer.usage.total_tokens, answer.choices[0].finish_reason) == (18, "stop")
    assert not leaked(recording, values | {"Luc Gagnon"}, gateway.token)


@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_stream_of_completions_comes_back_whole(client, gateway, letter, values, size) -> None:
    recording = gateway.fresh()
    written = ["", ""]
    for chunk in client.completions.create(model=f"echo-{size}", prompt=[letter, letter], stream=True):
        written[chunk.choices[0].index] += chunk.choices[0].text
    assert written == [letter, letter]
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("form", [{}, {"encoding_format": "float"}], ids=["default", "float"])
def test_vectors_are_of_the_text_with_its_pseudonyms(client, gateway, letter, values, form) -> None:
    recording = gateway.fresh()
    texts = [letter, "Mme Julie Tremblay", "Dossier de Mme Julie Tremblay"]
    answer = client.embeddings.create(model="echo-3", input=texts, **form)
    sent = recording.bodies()[0]["input"]
    assert [entry.embedding for entry in answer.data] == [[float(len(text)), 0.5] for text in sent]
    assert answer.usage.total_tokens == 11
    # What is looked for is written as it was when it was stored, in every call.
    client.embeddings.create(model="echo-3", input="Mme Julie Tremblay")
    assert sent[2].endswith(sent[1])
    assert recording.bodies()[1]["input"] == sent[1]
    assert not leaked(recording, values | {"Julie Tremblay"}, gateway.token)


def test_a_moderation_sees_pseudonyms(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    given = [{"type": "text", "text": letter}]
    answer = client.moderations.create(model="echo-3", input=given)
    assert [result.flagged for result in answer.results] == [False]
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize("tokens", [[1, 2, 3], [[1, 2], [3]], [1234567890]])
def test_numbers_of_tokens_are_refused_with_what_to_set(client, gateway, tokens) -> None:
    recording = gateway.fresh()
    for operation in (
        lambda: client.embeddings.create(model="echo-3", input=tokens),
        lambda: client.completions.create(model="echo-3", prompt=tokens),
    ):
        with pytest.raises(openai.BadRequestError) as caught:
            operation()
        assert caught.value.code == "tokens_refused"
        assert "check_embedding_ctx_length=False" in caught.value.body["message"]
    assert not recording.requests
