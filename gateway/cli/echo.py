"""A provider for trying the gateway out: speaks OpenAI's chat API and repeats what it is told.

It is no model. It keeps what it received, byte for byte, so that anyone can look at what left.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

#: Characters in each event of a stream: few enough to cut every pseudonym in several places.
_PIECE = 5


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it reached the provider."""

    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(slots=True)
class Echo:
    """The provider: ``app`` serves it, ``received`` is everything it was sent."""

    received: list[Received] = field(default_factory=list)

    @property
    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
                Route("/v1/models", self._models, methods=["GET"]),
            ]
        )

    async def _models(self, request: Request) -> Response:
        self._keep(request, b"")
        return JSONResponse(
            {"object": "list", "data": [{"id": "echo", "object": "model", "owned_by": "paravent"}]}
        )

    async def _chat(self, request: Request) -> Response:
        body = await request.body()
        self._keep(request, body)
        asked = json.loads(body)
        said = next((m["content"] for m in reversed(asked["messages"]) if m["role"] == "user"), "")
        text = said if isinstance(said, str) else "".join(part.get("text", "") for part in said)
        tools = asked.get("tools") or []
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if tools:
            called = {"name": tools[0]["function"]["name"], "arguments": json.dumps({"texte": text})}
            message = {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"index": 0, "id": "call_echo", "type": "function", "function": called}],
            }
        if asked.get("stream"):
            return StreamingResponse(_events(asked["model"], message), media_type="text/event-stream")
        return JSONResponse(
            {
                "id": "echo",
                "object": "chat.completion",
                "created": 0,
                "model": asked["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": _reason(message)}],
                "usage": _usage(body, message),
            }
        )

    def _keep(self, request: Request, body: bytes) -> None:
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.received.append(Received(target, tuple(request.headers.items()), body))


def _reason(message: dict[str, Any]) -> str:
    return "tool_calls" if message.get("tool_calls") else "stop"


def _usage(body: bytes, message: dict[str, Any]) -> dict[str, int]:
    read, written = len(body.split()), len(json.dumps(message).split())
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


async def _events(model: str, message: dict[str, Any]) -> AsyncIterator[bytes]:
    def event(delta: dict[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {
            "id": "echo",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": model,
            "choices": [choice],
        }
        return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"

    yield event({"role": "assistant", "content": ""})
    for call in message.get("tool_calls", ()):
        arguments = call["function"]["arguments"]
        yield event({"tool_calls": [{**call, "function": {**call["function"], "arguments": ""}}]})
        for start in range(0, len(arguments), _PIECE):
            piece = {"index": 0, "function": {"arguments": arguments[start : start + _PIECE]}}
            yield event({"tool_calls": [piece]})
    text = message["content"] or ""
    for start in range(0, len(text), _PIECE):
        yield event({"content": text[start : start + _PIECE]})
    yield event({}, _reason(message))
    yield b"data: [DONE]\n\n"
