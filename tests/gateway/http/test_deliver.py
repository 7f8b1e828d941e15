import json
import threading
from dataclasses import replace

import httpx
import pytest
from planting import prepare

from audit.records import Outcome
from config.provider import Dialect
from gateway.errors import ProviderUnreachable
from gateway.http import deliver as module
from gateway.http.deliver import Delivery
from gateway.http.exchange import Exchange
from gateway.http.render import Voice, error_event
from gateway.privacy.rewrite import without_body
from gateway.state import SealedMemory
from gateway.upstream import Reply
from gateway.wire.framing import SSE
from gateway.wire.routes import find
from gateway.wire.shape import Shape
from gateway.wire.sse import Decoder

ROUTES = {
    Dialect.OPENAI: find("POST", "/chat/completions", Dialect.OPENAI),
    Dialect.ANTHROPIC: find("POST", "/v1/messages", Dialect.ANTHROPIC),
}
ASKED = {"model": "echo", "messages": [{"role": "user", "content": 'Zoé "Z" Roy'}]}
VOICE = Voice("en", "Marie Roy")


class Body(httpx.AsyncByteStream):
    """A provider's body in chunks; one that is an exception is raised."""

    def __init__(self, *chunks):
        self._chunks = chunks

    async def __aiter__(self):
        for chunk in self._chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk


def reply(*chunks, status=200, kind="application/json", **headers):
    given = {"content-type": kind, **headers} if kind else headers
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    return Reply(status, raw, httpx.Response(status, headers=raw, stream=Body(*chunks)))


class Delivered:
    """A delivery, and the caller's side of it."""

    def __init__(self, dialect=Dialect.OPENAI, *, outbound=None, wants_json=False, stream=False):
        route = ROUTES[dialect]
        self.exchange = Exchange("r-1", dialect, route=route, stream=stream)
        self.outbound = outbound or prepare(ASKED, route.format, {'Zoé "Z" Roy': "PERSON"})
        self.memory = SealedMemory(b"k" * 32)
        self.messages = []
        self.wire = route.format
        self.code = next(iter(self.outbound.hidden), "")
        self.delivery = Delivery(
            self.exchange, self.outbound, self.send, self.memory, wants_json=wants_json, voice=VOICE
        )

    async def send(self, message):
        self.messages.append(message)

    @property
    def status(self):
        return self.messages[0]["status"]

    @property
    def headers(self):
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self):
        assert [message["type"] for message in self.messages[1:]] == ["http.response.body"] * (
            len(self.messages) - 1
        )
        assert [message["more_body"] for message in self.messages[1:]] == [True] * (
            len(self.messages) - 2
        ) + [False]
        return b"".join(message["body"] for message in self.messages[1:])

    async def whole(self, answer, allow=None, **more):
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        half = len(content) // 2
        await self.delivery.whole(reply(content[:half], content[half:], **more), self.wire.answer, allow)
        return self.body

    async def stream(self, *chunks, kind="text/event-stream", **more):
        await self.delivery.stream(reply(*chunks, kind=kind, **more), self.wire.stream)
        return self.body


def said(content):
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}


def event(value):
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def piece(text):
    return event({"choices": [{"index": 0, "delta": {"content": text}}]})


async def test_a_whole_answer_comes_back_restored_and_counted():
    to = Delivered()
    usage = {"prompt_tokens": 5, "completion_tokens": 2}
    body = await to.whole(
        {**said(f"À {to.code}."), "usage": usage}, **{"x-request-id": "req_1", "set-cookie": "a=1"}
    )
    assert json.loads(body)["choices"][0]["message"]["content"] == 'À Zoé "Z" Roy.'
    assert to.headers == {
        "content-type": "application/json",
        "x-request-id": "req_1",
        "x-paravent-request-id": "r-1",
        "x-paravent-hidden": "PERSON=1",
        "content-length": str(len(body)),
    }
    known = to.exchange
    assert (known.status, known.outcome, known.restored, known.unresolved) == (200, Outcome.DELIVERED, 1, 0)
    assert (known.tokens_read, known.tokens_written) == (5, 2)
    assert known.bytes_delivered == len(body)
    assert known.bytes_from_provider > 0
    assert to.delivery.complete


@pytest.mark.parametrize(
    "content", [b'{ "choices": [],\n "n": 1.0 }', b'{"a": NaN, "a": 2}', b"<html>\xff</html>", b"", b"[1]"]
)
async def test_an_answer_without_codes_comes_back_byte_for_byte(content):
    assert await Delivered().whole(content) == content
    nothing_hidden = Delivered(outbound=without_body("GET", "/models"))
    assert await nothing_hidden.whole(content) == content
    assert "x-paravent-hidden" not in nothing_hidden.headers


