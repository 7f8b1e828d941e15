"""A hostile or merely odd client: whatever it does to a request, no value that is known leaves by it."""

import gzip
import json
import re
import unicodedata
import zlib
from html import unescape
from urllib.parse import unquote

import httpx
import pytest

from tests.acceptance.conftest import everything_written
from tests.acceptance.provider import Recording

SIN, CARD, MAIL, NAME = "558 073 029", "TREM85031216", "julie.tremblay@exemple.qc.ca", "Julie Tremblay"
TEXT = f"Mme {NAME}, NAS {SIN}, NAM {CARD}, {MAIL}"
CHAT = {"model": "echo-3", "messages": [{"role": "user", "content": "Bonjour"}]}
GEMINI = {"contents": [{"role": "user", "parts": [{"text": "Bonjour"}]}]}
PATHS = {
    "openai": "/v1/chat/completions",
    "responses": "/v1/responses",
    "anthropic": "/v1/messages",
    "gemini": "/v1beta/models/echo-3:generateContent",
    "azure": "/openai/deployments/echo-3/chat/completions?api-version=2024-10-21",
    "cohere": "/v2/chat",
    "ollama": "/api/chat",
}
BODIES = {
    **dict.fromkeys(PATHS, CHAT),
    "responses": {"model": "echo-3", "input": "Bonjour", "store": False},
    "anthropic": {**CHAT, "max_tokens": 9},
    "gemini": GEMINI,
    "ollama": {**CHAT, "stream": False},
}


def left(recording: Recording) -> set[str]:
    """Return what of the person reached the provider, however it is spelled."""
    read = recording.everything()
    seen = [
        read,
        unquote(read),
        unescape(read),
        re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), read),
    ]
    plain = [
        "".join(c for c in unicodedata.normalize("NFKC", t) if unicodedata.category(c) != "Cf") for t in seen
    ]
    together = "".join(plain).lower()
    squeezed = re.sub(r"[\s.-]", "", together)
    return {
        value
        for value, where in (("558073029", squeezed), (CARD.lower(), squeezed), ("tremblay", together))
        if value in where
    }


def send(gateway, path: str, content: bytes, **headers: str) -> tuple[httpx.Response, Recording]:
    recording = gateway.fresh()
    headers = {**gateway.credentials, "content-type": "application/json", **headers}
    answer = httpx.post(gateway.url + path, content=content, headers=headers, timeout=60)
    assert not left(recording)
    if answer.is_error:
        assert not {word for word in ("tremblay", "558 073 029", CARD.lower()) if word in answer.text.lower()}
    return answer, recording


def tool(**members: object) -> dict[str, object]:
    return {"tools": [{"type": "function", "function": {"name": "f", **members}}]}


def schema(**members: object) -> dict[str, object]:
    return tool(parameters={"type": "object", "properties": {"x": {"type": "string", **members}}})


