import json

import pytest

from gateway.errors import Refused
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer
from gateway.privacy.stream import StreamRestorer
from gateway.wire.ollama import CHAT, EMBED, GENERATE
from gateway.wire.walk import walk

CODE, NAME = "[PERSON-K7Q2M9-A3X]", 'Zoé "Z" Roy'


@pytest.mark.parametrize(
    ("wire", "body", "code"),
    [
        (CHAT, {"messages": [{"role": "user", "images": ["AAAA"]}]}, "attachment_refused"),
        (GENERATE, {"images": ["AAAA"]}, "attachment_refused"),
        (GENERATE, {"context": [1, 2]}, "stored_refused"),
        (GENERATE, {"context": []}, "stored_refused"),
        (EMBED, {"input": [1, 2]}, "tokens_refused"),
        (EMBED, {"input": [[1, 2]]}, "tokens_refused"),
        (CHAT, {"messages": [{"role": "oracle", "content": "x"}]}, "unsupported_content"),
    ],
)
def test_what_cannot_be_read_is_refused(wire, body, code):
    with pytest.raises(Refused) as caught:
        walk(body, wire.request, lambda _place, text: text)
    assert caught.value.code == code


@pytest.mark.parametrize("given", ["json", {"type": "object"}])
def test_a_format_asks_for_json(given):
    assert CHAT.wants_json({"format": given})
    assert not CHAT.wants_json({"format": None})


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("wire", [CHAT, GENERATE])
def test_lines_come_back_restored_as_many_as_they_were(wire, size):
    def said(text, **more):
        return {"message": {"content": text, **more}} if wire is CHAT else {"response": text}

    call = {"function": {"name": "f", "arguments": {"nom": CODE}}}
    lines = [
        said("À [PERS"),
        said(CODE[5:] + "."),
        said("[PE"),
        said("", tool_calls=[call]),
        {**said(""), "done": True},
    ]
    raw = "".join(json.dumps(line) + "\n" for line in lines).encode()
    stream = StreamRestorer(wire.stream, Restorer({CODE: Hidden(NAME, "PERSON")}))
    decoder = wire.stream.framings[0].decoder()
    out = b""
    for start in range(0, len(raw), size):
        out += b"".join(map(stream.feed, decoder.feed(raw[start : start + size])))
    out += stream.flush()
    back = [json.loads(line) for line in out.splitlines()]
    texts = [line["message"]["content"] if wire is CHAT else line["response"] for line in back]
    assert texts == [f"À {NAME}", ".", "[PE", "", ""]
    if wire is CHAT:
        assert back[3]["message"]["tool_calls"][0]["function"]["arguments"] == {"nom": NAME}
