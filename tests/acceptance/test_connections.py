"""What lies under the calls, on both sides: HTTP as clients and providers really speak it, odd or hostile."""

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.acceptance.conftest import TEXT, Gateway, wait_for
from tests.acceptance.provider import Exchange, anthropic_answer, anthropic_events, openai_answer
from tests.acceptance.test_streams import chunk

BODY = json.dumps(
    {"model": "echo-3", "max_tokens": 9, "messages": [{"role": "user", "content": TEXT}]}
).encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
POST = b"POST /v1/chat/completions HTTP/1.1"


def asking(
    gateway: Gateway, *more: bytes, first: bytes = POST, body: bytes = BODY, length: bool = True
) -> bytes:
    """Return a request with more headers than it needs, the last one on its connection unless they say else."""
    heads = [first, b"host: x", f"authorization: Bearer {gateway.token}".encode(), *more]
    heads += [b"content-length: %d" % len(body)] if length else []
    return b"\r\n".join([*heads, b"", b""]) + body


def told(gateway: Gateway, *pieces: bytes) -> bytes:
    """Send pieces; return all that comes back."""
    address = urlsplit(gateway.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as line:
        back = b""
        try:
            for piece in pieces:
                line.sendall(piece)
            while more := line.recv(1 << 16):
                back += more
        except ConnectionError:
            pass  # cut off before all was written
        return back


CLOSE = b"connection: close"
CODED = b"transfer-encoding: chunked"
TWO_WAYS = {
    "length and chunks": ([CODED], {"body": CHUNKED}),
    "two lengths": ([b"content-length: 3"], {}),
    "lengths in a list": ([b"content-length: 3, 3"], {"length": False}),
    "a signed length": ([b"content-length: +3"], {"length": False}),
    "another coding": ([b"transfer-encoding: gzip, chunked"], {"body": CHUNKED, "length": False}),
    "a coding that is not last": (
        [b"transfer-encoding: chunked, identity"],
        {"body": CHUNKED, "length": False},
    ),
    "two codings": ([CODED, b"transfer-encoding: identity"], {"body": CHUNKED, "length": False}),
    "a space before the colon": ([b"transfer-encoding : chunked"], {"body": CHUNKED, "length": False}),
    "a folded header": ([b"transfer-encoding:\r\n chunked"], {"body": CHUNKED, "length": False}),
    "a lone return": ([b"x-a: b\rtransfer-encoding: chunked"], {}),
    "a NUL": ([b"x-a: b\0c"], {}),
    "no such method": ([], {"first": b"post /v1/chat/completions HTTP/1.1"}),
    "a tunnel": ([], {"first": b"CONNECT exemple.test:443 HTTP/1.1", "body": b""}),
    "another version": ([], {"first": b"PRI * HTTP/2.0", "body": b""}),
}


@pytest.mark.parametrize("case", TWO_WAYS, ids=lambda case: case.replace(" ", "-"))
def test_what_could_be_cut_in_two_ways_is_turned_down(gateway, case) -> None:
    recording = gateway.fresh()
    heads, how = TWO_WAYS[case]
    behind = asking(gateway, CLOSE)
    assert told(gateway, asking(gateway, *heads, **how) + behind).startswith(b"HTTP/1.1 400")
    assert not recording.arrived


PATHS = {
    "dots": b"/v1/../v1/chat/completions",
    "escaped dots": b"/v1/x/%2e%2e/chat/completions",
    "two slashes": b"//v1/chat/completions",
    "escaped twice": b"/v1/%2563hat/completions",
    "capitals": b"/V1/chat/completions",
    "a NUL": b"/v1/chat/completions%00",
    "a line": b"/v1/chat/completions%0d%0ax:1",
    "past the pages": b"/livez/../v1/chat/completions",
    "a deployment of dots": b"/azure/openai/deployments/../chat/completions?api-version=2024-10-21",
    "a model of dots": b"/gemini/v1beta/models/..:generateContent",
    "letters": "/v1/chat/complétions".encode(),
}


@pytest.mark.parametrize("case", PATHS, ids=lambda case: case.replace(" ", "-"))
def test_only_the_paths_themselves_are_served(gateway, case) -> None:
    recording = gateway.fresh()
    back = told(gateway, asking(gateway, CLOSE, first=b"POST %s HTTP/1.1" % PATHS[case]))
    assert back[9:12] in (b"400", b"403", b"404")
    assert not recording.arrived


SERVED = {
    "chunks": ([CLOSE, CODED], {"body": CHUNKED, "length": False}),
    "extensions": ([CLOSE, CODED], {"body": CHUNKED.replace(b"\r\n", b";nom=x\r\n", 1), "length": False}),
    "a trailer": ([CLOSE, CODED], {"body": CHUNKED[:-2] + b"authorization: x\r\n\r\n", "length": False}),
    "another host": ([CLOSE], {"first": b"POST http://exemple.test/v1/chat/completions HTTP/1.1"}),
    "the older HTTP": ([], {"first": b"POST /v1/chat/completions HTTP/1.0"}),
    "a slash behind": ([CLOSE], {"first": b"POST /v1/chat/completions/ HTTP/1.1"}),
    "an escaped letter": ([CLOSE], {"first": b"POST /v1/%63hat/completions HTTP/1.1"}),
}


@pytest.mark.parametrize("case", SERVED, ids=lambda case: case.replace(" ", "-"))
def test_what_can_be_read_in_one_way_is_served(gateway, case) -> None:
    recording = gateway.fresh()
    heads, how = SERVED[case]
    back = told(gateway, asking(gateway, *heads, **how))
    assert back.startswith(b"HTTP/1.1 200")
    assert json.dumps(TEXT, ensure_ascii=False).encode() in back
    assert recording.arrived == [("POST /v1/chat/completions", recording.arrived[0][1])]


def test_pipelined_requests_are_answered_in_turn(gateway) -> None:
    recording = gateway.fresh()
    back = told(gateway, asking(gateway) + asking(gateway) + asking(gateway, CLOSE))
    assert back.count(b"HTTP/1.1 200") == 3
    assert len(recording.arrived) == 3


def test_a_client_that_asks_before_it_sends_is_told_to_go_on_or_not(gateway) -> None:
    recording = gateway.fresh()
    head = asking(gateway, CLOSE, b"expect: 100-continue").removesuffix(BODY)
    assert told(gateway, head, BODY).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")
    stranger = head.replace(gateway.token.encode(), b"pv_x")
    assert told(gateway, stranger).startswith(b"HTTP/1.1 401")
    large = head.replace(b"content-length: ", b"content-length: 999999999")
    assert told(gateway, large).startswith(b"HTTP/1.1 413")
    assert len(recording.arrived) == 1


def test_a_client_that_would_rather_speak_http_2_loses_nothing(gateway) -> None:
    """As Java's HttpClient does on the first request of each connection, in clear text."""
    recording = gateway.fresh()
    wish = [b"connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAEAAEAAAAIAAAAB"]
    head = asking(gateway, *wish).removesuffix(BODY)
    back = told(gateway, head, BODY + asking(gateway, CLOSE))
    assert back.count(b"HTTP/1.1 200") == 2
    assert len(recording.arrived) == 2


def test_a_head_without_end_is_cut_off(gateway) -> None:
    head = POST + b"\r\nhost: x\r\nx-a: "
    assert told(gateway, head, *[b"a" * (1 << 20)] * 32)[9:12] in (b"", b"431")
    assert gateway.is_ready()


def test_a_connection_to_the_provider_serves_call_after_call(gateway) -> None:
    recording = gateway.fresh()
    ports: list[int] = []

    def script(it: Exchange) -> None:
        ports.append(it.port)
        answer, events = openai_answer(it.asked), (b"data: [DONE]\n\n",)
        if it.asked.get("stream"):
            it.stream(chunk("a"), *events)
            it.chunk(b"")
        else:
            it.whole(json.dumps(answer).encode(), content_type="application/json")

    recording.script = script
    # Tests before this one may have left many connections, which take turns: more calls than there can be of them.
    for number in range(150):
        assert gateway.post(stream=number % 2 == 0).status_code == 200
    assert len(set(ports)) < len(ports)


LIMITS = {
    "openai": {
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "6m0s",
        "retry-after-ms": "1500",
        "x-should-retry": "true",
        "x-request-id": "req_1",
    },
    "anthropic": {
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-tokens-reset": "2026-11-24T12:00:00Z",
        "x-should-retry": "false",
        "request-id": "req_1",
    },
    "azure": {"x-ratelimit-remaining-requests": "0", "retry-after-ms": "1500"},
}
OPERATIONS = {
    "openai": "/v1/chat/completions",
    "anthropic": "/v1/messages",
    "azure": "/azure/openai/deployments/echo-3/chat/completions?api-version=2024-10-21",
}


@pytest.mark.parametrize("dialect", LIMITS)
@pytest.mark.parametrize("status", [429, 503, 529])
def test_whether_and_when_to_try_again_is_left_to_the_client(gateway, dialect, status) -> None:
    recording = gateway.fresh()
    told = {"retry-after": "7", **LIMITS[dialect]}
    error = json.dumps({"type": "error", "error": {"type": "x", "message": "non"}}).encode()
    recording.script = lambda it: it.whole(error, f"{status} No", content_type="application/json", **told)
    answer = gateway.post(path=OPERATIONS[dialect], max_tokens=9)
    assert (answer.status_code, answer.content) == (status, error)
    assert {name: answer.headers.get(name) for name in told} == told
    assert len(recording.requests) == 1


@pytest.mark.parametrize(
    "early", [b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"]
)
def test_what_a_provider_says_beforehand_is_passed_over(gateway, early) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        it.write(early)
        it.whole(json.dumps(openai_answer(it.asked)).encode(), content_type="application/json")

    recording.script = script
    assert gateway.post().json()["choices"][0]["message"]["content"] == TEXT


def test_an_answer_without_a_body_has_none(gateway) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: it.head("204 No Content")
    for _ in range(2):  # the connections are good for another call
        answer = gateway.post()
        assert (answer.status_code, answer.content) == (204, b"")


def test_signs_of_life_pass_at_once(gateway) -> None:
    """Comments, empty lines and pings, before and between the events of a stream."""
    recording = gateway.fresh()
    signs = [b": keep-alive\n\n", b'event: ping\ndata: {"type": "ping"}\n\n', b"\n\n", b":\n\n"]
    came = bytearray()

    def script(it: Exchange) -> None:
        events = [event.encode() for event in anthropic_events(it.asked)]
        it.stream()
        sent = 0
        for event in (*signs, *events[:3], *signs):  # none of them has a piece of a text
            it.chunk(event)
            sent += len(event)
            wait_for(lambda sent=sent: len(came) >= sent, 10)
        for event in events[3:]:
            it.chunk(event)
        it.chunk(b"")

    recording.script = script
    body = {**json.loads(BODY), "stream": True}
    with httpx.stream("POST", f"{gateway.url}/v1/messages", json=body, headers=gateway.credentials) as answer:
        for piece in answer.iter_raw():
            came += piece
    assert came.count(b": keep-alive") == 2
    texts = [json.loads(line[6:]) for line in came.decode().split("\n") if line.startswith("data: {")]
    said = "".join(one["delta"].get("text", "") for one in texts if one["type"] == "content_block_delta")
    assert said == anthropic_answer(body)["content"][0]["text"]
