"""What the stock openai SDK makes of answers: structures, streamed events, raw answers, loops of tools."""

import json
import re
from itertools import pairwise
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI, pydantic_function_tool
from pydantic import BaseModel

from tests.acceptance.conftest import Gateway, leaked
from tests.acceptance.provider import Exchange, openai_answer

CODE = re.compile(r"\[[A-Z_]+-[A-Z0-9]{6}-[A-Z0-9]{3}\]")


class Lettre(BaseModel):
    texte: str


TOOLS = [pydantic_function_tool(Lettre, name="enregistrer")]


@pytest.fixture
def client(gateway: Gateway):
    with OpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.token, max_retries=0) as made:
        yield made


def asking(letter: str) -> dict[str, Any]:
    content = json.dumps({"texte": letter}, ensure_ascii=False)
    return {"model": "echo-3", "messages": [{"role": "user", "content": content}]}


def test_a_chat_is_parsed_into_a_structure(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    answer = client.chat.completions.parse(**asking(letter), response_format=Lettre)
    (choice,) = answer.choices
    assert choice.message.parsed == Lettre(texte=letter)
    assert (answer.id, choice.finish_reason, answer.usage.total_tokens) == ("chatcmpl-1", "stop", 18)
    assert recording.bodies()[0]["response_format"]["json_schema"]["name"] == "Lettre"
    assert not leaked(recording, values, gateway.token)


def test_a_chat_is_streamed_into_a_structure(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    with client.chat.completions.stream(**asking(letter), response_format=Lettre) as stream:
        done = [event for event in stream if event.type == "content.done"]
        final = stream.get_final_completion()
    assert [event.parsed for event in done] == [Lettre(texte=letter)]
    assert final.choices[0].message.parsed == Lettre(texte=letter)
    assert not leaked(recording, values, gateway.token)


def test_a_tool_is_parsed_with_its_arguments(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    said = {"model": "echo-5", "messages": [{"role": "user", "content": letter}], "tools": TOOLS}
    (called,) = client.chat.completions.parse(**said).choices[0].message.tool_calls
    assert (called.id, called.function.parsed_arguments) == ("call_1", Lettre(texte=letter))
    with client.chat.completions.stream(**said) as stream:
        done = [e for e in stream if e.type == "tool_calls.function.arguments.done"]
        final = stream.get_final_completion()
    assert [event.parsed_arguments for event in done] == [Lettre(texte=letter)]
    assert final.choices[0].finish_reason == "tool_calls"
    assert not leaked(recording, values, gateway.token)


def test_a_response_is_parsed_into_a_structure(client, gateway, letter, values) -> None:
    recording = gateway.fresh()
    said = {"model": "echo-4", "input": asking(letter)["messages"], "store": False}
    assert client.responses.parse(**said, text_format=Lettre).output_parsed == Lettre(texte=letter)
    with client.responses.stream(**said, text_format=Lettre) as stream:
        assert stream.get_final_response().output_parsed == Lettre(texte=letter)
    assert not leaked(recording, values, gateway.token)


async def test_raw_and_streamed_answers_of_the_asynchronous_client(gateway, letter, values) -> None:
    recording = gateway.fresh()
    said = {"model": "echo-3", "messages": [{"role": "user", "content": letter}]}
    async with AsyncOpenAI(base_url=f"{gateway.url}/v1", api_key=gateway.token, max_retries=0) as client:
        raw = await client.chat.completions.with_raw_response.create(**said)
        assert raw.headers["x-request-id"] == "req_provider"
        assert raw.parse().choices[0].message.content == letter
        async with client.chat.completions.with_streaming_response.create(**said, stream=True) as answer:
            events = [
                json.loads(line[6:]) async for line in answer.iter_lines() if line.startswith("data: {")
            ]
        async with client.chat.completions.stream(**said) as stream:
            final = await stream.get_final_completion()
    assert "".join(event["choices"][0]["delta"].get("content") or "" for event in events) == letter
    assert final.choices[0].message.content == letter
    assert not leaked(recording, values, gateway.token)


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, part: client.chat.completions.create(
            model="echo-3",
            messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": part}}]}],
        ),
        lambda client, part: client.responses.create(
            model="echo-3",
            store=False,
            input=[{"role": "user", "content": [{"type": "input_image", "image_url": part}]}],
        ),
        lambda client, part: client.responses.create(
            model="echo-3",
            store=False,
            input=[
                {"role": "user", "content": [{"type": "input_file", "file_data": part, "filename": "a.pdf"}]}
            ],
        ),
        lambda client, part: client.files.create(
            file=("julie.txt", b"Mme Julie Tremblay"), purpose="user_data"
        ),
        lambda client, part: client.audio.transcriptions.create(model="echo-3", file=("a.wav", b"RIFF")),
    ],
    ids=["image", "response image", "response file", "file", "audio"],
)
def test_what_cannot_be_looked_into_is_refused_and_told(client, gateway, ask) -> None:
    recording = gateway.fresh()
    with pytest.raises(openai.APIStatusError) as caught:
        ask(client, "data:image/png;base64,iVBORw0KGgo=")
    assert caught.value.status_code in (400, 404)
    assert caught.value.code in ("attachment_refused", "stored_refused", "unknown_path")
    assert caught.value.body["message"]
    assert not recording.requests


PEOPLE = ("Julie Tremblay", "Luc Gagnon", "Zoé Côté")


def test_a_long_loop_of_parallel_tools(client, gateway) -> None:
    """Each turn calls two tools with what the provider was told; their results name somebody else."""
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        said = [message for message in it.asked["messages"] if message["role"] != "system"]
        codes = list(dict.fromkeys(CODE.findall(json.dumps(said, ensure_ascii=False))))
        answer = openai_answer(it.asked)
        turn = sum(message["role"] == "assistant" for message in it.asked["messages"])
        if turn < len(PEOPLE):
            written = ({"texte": codes[-1]}, {"texte": f"{codes[0]} et {codes[-1]}"})
            answer["choices"][0]["finish_reason"] = "tool_calls"
            answer["choices"][0]["message"] = {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": f"call_{turn}_{number}",
                        "type": "function",
                        "function": {"name": "enregistrer", "arguments": json.dumps(arguments)},
                    }
                    for number, arguments in enumerate(written)
                ],
            }
        else:
            answer["choices"][0]["finish_reason"] = "stop"
            answer["choices"][0]["message"] = {"role": "assistant", "content": " ; ".join(codes)}
        it.whole(json.dumps(answer).encode(), content_type="application/json")

    recording.script = script
    messages: list[Any] = [{"role": "user", "content": f"Écris à Mme {PEOPLE[0]}."}]
    seen: list[list[str]] = []
    while True:
        answer = client.chat.completions.create(model="echo-3", messages=messages, tools=TOOLS)
        (choice,) = answer.choices
        if choice.finish_reason != "tool_calls":
            break
        messages.append(choice.message.model_dump(exclude_none=True))
        turn = len(seen)
        calls = choice.message.tool_calls
        assert [call.id for call in calls] == [f"call_{turn}_0", f"call_{turn}_1"]
        seen.append([json.loads(call.function.arguments)["texte"] for call in calls])
        told = f"M. {PEOPLE[(turn + 1) % 3]} répond."
        messages += [{"role": "tool", "tool_call_id": call.id, "content": told} for call in calls]
    first, second, third = PEOPLE
    assert seen == [
        [first, f"{first} et {first}"],
        [second, f"{first} et {second}"],
        [third, f"{first} et {third}"],
    ]
    assert choice.message.content == " ; ".join(PEOPLE)
    assert not leaked(recording, set(PEOPLE) | {"Tremblay", "Côté"}, gateway.token)
    bodies = [body["messages"] for body in recording.bodies()]
    assert all(after[: len(before)] == before for before, after in pairwise(bodies))
