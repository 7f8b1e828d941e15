r"""JSON of somebody's own making, there and back: no value leaves, and each escape and digit is as it was."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.acceptance.conftest import Gateway
from tests.acceptance.provider import Exchange
from tests.acceptance.test_hostile import left

#: Arguments of a tool, each with somebody in it, in the spelling of some writer.
WRITTEN = [
    r'{"nom": "Mme Julie Tremblay"}',
    r'{"nom": "Mme Julie Tremblay de l\u0027\u00C9cole \/ Qu\u00e9bec"}',
    r'{"nom": "Mme Ren\u00e9e Lavoie-C\u00d4t\u00C9", "ami": "Mme Ren\u00e9e Lavoie-C\u00d4t\u00C9."}',
    r'{"Marie-\u00c8ve Gagnon": {"Marie-\u00c8ve Gagnon" : 1}}',
    r'{"Marie-Ève Gagnon": "Marie-Ève Gagnon", "x": "\u00c8ve"}',
    r'{"nas": 558073029, "b": "558073029"}',
    r'{"nas":558073029.0 , "b":[1.50,1e400,-0,123456789012345678901234567890,0.1000,558073029]}',
    r'{"nas":"558073029","ses_nas":[558073029, "558073029",558073029]}',
    r'{"telephone": 5145550199, "courriel":"julie.tremblay@exemple.qc.ca"}',
    r'{"date_naissance": 19850312, "carte": 4111111111111111}',
    r'{"x":"{\"nom\":\"Mme Ren\\u00e9e Tremblay\", \"nas\": 558073029}"}',
    r'{"x":"ligne\u000aNAS 558 073 029\u0000 \ud83c\udf41 \u202e\u2028"}',
    r'{"x":"\ud83d Julie Tremblay, NAS 558 073 029"}',
    r'{"a":1,"a":"Mme Julie Tremblay"}',
    r'"Mme Julie Tremblay"',
    r'{"nom":"Mme Julie Tremblay"',
    '{\n\t"nom" :\t"Mme Julie Tremblay",\r\n "z": "\u2028𝒳"}',
    r'{"html":"<b>Mme Julie Tremblay<\/b>","u":"https:\/\/x.test\/?q=julie.tremblay@exemple.qc.ca"}',
]
#: The same as values, for the APIs in which arguments are no strings.
VALUES = [
    text
    for text in WRITTEN
    if text[:2] == '{"' and text[-1] == "}" and r"\ud83d " not in text and '"a":1' not in text
]
PIECE = 5


def _asked(it: Exchange) -> Any:
    """The arguments of the call that the request repeats."""
    for message in it.asked.get("messages") or it.asked["contents"]:
        for call in message.get("tool_calls") or ():
            return call["function"]["arguments"]
        for part in message.get("parts") or message.get("content") or ():
            if isinstance(part, dict) and ("input" in part or "functionCall" in part):
                return part["input"] if "input" in part else part["functionCall"]["args"]
    raise AssertionError("no call")


def _events(*bodies: Any, named: bool = False) -> list[bytes]:
    return [
        (f"event: {body['type']}\n" if named else "").encode()
        + b"data: "
        + json.dumps(body).encode()
        + b"\n\n"
        for body in bodies
    ]


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def openai_call(it: Exchange) -> None:
    function = {"name": "f", "arguments": _asked(it)}
    call = {"id": "c", "type": "function", "function": function}
    if not it.asked["stream"]:
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        answer = {"id": "x", "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}
        it.whole(json.dumps(answer).encode(), content_type="application/json")
        return
    said = [
        {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}
        for piece in _pieces(function["arguments"])
    ]
    chunks = [{"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in said]
    it.stream(*_events(*chunks, {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}))
    it.chunk(b"")


def openai_said(answer: httpx.Response, stream: bool) -> str:
    if not stream:
        return answer.json()["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]
    deltas = [
        json.loads(line[6:])["choices"][0]["delta"]
        for line in answer.text.split("\n")
        if line[:6] == "data: "
    ]
    return "".join(call["function"]["arguments"] for delta in deltas for call in delta.get("tool_calls", ()))


def anthropic_call(it: Exchange) -> None:
    block = {"type": "tool_use", "id": "t", "name": "f", "input": _asked(it)}
    if not it.asked["stream"]:
        it.whole(
            json.dumps({"type": "message", "content": [block]}).encode(), content_type="application/json"
        )
        return
    told = [
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "input_json_delta", "partial_json": piece},
        }
        for piece in _pieces(json.dumps(block["input"]))
    ]
    begun = {"type": "content_block_start", "index": 0, "content_block": {**block, "input": {}}}
    ended = [{"type": "content_block_stop", "index": 0}, {"type": "message_stop"}]
    it.stream(*_events(begun, *told, *ended, named=True))
    it.chunk(b"")


def anthropic_said(answer: httpx.Response, stream: bool) -> str:
    if not stream:
        return _inside(answer.text, '"input":')
    events = [json.loads(line[6:]) for line in answer.text.split("\n") if line[:6] == "data: "]
    return "".join(event["delta"]["partial_json"] for event in events if "delta" in event)


def gemini_call(it: Exchange) -> None:
    content = {"role": "model", "parts": [{"functionCall": {"name": "f", "args": _asked(it)}}]}
    answer = {"candidates": [{"index": 0, "content": content, "finishReason": "STOP"}]}
    it.whole(json.dumps(answer).encode(), content_type="application/json")


def ollama_call(it: Exchange) -> None:
    call = {"function": {"name": "f", "arguments": _asked(it)}}
    answer = {
        "model": "m",
        "message": {"role": "assistant", "content": "", "tool_calls": [call]},
        "done": True,
    }
    it.whole(json.dumps(answer).encode() + b"\n", content_type="application/x-ndjson")


def _inside(text: str, before: str) -> str:
    """Return the JSON value that stands behind some letters, as it is written."""
    start = text.index(before) + len(before)
    end = start + json.JSONDecoder().raw_decode(text[start:].lstrip())[1]
    return text[start:].lstrip()[: end - start]


def ask(gateway: Gateway, path: str, body: str, script: Callable[[Exchange], None]) -> httpx.Response:
    recording = gateway.fresh()
    recording.script = script
    headers = {**gateway.credentials, "content-type": "application/json"}
    answer = httpx.post(gateway.url + path, content=body.encode(), headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    sent = recording.everything()
    assert not left(recording)
    assert not {
        one for one in ("5145550199", "19850312", "4111111111111111", "Gagnon", "Lavoie") if one in sent
    }
    return answer


def openai_body(arguments: str, *, stream: bool) -> str:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": arguments}}
    said = {"role": "assistant", "content": None, "tool_calls": [call]}
    return json.dumps(
        {"model": "echo-3", "stream": stream, "messages": [{"role": "user", "content": "Oui."}, said]}
    )


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("arguments", WRITTEN)
def test_arguments_that_are_strings_come_back_letter_by_letter(gateway, arguments, stream) -> None:
    answer = ask(gateway, "/v1/chat/completions", openai_body(arguments, stream=stream), openai_call)
    assert openai_said(answer, stream) == arguments


BODIES = {
    "anthropic": (
        "/v1/messages",
        (
            '{"model":"echo-3","max_tokens":9,"stream":%(stream)s,"messages":[{"role":"user","content":"Oui."},'
            '{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":%(value)s}]}]}'
        ),
        anthropic_call,
        anthropic_said,
    ),
    "gemini": (
        "/v1beta/models/echo-3:generateContent",
        (
            '{"contents":[{"role":"user","parts":[{"text":"Oui."}]},'
            '{"role":"model","parts":[{"functionCall":{"name":"f","args":%(value)s}}]}]}'
        ),
        gemini_call,
        lambda answer, _stream: _inside(answer.text, '"args":'),
    ),
    "ollama": (
        "/api/chat",
        (
            '{"model":"echo-3","stream":%(stream)s,"messages":[{"role":"user","content":"Oui."},'
            '{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":%(value)s}}]}]}'
        ),
        ollama_call,
        lambda answer, _stream: _inside(answer.text, '"arguments":'),
    ),
}


@pytest.mark.parametrize("dialect", BODIES)
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("value", VALUES)
def test_arguments_that_are_values_keep_their_types_and_digits(gateway, dialect, value, stream) -> None:
    path, body, script, said = BODIES[dialect]
    # A provider that writes numbers as Python does is not asked for what Python cannot write.
    value = (
        value.replace("1e400", "1e40").replace("1.50", "1.5").replace("0.1000", "0.1").replace("-0,", "0,")
    )
    answer = ask(gateway, path, body % {"stream": json.dumps(stream), "value": value}, script)
    told = said(answer, stream)

    def numbers(digits: str) -> str:
        return f"number {float(digits)}" if "e" in digits else f"number {digits}"

    read = [json.loads(text, parse_float=numbers, parse_int=numbers) for text in (told, value)]
    assert read[0] == read[1]
