import json

import pytest

from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer
from gateway.privacy.stream import StreamRestorer
from gateway.wire import sse
from gateway.wire.cohere import STREAM as COHERE
from gateway.wire.gemini import STREAM as GEMINI
from gateway.wire.openai_chat import STREAM as CHAT
from gateway.wire.openai_responses import STREAM as RESPONSES

CODE, ORIGINAL = "[PERSON-K7Q2M9-A3E]", "Maïté Côté"
TEXT = f"é {CODE} va au {CODE}. Fin."
RESTORED = TEXT.replace(CODE, ORIGINAL)
#: "au …" and what is cited there, in the text as it was received.
START, END = TEXT.index("au"), TEXT.index(". Fin")


def delivered(shape, events):
    """Return the events as a caller gets them."""
    restorer = StreamRestorer(shape, Restorer({CODE: Hidden(ORIGINAL, "PERSON")}))
    decoder = sse.Decoder()
    sent = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()
    out = b"".join([restorer.feed(event) for event in decoder.feed(sent)]) + restorer.flush()
    return [json.loads(line[6:]) for line in out.decode().splitlines() if line.startswith("data: ")]


def pieces(text, size=3):
    return [text[start : start + size] for start in range(0, len(text), size)]


def responses():
    place = {"output_index": 1, "content_index": 0}
    mark = {"type": "url_citation", "start_index": START, "end_index": END}
    other = {"output_index": 0, "content_index": 0}
    yield {"type": "response.output_text.delta", **other, "delta": f"{CODE}{CODE}{CODE}"}
    for piece in pieces(TEXT):
        yield {"type": "response.output_text.delta", **place, "delta": piece}
    yield {"type": "response.output_text.annotation.added", **place, "annotation": mark}
    part = {"type": "output_text", "text": TEXT, "annotations": [mark]}
    yield {"type": "response.content_part.done", **place, "part": part}
    yield {"type": "response.output_item.done", "item": {"type": "message", "content": [part]}}


def chat():
    for piece in pieces(TEXT):
        yield {"choices": [{"index": 0, "delta": {"content": piece}}]}
    mark = {"type": "url_citation", "url_citation": {"start_index": START, "end_index": END}}
    yield {"choices": [{"index": 0, "delta": {"annotations": [mark]}, "finish_reason": None}]}


def cohere():
    yield {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"thinking": CODE}}}}
    for piece in pieces(TEXT):
        yield {"type": "content-delta", "index": 1, "delta": {"message": {"content": {"text": piece}}}}
    mark = {"start": START, "end": END, "text": TEXT[START:END]}
    yield {"type": "citation-start", "index": 0, "delta": {"message": {"citations": mark}}}


def gemini():
    yield {"candidates": [{"content": {"parts": [{"text": CODE, "thought": True}]}}]}
    for piece in pieces(TEXT):
        yield {"candidates": [{"content": {"parts": [{"text": piece}]}}]}
    mark = {"startIndex": len(TEXT[:START].encode()), "endIndex": len(TEXT[:END].encode())}
    supports = {"groundingSupports": [{"segment": mark}]}
    yield {"candidates": [{"finishReason": "STOP", "groundingMetadata": supports}]}


def marks(value):
    """Yield every object with offsets."""
    if isinstance(value, dict):
        if {"start", "start_index", "startIndex"} & value.keys():
            yield value
        for item in value.values():
            yield from marks(item)
    elif isinstance(value, list):
        for item in value:
            yield from marks(item)


@pytest.mark.parametrize(
    ("shape", "events", "count"),
    [(RESPONSES, responses, 3), (CHAT, chat, 1), (COHERE, cohere, 1), (GEMINI, gemini, 1)],
    ids=["responses", "chat", "cohere", "gemini"],
)
def test_marks_of_a_stream_count_the_restored_text(shape, events, count):
    found = list(marks(delivered(shape, events())))
    assert len(found) == count
    for mark in found:
        start, end = [value for name, value in mark.items() if name.lower().startswith(("start", "end"))]
        whole = RESTORED.encode() if "startIndex" in mark else RESTORED
        part = whole[start:end]
        assert (part.decode() if isinstance(part, bytes) else part) == f"au {ORIGINAL}"
