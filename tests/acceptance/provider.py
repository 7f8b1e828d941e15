"""A provider that nobody's SDK can tell from the real ones, as far as it goes, and that forgets nothing.

It repeats the last user text; offered a tool, it calls it with the text. The model's name says in pieces of
how many characters it streams: ``echo-3``.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from typing import Any

from tests.acceptance import cohere_provider, gemini_provider, mistral_provider, ollama_provider
from tests.acceptance.openai_provider import ANSWERS as SMALLER
from tests.acceptance.openai_store import OpenAIStore


@dataclass
class Recording:
    """Every byte that reached the provider, and what it is told to do next.

    ``arrived`` has the method and path of each request, and the length it announced, as soon as its head
    is there. ``script`` answers in place of the echo. ``broken_off`` counts callers that went away.
    """

    requests: list[bytes] = field(default_factory=list)
    arrived: list[tuple[str, int]] = field(default_factory=list)
    script: "Callable[[Exchange], None] | None" = None
    pause: float = 0.0
    broken_off: int = 0
    status: int = 200
    cut_after: int | None = None

    def everything(self) -> str:
        return b"\n".join(self.requests).decode("utf-8")

    def bodies(self) -> list[Any]:
        return [json.loads(request.partition(b"\r\n\r\n")[2] or b"null") for request in self.requests]


class Provider:
    """The running server."""

    def __init__(self) -> None:
        self.recording = Recording()
        self.kept = OpenAIStore()
        provider = self

        class Handler(_Handler):
            @property
            def kept(self) -> OpenAIStore:
                return provider.kept

            @property
            def recording(self) -> Recording:
                return provider.recording

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def fresh(self) -> Recording:
        self.recording = Recording()
        return self.recording

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_: object) -> None:
        pass  # a caller that was killed


class Exchange:
    """What a script has in hand: the request, and the connection to write to."""

    def __init__(self, handler: "_Handler", asked: dict[str, Any], recording: Recording) -> None:
        self._handler = handler
        self._recording = recording
        self.asked = asked

    @property
    def said(self) -> str:
        return _said(self.asked)

    @property
    def port(self) -> int:
        """The caller's port, which tells connections apart."""
        return int(self._handler.client_address[1])

    def write(self, content: bytes) -> None:
        self._handler.wfile.write(content)
        self._handler.wfile.flush()

    def head(self, status: str = "200 OK", **headers: str) -> None:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.write("\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode())

    def whole(self, content: bytes, status: str = "200 OK", **headers: str) -> None:
        self.head(status, content_length=str(len(content)), **headers)
        self.write(content)

    def chunk(self, content: bytes) -> None:
        self.write(b"%x\r\n%s\r\n" % (len(content), content))

    def stream(self, *events: bytes, content_type: str = "text/event-stream") -> None:
        """Begin a stream, and write its first events, each in a chunk of its own."""
        kind = {"content_type": content_type} if content_type else {}
        self.head(transfer_encoding="chunked", **kind)
        for event in events:
            self.chunk(event)

    def hang_up(self) -> None:
        with suppress(OSError):
            self._handler.connection.shutdown(socket.SHUT_RDWR)
        self._handler.close_connection = True

    def wait_for_hang_up(self, seconds: float = 10.0) -> None:
        """Note that the caller went away, or that they did not."""
        self._handler.close_connection = True
        ready, _, _ = select.select([self._handler.connection], [], [], seconds)
        try:
            gone = bool(ready) and not self._handler.connection.recv(1)
        except OSError:
            gone = True
        self._recording.broken_off += gone


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    recording: Recording
    kept: OpenAIStore

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.recording.arrived.append((f"{self.command} {self.path}", 0))
        self._keep(b"", self.recording)
        if self._is_kept(None):
            return
        if self.path.startswith("/api/"):
            self._answer({"models": ollama_provider.MODELS} if "tags" in self.path else {"version": "0.13.0"})
            return
        if "/v1beta/" in self.path or "x-goog-api-key" in self.headers:
            names = [f"models/{name}" for name in ("echo-1", "echo-3", "secret-model")]
            self._answer({"models": [{"name": name, "displayName": name} for name in names]})
            return
        if "page_size" in self.path:
            self._answer({"models": [{"name": name} for name in ("echo-1", "echo-3", "secret-model")]})
            return
        models = [
            {"id": name, "object": "model", "type": "model"} for name in ("echo-1", "echo-3", "secret-model")
        ]
        self._answer({"object": "list", "data": models, "has_more": False, "first_id": None, "last_id": None})

    def do_DELETE(self) -> None:
        self.recording.arrived.append((f"{self.command} {self.path}", 0))
        self._keep(b"", self.recording)
        self._is_kept(None)

    def _is_kept(self, asked: Any) -> bool:
        """Answer a request about what is kept between calls, if it is one."""
        path, _, query = self.path.partition("?")
        if not self.kept.serves(self.command, path, asked):
            return False
        status, answer = self.kept.answer(self.command, path, query, asked)
        if isinstance(answer, list):
            self._speak({"stream": True}, iter(answer), {})
        else:
            self._answer(answer, status)
        return True

    def do_POST(self) -> None:
        recording = self.recording
        length = int(self.headers.get("content-length", "0"))
        recording.arrived.append((f"{self.command} {self.path}", length))
        body = self.rfile.read(length)
        if len(body) < length:
            recording.broken_off += 1
            return
        self._keep(body, recording)
        if recording.script is not None:
            try:
                recording.script(Exchange(self, json.loads(body), recording))
            except OSError:
                recording.broken_off += 1
                self.close_connection = True
            return
        if recording.status != 200:
            said = json.loads(body)["messages"][-1]["content"]
            self._answer(
                {"error": {"message": f"cannot: {said}", "type": "provider_error", "code": "x"}},
                recording.status,
            )
            return
        asked = json.loads(body or b"null")
        if not self._is_kept(asked):
            self._echo(asked)

    def _echo(self, asked: dict[str, Any]) -> None:
        if self.path.startswith("/v1/messages/count_tokens"):
            self._answer({"input_tokens": 42})
        elif self.path.startswith("/v1/messages"):
            self._speak(asked, anthropic_events(asked), anthropic_answer(asked))
        elif self.path.startswith("/api/"):
            asked.setdefault("stream", True)
            answer = ollama_provider.answer(self.path, asked)
            asked["stream"] = asked["stream"] and "embed" not in self.path
            self._speak(asked, ollama_provider.lines(self.path, asked), answer, "application/x-ndjson")
        elif self.path.startswith("/v2/"):
            self._speak(asked, cohere_provider.events(asked), cohere_provider.answer(self.path, asked))
        elif "/models/" in self.path:
            self._gemini(asked)
        elif "chunks" in asked["model"] or "/fim/" in self.path:
            self._speak(asked, mistral_provider.events(asked), mistral_provider.answer(asked))
        elif ending := next((end for end in SMALLER if self.path.partition("?")[0].endswith(end)), None):
            answer, events = SMALLER[ending]
            self._speak(asked, events(asked), answer(asked))
        else:
            self._speak(asked, openai_events(asked), openai_answer(asked))

    def _speak(
        self,
        asked: dict[str, Any],
        events: Iterator[str],
        answer: dict[str, Any],
        kind: str = "text/event-stream; charset=utf-8",
    ) -> None:
        if not asked.get("stream"):
            time.sleep(self.recording.pause)
            self._answer(answer)
            return
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        recording = self.recording
        try:
            for number, event in enumerate(events):
                if recording.cut_after is not None and number >= recording.cut_after:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                content = event.encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(content), content))
                self.wfile.flush()
                time.sleep(recording.pause)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            recording.broken_off += 1
            self.close_connection = True

    def _gemini(self, asked: dict[str, Any]) -> None:
        path, _, query = self.path.partition("?")
        model, _, verb = path.rpartition("/")[2].partition(":")
        answer = gemini_provider.answer(verb, model, asked)
        if verb != "streamGenerateContent":
            self._answer(answer)
            return
        chunks = [json.dumps(chunk) for chunk in gemini_provider.chunks(model, answer)]
        if "alt=sse" in query:
            self._speak({"stream": True}, (f"data: {chunk}\r\n\r\n" for chunk in chunks), {})
            return
        parts = (f"{',' if at else '['}{chunk}\r\n" for at, chunk in enumerate(chunks))
        self._speak({"stream": True}, chain(parts, ["]"]), {}, "application/json; charset=UTF-8")

    def _keep(self, body: bytes, recording: Recording) -> None:
        head = f"{self.command} {self.path} {self.request_version}\r\n{self.headers}".replace("\n\n", "")
        recording.requests.append(head.strip().encode("latin-1") + b"\r\n\r\n" + body)

    def _answer(self, value: Any, status: int = 200) -> None:
        content = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.send_header("x-request-id", "req_provider")
        self.end_headers()
        self.wfile.write(content)