async def test_what_is_no_json_is_restored_as_text():
    to = Delivered()
    body = await to.whole(b"\xff<p>" + to.code.encode() + b"</p>", status=502, kind="text/html")
    assert body == b"\xff<p>" + 'Zoé "Z" Roy</p>'.encode()
    assert (to.status, to.exchange.outcome) == (502, Outcome.PROVIDER_ERROR)


async def test_a_provider_s_own_error_is_passed_on_restored():
    to = Delivered()
    body = await to.whole({"error": {"message": f"no {to.code}"}}, status=429, **{"retry-after": "7"})
    assert json.loads(body) == {"error": {"message": 'no Zoé "Z" Roy'}}
    assert (to.status, to.headers["retry-after"], to.exchange.outcome) == (429, "7", Outcome.PROVIDER_ERROR)


@pytest.mark.parametrize("wants_json", [True, False])
async def test_an_answer_that_is_to_be_json_stays_json(wants_json):
    to = Delivered(wants_json=wants_json)
    content = json.loads(await to.whole(said(json.dumps({"nom": to.code}))))["choices"][0]["message"][
        "content"
    ]
    assert json.loads(content) == {"nom": 'Zoé "Z" Roy'}
    to = Delivered(wants_json=wants_json)
    content = json.loads(await to.whole(said(f"Je dis {to.code}.")))["choices"][0]["message"]["content"]
    assert content == 'Je dis Zoé "Z" Roy.'


async def test_a_list_shows_the_allowed_models_alone():
    to = Delivered(outbound=without_body("GET", "/models"))
    listed = {"object": "list", "data": [{"id": "echo-1"}, {"id": "gpt-9"}, "odd", {"id": 3}, {}]}
    body = await to.whole(listed, lambda model: model.startswith("echo"))
    assert json.loads(body) == {"object": "list", "data": [{"id": "echo-1"}]}
    error = {"error": {"message": "no"}}
    to = Delivered(outbound=without_body("GET", "/models"))
    assert json.loads(await to.whole(error, lambda _model: False, status=401)) == error


async def test_what_the_provider_signs_is_remembered_and_unchanged():
    to = Delivered(Dialect.ANTHROPIC)
    block = {"type": "thinking", "thinking": f"Qui est {to.code}?", "signature": "c2ln"}
    answer = {"type": "message", "content": [block, {"type": "text", "text": to.code}]}
    content = json.loads(await to.whole(answer))["content"]
    assert content == [block, {"type": "text", "text": 'Zoé "Z" Roy'}]
    assert to.memory.knows(block["thinking"], "c2ln")


@pytest.mark.parametrize(("size", "beside"), [(10, False), (200_000, True)])
async def test_a_large_answer_is_restored_beside_the_event_loop(monkeypatch, size, beside):
    threads = []
    real = module.deliver
    monkeypatch.setattr(
        module, "deliver", lambda *given: (threads.append(threading.current_thread()), real(*given))[1]
    )
    to = Delivered()
    await to.whole(said("x" * size))
    assert (threads[0] is not threading.main_thread()) == beside


async def test_a_stream_comes_back_event_by_event_wherever_it_was_cut():
    def raw(code):
        pieces = (piece("Bonjour "), piece(code[:6]), piece(code[6:] + " !"))
        return b"".join(pieces) + b": ping\n\ndata: [DONE]\n\n"

    for size in (1, 7, 50, 10_000):
        to = Delivered()
        content = raw(to.code)
        body = await to.stream(*(content[at : at + size] for at in range(0, len(content), size)))
        lines = [
            line.removeprefix("data: ") for line in body.decode().split("\n\n") if line.startswith("data: {")
        ]
        text = "".join(json.loads(line)["choices"][0]["delta"]["content"] for line in lines)
        assert text == 'Bonjour Zoé "Z" Roy !'
        assert body.endswith(b": ping\n\ndata: [DONE]\n\n")
        assert (to.exchange.outcome, to.exchange.restored) == (Outcome.DELIVERED, 1)
        assert to.exchange.bytes_from_provider == len(content)
        assert to.exchange.bytes_delivered == len(body)
        assert to.delivery.complete


async def test_a_stream_has_no_length_and_is_not_kept():
    to = Delivered()
    await to.stream(piece("a"), kind="text/event-stream; charset=utf-8", **{"x-request-id": "req_1"})
    assert to.headers == {
        "content-type": "text/event-stream; charset=utf-8",
        "x-request-id": "req_1",
        "x-paravent-request-id": "r-1",
        "x-paravent-hidden": "PERSON=1",
        "cache-control": "no-cache",
    }


