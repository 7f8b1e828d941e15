import json

import httpx
import pytest

from gateway.cli.echo import Echo

TEXT = "Bonjour [PERSON-K7Q2M9-A3X], « ça va »? 🍁"
TOOL = {"type": "function", "function": {"name": "noter", "parameters": {}}}


async def ask(echo, said=TEXT, **members):
    body = {"model": "echo", "messages": [{"role": "user", "content": said}], **members}
    async with client(echo) as asking:
        return await asking.post("/v1/chat/completions?limit=5", json=body, headers={"x-own": "1"})


def client(echo):
    return httpx.AsyncClient(transport=httpx.ASGITransport(echo.app), base_url="http://echo")


def chunks(answer):
    *events, last, rest = answer.text.split("\n\n")
    assert (last, rest) == ("data: [DONE]", "")
    return [json.loads(event.removeprefix("data: "))["choices"][0] for event in events]


@pytest.mark.parametrize(
    "said", [TEXT, [{"type": "text", "text": TEXT[:9]}, {"type": "text", "text": TEXT[9:]}]]
)
async def test_it_repeats_what_the_user_said_last(said):
    answer = (await ask(Echo(), said)).json()
    assert answer["choices"][0] == {
        "index": 0,
        "message": {"role": "assistant", "content": TEXT},
        "finish_reason": "stop",
    }
    assert answer["usage"]["total_tokens"] == sum(
        answer["usage"][name] for name in ("prompt_tokens", "completion_tokens")
    )
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    answer = await ask(Echo(), messages=[*turns, {"role": "user", "content": "c"}, turns[1]])
    assert answer.json()["choices"][0]["message"]["content"] == "c"
    assert (await ask(Echo(), messages=turns[1:])).json()["choices"][0]["message"]["content"] == ""


async def test_it_streams_in_pieces_that_cut_every_code():
    answer = await ask(Echo(), stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    first, *pieces, last = chunks(answer)
    assert first["delta"] == {"role": "assistant", "content": ""}
    said = [piece["delta"]["content"] for piece in pieces]
    assert "".join(said) == TEXT
    assert max(map(len, said)) == 5
    assert (last["delta"], last["finish_reason"]) == ({}, "stop")


@pytest.mark.parametrize("stream", [False, True])
async def test_offered_a_tool_it_calls_it_with_what_was_said(stream):
    answer = await ask(Echo(), stream=stream, tools=[TOOL])
    if stream:
        _first, head, *pieces, last = chunks(answer)
        call = head["delta"]["tool_calls"][0]
        assert call["function"] == {"name": "noter", "arguments": ""}
        arguments = "".join(one["delta"]["tool_calls"][0]["function"]["arguments"] for one in pieces)
        assert last["finish_reason"] == "tool_calls"
    else:
        choice = answer.json()["choices"][0]
        call = choice["message"]["tool_calls"][0]
        arguments = call["function"]["arguments"]
        assert (choice["message"]["content"], choice["finish_reason"]) == (None, "tool_calls")
    assert (call["id"], call["type"]) == ("call_echo", "function")
    assert json.loads(arguments) == {"texte": TEXT}


async def test_it_keeps_all_that_it_was_sent():
    echo = Echo()
    answer = await ask(echo)
    async with client(echo) as asking:
        listed = (await asking.get("/v1/models")).json()
    assert [model["id"] for model in listed["data"]] == ["echo"]
    call, models = echo.received
    assert (call.target, models.target) == ("/v1/chat/completions?limit=5", "/v1/models")
    assert call.body == answer.request.content
    assert ("x-own", "1") in call.headers
    assert models.body == b""


async def test_it_does_nothing_else():
    async with client(Echo()) as asking:
        assert (await asking.post("/v1/embeddings", json={})).status_code == 404