def _said(asked: dict[str, Any]) -> str:
    given = (m["content"] for m in reversed(asked["messages"]) if m["role"] == "user")
    texts = (c if isinstance(c, str) else "".join(part.get("text", "") for part in c) for c in given)
    return next(filter(None, texts), "")


def _pieces(text: str, asked: dict[str, Any]) -> Iterator[str]:
    size = int(str(asked["model"]).rpartition("-")[2])
    return (text[start : start + size] for start in range(0, len(text), size))


def openai_answer(asked: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": _said(asked)}
    reason = "stop"
    if asked.get("tools"):
        function = {
            "name": asked["tools"][0]["function"]["name"],
            "arguments": json.dumps({"texte": _said(asked)}),
        }
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
        reason = "tool_calls"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason, "logprobs": None}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }


def openai_events(asked: dict[str, Any]) -> Iterator[str]:
    def event(delta: dict[str, Any], reason: str | None = None) -> str:
        chunk = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": asked["model"],
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
        }
        return f"data: {json.dumps(chunk)}\n\n"

    message = openai_answer(asked)["choices"][0]["message"]
    yield event({"role": "assistant", "content": ""})
    for piece in _pieces(message["content"] or "", asked):
        yield event({"content": piece})
    for index, call in enumerate(message.get("tool_calls", ())):
        head = {**call, "index": index, "function": {"name": call["function"]["name"], "arguments": ""}}
        yield event({"tool_calls": [head]})
        for piece in _pieces(call["function"]["arguments"], asked):
            yield event({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield event({}, "tool_calls" if message.get("tool_calls") else "stop")
    yield "data: [DONE]\n\n"


def anthropic_answer(asked: dict[str, Any]) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "text", "text": _said(asked)}
    if asked.get("tools"):
        block = {
            "type": "tool_use",
            "id": "toolu_1",
            "name": asked["tools"][0]["name"],
            "input": {"texte": _said(asked)},
        }
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": asked["model"],
        "content": [block],
        "stop_reason": "tool_use" if asked.get("tools") else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 11, "output_tokens": 7},
    }


def anthropic_events(asked: dict[str, Any]) -> Iterator[str]:
    def event(kind: str, **members: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **members})}\n\n"

    answer = anthropic_answer(asked)
    block = answer["content"][0]
    yield event("message_start", message={**answer, "content": [], "stop_reason": None})
    yield event("ping")
    if block["type"] == "text":
        yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for piece in _pieces(block["text"], asked):
            yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
    else:
        yield event("content_block_start", index=0, content_block={**block, "input": {}})
        for piece in _pieces(json.dumps(block["input"]), asked):
            yield event(
                "content_block_delta", index=0, delta={"type": "input_json_delta", "partial_json": piece}
            )
    yield event("content_block_stop", index=0)
    stop = {"stop_reason": answer["stop_reason"], "stop_sequence": None}
    yield event("message_delta", delta=stop, usage={"output_tokens": 7})
    yield event("message_stop")
