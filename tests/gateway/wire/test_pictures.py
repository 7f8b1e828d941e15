import json

import pytest

from gateway.errors import Refused
from gateway.wire import (
    anthropic_messages,
    cohere,
    gemini,
    ollama,
    openai_chat,
    openai_moderations,
    openai_responses,
)
from gateway.wire.carrier import carried, with_contents
from gateway.wire.pictures import Slot, filled, has_slot
from gateway.wire.strict_json import dump
from gateway.wire.walk import walk

URL = "data:image/webp;base64,QUJD"


def user(*parts):
    return {"messages": [{"role": "user", "content": list(parts)}]}


GEMINI = {
    "contents": [{"role": "user", "parts": [{"inlineData": {"mimeType": "image/webp", "data": "QUJD"}}]}]
}
SNAKE = {"contents": {"parts": {"inline_data": {"mime_type": "image/webp", "data": "QUJD"}}}}
BASE64 = {"type": "base64", "media_type": "image/webp", "data": "QUJD"}
IN_DOCUMENT = {
    "type": "document",
    "source": {"type": "content", "content": [{"type": "image", "source": BASE64}]},
}
CASES = {
    "chat": (openai_chat.REQUEST, user({"type": "image_url", "image_url": {"url": URL}})),
    "mistral": (openai_chat.REQUEST, user({"type": "image_url", "image_url": URL})),
    "responses": (
        openai_responses.RESPONSES.request,
        {"input": [{"role": "user", "content": [{"type": "input_image", "image_url": URL}]}]},
    ),
    "generated": (
        openai_responses.RESPONSES.request,
        {"input": [{"type": "image_generation_call", "id": "ig_1", "result": "QUJD"}]},
    ),
    "moderations": (
        openai_moderations.MODERATIONS.request,
        {"input": [{"type": "image_url", "image_url": {"url": URL}}]},
    ),
    "anthropic": (anthropic_messages.REQUEST, user({"type": "image", "source": BASE64})),
    "document": (anthropic_messages.REQUEST, user(IN_DOCUMENT)),
    "gemini": (gemini.GENERATE.request, GEMINI),
    "gemini, in its other spelling": (gemini.GENERATE.request, SNAKE),
    "ollama": (ollama.CHAT.request, {"messages": [{"role": "user", "content": "a", "images": ["QUJD"]}]}),
    "generate": (ollama.GENERATE.request, {"prompt": "a", "images": ["QUJD"]}),
    "cohere": (cohere.CHAT.request, user({"type": "image_url", "image_url": {"url": URL}})),
    "embed": (cohere.EMBED.request, {"images": [URL]}),
}


@pytest.mark.parametrize("case", CASES)
def test_an_image_goes_through_only_where_a_slot_stands_for_it(case):
    shape, body = CASES[case]
    (found,) = carried(body, shape)
    assert found.is_image
    with pytest.raises(Refused) as caught:
        walk(body, shape, lambda _place, text: text)
    assert caught.value.code == "attachment_refused"
    slotted = with_contents(body, shape, {found.path: (Slot(0), "image/png")})
    assert has_slot(slotted) or any(map(has_slot, next(iter(slotted.values())))) or "0" in dump(slotted)
    seen = []
    walked = walk(slotted, shape, lambda place, text: seen.append(text) or text)
    assert "0" not in seen
    sent = json.loads(dump(filled(walked, ["painted"])))
    said = dump(sent)
    assert "painted" in said
    assert "QUJD" not in said
    if "image/webp" in dump(body).replace(URL, ""):
        assert "image/png" in said


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": "0"}},
        {"type": "image_url", "image_url": "0"},
        {"type": "input_audio", "input_audio": {"data": "0"}},
    ],
)
def test_no_text_of_a_request_is_a_slot(part):
    with pytest.raises(Refused):
        walk(json.loads(json.dumps(user(part))), openai_chat.REQUEST, lambda _place, text: text)


def test_a_file_beside_an_image_is_refused_all_the_same():
    part = {"inlineData": {"mimeType": "image/png", "data": Slot(0)}, "fileData": {"fileUri": "x"}}
    with pytest.raises(Refused):
        walk({"contents": [{"parts": [part]}]}, gemini.GENERATE.request, lambda _place, text: text)