#: Where a value may be put, by the dialect. What holds an identifier gets one, so that nothing else refuses it.
PLACES = {
    "openai": [
        {"metadata": {"a": TEXT}},
        {"metadata": {TEXT: "a"}},
        {"metadata": {CARD: "a"}},
        {"user": TEXT},
        {"user": CARD},
        {"safety_identifier": MAIL},
        {"prompt_cache_key": CARD},
        {"stop": TEXT},
        {"stop": [NAME, SIN]},
        {"logit_bias": {CARD: 1}},
        {"prediction": {"type": "content", "content": TEXT}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": CARD, "schema": {}}}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {"title": TEXT}}}},
        tool(name=CARD),
        tool(description=TEXT),
        *(
            schema(**{word: TEXT})
            for word in ("default", "const", "title", "description", "pattern", "$comment")
        ),
        *(schema(**{word: TEXT}) for word in ("$id", "$ref", "format", "type", "contentEncoding", "x-nom")),
        *(schema(**{word: [TEXT, CARD]}) for word in ("enum", "examples")),
        tool(parameters={"type": "object", "properties": {CARD: {}}}),
        tool(parameters={"type": "object", "required": [TEXT]}),
        tool(parameters={"type": "object", "$defs": {TEXT: {}}}),
        tool(parameters={"type": "object", "dependentRequired": {CARD: []}}),
        {"tool_choice": {"type": "function", "function": {"name": CARD}}},
        {"tool_choice": CARD},
        {"service_tier": CARD},
        {"reasoning_effort": SIN},
        {"modalities": [CARD]},
        {"seed": SIN},
        {"stream_options": {"include_usage": TEXT}},
        {"inconnu": TEXT},
        {"inconnu": {"a": [{"b": TEXT}]}},
        {TEXT: 1},
        {CARD: {"a": 1}},
        {"model": f"echo-{CARD}"},
        {"messages": [{"role": "user", "content": "a", "name": TEXT}]},
        {"messages": {"0": {"role": "user", "content": TEXT}}},
        {"messages": [{"role": "user", "content": {"type": "text", "text": TEXT}}]},
        {"messages": [{"role": "user", "content": [TEXT]}]},
        {"messages": [{"role": "user", "content": "x", "Content": TEXT}]},
    ],
    "responses": [
        {"instructions": TEXT},
        {"include": [CARD]},
        {"truncation": CARD},
        {"text": {"format": {"type": "json_schema", "name": CARD, "schema": {"title": TEXT}}}},
        {"input": [{"type": "reasoning", "id": CARD, "summary": []}]},
        {"input": [{"type": "function_call", "call_id": CARD, "name": "f", "arguments": "{}"}]},
        {
            "input": [
                {"type": "function_call", "call_id": "c", "name": "f", "arguments": json.dumps({TEXT: TEXT})}
            ]
        },
        {"input": [{"type": "function_call_output", "call_id": "c", "output": TEXT}]},
    ],
    "anthropic": [
        {"metadata": {"user_id": TEXT}},
        {"metadata": {CARD: "a"}},
        {"stop_sequences": [TEXT]},
        {"system": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral", "ttl": CARD}}]},
        {"tools": [{"name": CARD, "input_schema": {}}]},
        {"tools": [{"name": "x", "input_examples": [{"a": TEXT}], "input_schema": {}}]},
        {"container": CARD},
        *(
            {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": [block]}]}
            for block in (
                {"type": "thinking", "thinking": TEXT, "signature": "abc"},
                {"type": "thinking", "thinking": "x", "signature": CARD},
                {"type": "redacted_thinking", "data": CARD},
                {"type": "tool_use", "id": CARD, "name": "f", "input": {}},
                {"type": "tool_use", "id": "t", "name": "f", "input": {TEXT: TEXT}},
                {"type": "text", "text": "x", "citations": [{"type": "a", "cited_text": TEXT, "url": TEXT}]},
            )
        ),
    ],
    "gemini": [
        {"systemInstruction": {"role": TEXT, "parts": [{"text": TEXT}]}},
        {"labels": {"a": CARD}},
        {"labels": {CARD: "a"}},
        {"cachedContent": CARD},
        {"generationConfig": {"stopSequences": [TEXT], "responseMimeType": CARD}},
        {
            "contents": [
                {"role": "model", "parts": [{"text": "x", "thoughtSignature": CARD}]},
                *GEMINI["contents"],
            ]
        },
    ],
    "cohere": [
        {"documents": [{"id": CARD, "data": {TEXT: TEXT}}]},
        {"stop_sequences": [TEXT]},
        {"safety_mode": CARD},
    ],
    "ollama": [{"keep_alive": CARD}, {"options": {CARD: TEXT}}, {"format": {"title": TEXT, "enum": [TEXT]}}],
}


@pytest.mark.parametrize("dialect", PLACES)
def test_no_place_of_a_body_lets_it_out(gateway, dialect) -> None:
    for members in PLACES[dialect]:
        content = json.dumps({**BODIES[dialect], **members}, ensure_ascii=False).encode()
        send(gateway, PATHS[dialect], content)


URLS = {
    "azure deployment": f"/openai/deployments/echo-{CARD}/chat/completions?api-version=2024-10-21",
    "azure version": f"/openai/deployments/echo-3/chat/completions?api-version={CARD}",
    "gemini model": f"/v1beta/models/echo-{CARD}:generateContent",
    "cursor": f"/v1/chat/completions?after={CARD}",
    "switch": f"/v1/messages?beta={CARD}",
    "unknown": "/v1/chat/completions?q=Julie%20Tremblay",
    "nameless": f"/v1/chat/completions?{CARD}",
    "key": f"/v1/chat/completions?key={CARD}",
    "repeated": f"/v1/messages?beta=true&beta={CARD}",
    "escaped": f"/v1/chat/completions?beta=true%26x={CARD}",
    "matrix": f"/v1/chat/completions;a={CARD}",
    "further": "/v1/chat/completions/Julie%20Tremblay",
}


@pytest.mark.parametrize("case", URLS, ids=lambda case: case.replace(" ", "-"))
def test_no_address_lets_it_out(gateway, case) -> None:
    body = GEMINI if case.startswith("gemini") else {**CHAT, "max_tokens": 9}
    answer, recording = send(gateway, URLS[case], json.dumps(body).encode())
    if case != "key":  # which is never looked at, as the caller has shown another
        assert answer.is_client_error
        assert not recording.arrived


def test_what_was_refused_in_a_models_name_is_not_recorded_either(gateway) -> None:
    for path, model, more in (
        (PATHS["openai"], f"echo-{CARD}", {}),
        (PATHS["openai"], f"echo-{CARD}", {"messages": [{"role": "user", "content": [{"type": "file"}]}]}),
        (URLS["azure deployment"], "echo-3", {}),
    ):
        answer, _ = send(gateway, path, json.dumps({**CHAT, "model": model, **more}).encode())
        assert answer.status_code == 400
    assert {call.refusal.values.get("model") for call in gateway.calls(3)} == {None}
    assert CARD.encode() not in everything_written(gateway)
    send(gateway, PATHS["openai"], json.dumps({**CHAT, "logit_bias": {CARD: 1}}).encode())
    assert gateway.calls()[0].refusal.values["model"] == "echo-3"


def test_no_header_lets_it_out(gateway) -> None:
    odd = (
        "openai-organization",
        "openai-project",
        "user-agent",
        "traceparent",
        "baggage",
        "x-request-id",
        "via",
    )
    content = json.dumps({**CHAT, "max_tokens": 9}).encode()
    answer, _ = send(gateway, PATHS["openai"], content, **dict.fromkeys(odd, CARD))
    assert answer.status_code == 200
    for path, name, code in (
        ("openai", "openai-beta", "invalid_request"),
        ("anthropic", "anthropic-beta", "invalid_request"),
        ("anthropic", "anthropic-version", "content_refused"),
    ):
        answer, recording = send(gateway, PATHS[path], content, **{name: f"a,{CARD}"})
        assert answer.json()["error"]["code"] == code
        assert not recording.arrived
    answer, recording = send(gateway, PATHS["openai"], content, **{"idempotency-key": f"a,{CARD}"})
    assert answer.status_code == 200
    assert CARD not in recording.everything()


WRITTEN = json.dumps({**CHAT, "messages": [{"role": "user", "content": TEXT}]}, ensure_ascii=False)
ESCAPED = "".join(f"\\u{ord(c):04x}" for c in TEXT)
SPELLED = {
    "escapes": json.dumps(BODIES["openai"]).replace("Bonjour", ESCAPED).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + WRITTEN.encode(),
    **{
        name: json.dumps({**CHAT, "messages": [{"role": "user", "content": content}]}).encode()
        for name, content in {
            "escapes in a text": ESCAPED,
            "percent": TEXT.replace(" ", "%20").replace("@", "%40"),
            "entities": "".join(f"&#{ord(c)};" for c in TEXT),
            "full width": TEXT.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
            "zero width": "\u200b".join(TEXT),
            "markdown": f"Mme **Julie** __Tremblay__, NAS `558` `073` `029`, NAM {CARD}",
            "tags": "Mme <b>Julie</b> <i>Tremblay</i>, NAS <td>558</td><td>073</td><td>029</td>",
            "parts": [{"type": "text", "text": t} for t in ("NAS 558 0", "73 029, Mme Julie Trem", "blay")],
        }.items()
    },
}


@pytest.mark.parametrize("case", SPELLED, ids=lambda case: case.replace(" ", "-"))
def test_no_spelling_lets_it_out(gateway, case) -> None:
    answer, recording = send(gateway, PATHS["openai"], SPELLED[case])
    assert answer.status_code == 200
    assert len(recording.arrived) == 1


NOT_READ = {
    "utf-16": WRITTEN.encode("utf-16"),
    "utf-32": WRITTEN.encode("utf-32"),
    "latin-1": (WRITTEN + "é").encode("latin-1"),
    "two marks": b"\xef\xbb\xbf" * 2 + WRITTEN.encode(),
    "lines": f"{WRITTEN}\n{WRITTEN}".encode(),
    "a sequence": f"\x1e{WRITTEN}\n".encode(),
    "garbage behind": f"{WRITTEN} {TEXT}".encode(),
    "a NUL behind": f"{WRITTEN}\0".encode(),
    "a comment": f"/* {TEXT} */{WRITTEN}".encode(),
    "twice": WRITTEN.replace('"messages"', '"messages": [], "m\\u0065ssages"').encode(),
    "compressed, unsaid": gzip.compress(WRITTEN.encode(), mtime=0),
}


@pytest.mark.parametrize("case", NOT_READ, ids=lambda case: case.replace(" ", "-"))
def test_what_can_be_read_in_two_ways_is_read_in_none(gateway, case) -> None:
    answer, recording = send(gateway, PATHS["openai"], NOT_READ[case])
    assert answer.status_code == 400
    assert not recording.arrived


@pytest.mark.parametrize(("coding", "compress"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_compressed_request_is_searched_like_any_other(gateway, coding, compress) -> None:
    answer, recording = send(
        gateway, PATHS["openai"], compress(WRITTEN.encode()), **{"content-encoding": coding}
    )
    assert answer.json()["choices"][0]["message"]["content"] == TEXT
    assert b"content-encoding" not in recording.requests[0].lower()


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "identity, gzip"])
def test_no_other_compression_is_taken(gateway, coding) -> None:
    answer, _ = send(
        gateway, PATHS["openai"], gzip.compress(WRITTEN.encode()), **{"content-encoding": coding}
    )
    assert answer.status_code == 415


def test_a_bomb_is_refused(gateway) -> None:
    bomb = gzip.compress(b'{"model": "echo-3", "messages": "' + b" " * (64 << 20) + b'"}')
    answer, _ = send(gateway, PATHS["openai"], bomb, **{"content-encoding": "gzip"})
    assert answer.status_code == 413