async def test_a_stream_that_does_not_say_it_is_one_is_delivered_as_one():
    to = Delivered(stream=True)
    await to.stream(piece("a"), kind="text/plain")
    assert to.headers["content-type"] == "text/event-stream"


@pytest.mark.parametrize(
    ("kind", "asked", "status", "is_stream"),
    [
        ("text/event-stream", False, 200, True),
        ("Text/Event-Stream; charset=utf-8", True, 500, True),
        ("application/json", True, 200, False),
        ("", True, 200, True),
        ("", False, 200, False),
        ("", True, 500, False),
        ("text/plain", True, 200, True),
        ("application/octet-stream", True, 299, True),
        ("text/html", True, 200, False),
    ],
)
def test_a_stream_is_known_by_its_type_or_by_what_was_asked(kind, asked, status, is_stream):
    assert Delivered(stream=asked).delivery.is_stream(reply(status=status, kind=kind)) is is_stream


async def test_the_usage_of_a_stream_is_taken_from_its_events():
    to = Delivered()
    await to.stream(piece("a"), event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}))
    assert (to.exchange.tokens_read, to.exchange.tokens_written) == (9, 4)


async def test_a_stream_that_is_broken_off_gives_what_came_then_tells():
    to = Delivered()
    body = await to.stream(
        piece("Bon"), piece(to.code), piece("[PERSON"), piece("jo")[:-5], httpx.ReadError("Roy")
    )
    told = error_event(
        ProviderUnreachable("The provider broke off its answer.", code="provider_interrupted"),
        Dialect.OPENAI,
        "r-1",
        VOICE,
    )
    assert body.endswith(told)
    before = body.removesuffix(told)
    assert before.endswith(b"\n\n")
    assert json.dumps('Zoé "Z" Roy', ensure_ascii=False)[1:-1] in before.decode()
    assert b"[PERSON" in before
    assert b'"jo' not in before
    assert (to.exchange.outcome, to.exchange.restored) == (Outcome.INTERRUPTED, 1)


async def test_an_event_without_end_is_told_and_not_gathered():
    to = Delivered()
    small = replace(SSE, decoder=lambda: Decoder(limit=100))
    to.wire = replace(to.wire, stream=replace(to.wire.stream, framings=(small,)))
    body = await to.stream(piece("a"), b"data: " + b"x" * 200)
    assert b"provider_interrupted" in body
    assert b"too large" in body
    assert to.exchange.outcome is Outcome.INTERRUPTED


@pytest.mark.parametrize(
    "failing",
    [
        {"error": {"message": "overloaded"}},
        {"type": "error", "error": {"type": "x"}},
        {"type": "error", "code": "x", "message": "overloaded"},
        {"type": "response.failed", "response": {"error": {"code": "x"}}},
    ],
)
async def test_an_error_told_in_a_stream_is_an_error_on_record(failing):
    to = Delivered()
    body = await to.stream(piece("a"), event(failing))
    assert body.endswith(event(failing))
    assert to.exchange.outcome is Outcome.PROVIDER_ERROR


async def test_a_text_about_errors_is_none():
    to = Delivered()
    await to.stream(piece('{"error": {"a": 1}}'), event({"choices": [], "error": None}))
    assert to.exchange.outcome is Outcome.DELIVERED


async def test_a_whole_answer_that_is_broken_off_is_never_begun():
    to = Delivered()
    with pytest.raises(ProviderUnreachable):
        await to.delivery.whole(reply(b'{"choi', httpx.ReadError("Roy")), Shape())
    assert to.messages == []
    assert to.exchange.first_byte is None


async def test_a_failure_is_told_with_its_own_status():
    to = Delivered(Dialect.ANTHROPIC)
    await to.delivery.failed(ProviderUnreachable(code="provider_unreadable"), Outcome.UNREACHABLE)
    assert (to.status, to.headers["x-should-retry"], to.headers["x-paravent-request-id"]) == (
        502,
        "false",
        "r-1",
    )
    told = json.loads(to.body)
    assert told["error"]["code"] == "provider_unreadable"
    assert told["error"]["message"].endswith("Questions: Marie Roy.")
    assert (to.exchange.outcome, to.exchange.status) == (Outcome.UNREACHABLE, 502)
    assert to.delivery.complete


async def test_what_the_caller_did_not_take_is_not_counted():
    to = Delivered()

    async def gone(message):
        if message["type"] == "http.response.body":
            raise OSError

    to.delivery._send = gone
    with pytest.raises(OSError):
        await to.delivery.stream(reply(piece("a"), kind="text/event-stream"), to.wire.stream)
    assert to.exchange.bytes_delivered == 0
    assert not to.delivery.complete
