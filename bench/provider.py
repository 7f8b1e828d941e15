"""The provider behind both proxies: answers at once, so that what is measured is the proxy."""

import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

CHUNKS = 200


def _last(body: bytes) -> str:
    said = json.loads(body)["messages"][-1]["content"]
    return str(said)


async def _chat(request: Request) -> Response:
    body = await request.body()
    text = _last(body)[:400]
    if b'"stream":true' in body.replace(b" ", b""):
        return StreamingResponse(_events(text), media_type="text/event-stream")
    message = {"role": "assistant", "content": text}
    answer = {
        "id": "b",
        "object": "chat.completion",
        "created": 0,
        "model": "bench",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return Response(json.dumps(answer, ensure_ascii=False), media_type="application/json")


async def _events(text: str):  # noqa: ANN202 - an async generator of bytes
    step = max(1, len(text) // CHUNKS)
    for number in range(CHUNKS):
        piece = text[number * step : (number + 1) * step] or " mot"
        delta = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
        chunk = {
            "id": "b",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "bench",
            "choices": [delta],
        }
        yield b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"
    yield b'data: {"id":"b","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'


app = Starlette(routes=[Route("/v1/chat/completions", _chat, methods=["POST"])])
