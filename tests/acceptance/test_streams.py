"""Providers that misbehave: the caller gets all that came, restored, and is told the rest; nothing hangs."""

import gzip
import json
import threading
import time
import zlib
from pathlib import Path

import httpx
import pytest

from tests.acceptance.conftest import PERSON, TEXT, wait_for
from tests.acceptance.provider import Exchange, anthropic_answer, openai_answer, openai_events

STREAM = {"stream": True}


def chunk(text: str, **members: object) -> bytes:
    body = {
        "id": "c",
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": {"content": text}, **members}],
    }
    return f"data: {json.dumps(body)}\n\n".encode()


def pseudonym(said: str) -> str:
    """The first pseudonym of what reached the provider."""
    return said[said.index("[") : said.index("]") + 1]


def events(answer: httpx.Response) -> list:
    """The JSON events of an answer, all whole, for a client that takes every line end there is for one."""
    found = [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: ")]
    return [json.loads(data) for data in found if data != "[DONE]"]


def spoken(answer: httpx.Response) -> str:
    return "".join(
        event["choices"][0]["delta"].get("content") or "" for event in events(answer) if "choices" in event
    )


def last_ending(gateway) -> str:
    return gateway.calls()[0].ending


def test_an_answer_broken_off_is_delivered_as_far_as_it_came_and_told(gateway) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        it.stream(chunk("Voici "), chunk("[PERSON-"), b'data: {"choices":[{"index":0,"delta":{"cont')
        it.hang_up()

    recording.script = script
    answer = gateway.post(**STREAM)
    assert spoken(answer) == "Voici [PERSON-"
    assert events(answer)[-1]["error"]["code"] == "provider_interrupted"
    assert last_ending(gateway) == "interrupted"


def test_an_anthropic_answer_broken_off_is_told_in_its_dialect(gateway) -> None:
    recording = gateway.fresh()
    recording.cut_after = 4
    answer = gateway.post(path="/v1/messages", max_tokens=9, **STREAM)
    assert answer.text.count("event: message_start") == 1
    assert answer.text.rstrip().rpartition("event: ")[2].startswith("error\n")
    assert events(answer)[-1]["type"] == "error"
    assert last_ending(gateway) == "interrupted"


@pytest.mark.parametrize("size", [0, 10, 200])
def test_a_body_broken_off_is_told_as_an_error(gateway, size) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        content = json.dumps(openai_answer(it.asked)).encode()
        it.head(content_type="application/json", content_length=str(len(content)))
        it.write(content[:size])
        it.hang_up()

    recording.script = script
    answer = gateway.post()
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_interrupted")
    assert len(recording.requests) == 1
    assert last_ending(gateway) == "interrupted"


BEFORE_THE_ANSWER = {
    "nothing": b"",
    "no status line": b"\x16\x03\x01 Marie\r\n\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\ncontent-ty",
    "a bad header": b"HTTP/1.1 200 OK\r\n\x00\x01: x\r\n\r\n",
    "a long header": b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("case", BEFORE_THE_ANSWER, ids=lambda case: case.replace(" ", "-"))
def test_what_is_no_answer_is_told_as_an_error_and_never_sent_twice(gateway, case) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        it.write(BEFORE_THE_ANSWER[case])
        it.hang_up()

    recording.script = script
    answer = gateway.post()
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_unreachable")
    # Whether to send again is the client's decision, as it is on a connection of its own.
    assert "x-should-retry" not in answer.headers
    assert len(recording.requests) == 1
    assert last_ending(gateway) == "unreachable"


@pytest.mark.parametrize("status", ["101 Switching Protocols", "999 Custom", "600 x", "700"])
@pytest.mark.parametrize(
    ("path", "where"), [("/v1/chat/completions", "error"), ("/v1/messages", "error"), ("/v2/chat", "")]
)
def test_a_status_that_is_none_of_an_answers_is_told_as_an_error(gateway, status, path, where) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        it.write(
            f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}".encode()
        )
        it.hang_up()

    recording.script = script
    answer = gateway.post(path=path, max_tokens=9)
    told = answer.json()[where] if where else answer.json()
    assert (answer.status_code, told["code"]) == (502, "provider_unreadable")
    assert last_ending(gateway) == "interrupted"


def test_a_provider_that_is_not_there_is_told_as_an_error(gateway) -> None:
    answer = gateway.post(path="/absent/v1/chat/completions")
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_unreachable")
    assert last_ending(gateway) == "unreachable"


@pytest.mark.parametrize("begun", [False, True])
def test_a_silent_provider_is_given_up(gateway, begun) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        if begun:
            it.stream(chunk("Bonjour"))
        it.wait_for_hang_up()

    recording.script = script
    answer = gateway.post(path="/hasty/v1/chat/completions", **STREAM)
    if begun:
        assert spoken(answer) == "Bonjour"
    error = events(answer)[-1]["error"] if begun else answer.json()["error"]
    assert error["code"] == ("provider_interrupted" if begun else "provider_unreachable")
    wait_for(lambda: recording.broken_off == 1)


BODIES = {
    "garbage": (b'{"choices": [', "200 OK", "application/json"),
    "nothing": (b"", "200 OK", "application/json"),
    "not UTF-8": (b'{"x": "\xff\xfe"}', "200 OK", "application/json"),
    "an HTML page": ("<html><h1>502 — désolé</h1></html>".encode(), "502 Bad Gateway", "text/html"),
    "a deep nest": (b"[" * 5000 + b"]" * 5000, "200 OK", "application/json"),
    "not a number": (b'{"x": NaN, "y": Infinity}', "200 OK", "application/json"),
    "half an emoji": (
        rb'{"choices": [{"index": 0, "message": {"content": "\ud83d"}}]}',
        "200 OK",
        "application/json",
    ),
    "a duplicate": (b'{"x": 1, "x": 2}', "200 OK", "application/json"),
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.replace(" ", "-"))
def test_an_odd_body_is_passed_on_as_it_is(gateway, case, stream) -> None:
    recording = gateway.fresh()
    content, status, kind = BODIES[case]
    recording.script = lambda it: it.whole(content, status, content_type=kind)
    answer = gateway.post(stream=stream)
    assert answer.content == content
    assert answer.status_code == int(status[:3])
    assert answer.headers["content-type"] == kind


def test_odd_values_do_not_keep_the_rest_from_being_restored(gateway) -> None:
    recording = gateway.fresh()
    body = r'{"x": NaN, "y": "\ud83d", "choices": [{"index": 0, "message": {"content": "%s"}}]}'
    recording.script = lambda it: it.whole((body % it.said).encode(), content_type="application/json")
    answer = gateway.post(f"Mme {PERSON}")
    assert answer.json()["choices"][0]["message"]["content"] == f"Mme {PERSON}"
    assert answer.json()["y"] == "\ud83d"


@pytest.mark.parametrize(("status", "kept"), [(429, {"retry-after": "7"}), (500, {}), (529, {}), (403, {})])
def test_errors_pass_restored_and_are_not_tried_again(gateway, status, kept) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        error = json.dumps({"error": {"message": f"non : {it.said}", "type": "x", "code": "y"}}).encode()
        it.whole(
            error,
            f"{status} No",
            content_type="application/json",
            retry_after="7",
            set_cookie="a=b",
            server="x",
        )

    recording.script = script
    answer = gateway.post(**STREAM)
    assert answer.status_code == status
    assert answer.json()["error"]["message"] == f"non : {TEXT}"
    assert answer.headers["retry-after"] == "7"
    assert not {"set-cookie", "server"} & set(answer.headers)
    assert len(recording.requests) == 1
    assert last_ending(gateway) == "provider_error"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(gateway, status) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: it.whole(
        b"", f"{status} Gone", location=f"{gateway.provider.url}/v1/chat/completions"
    )
    answer = gateway.post()
    assert answer.status_code == status
    assert "location" not in answer.headers
    assert len(recording.arrived) == 1


def test_no_cookie_ties_calls_together(gateway) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: it.whole(
        b"{}", content_type="application/json", set_cookie="__cf_bm=julie; Path=/"
    )
    for _ in range(3):
        gateway.post()
    assert len(recording.requests) == 3
    assert "julie" not in recording.everything()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_compressed_all_the_same_is_restored(gateway, encoding, stream) -> None:
    recording = gateway.fresh()
    compress = gzip.compress if encoding == "gzip" else zlib.compress

    def script(it: Exchange) -> None:
        kind = "text/event-stream" if stream else "application/json"
        content = "".join(openai_events(it.asked)) if stream else json.dumps(openai_answer(it.asked))
        it.whole(compress(content.encode()), content_type=kind, content_encoding=encoding)

    recording.script = script
    answer = gateway.post(stream=stream)
    assert (spoken(answer) if stream else answer.json()["choices"][0]["message"]["content"]) == TEXT
    assert "content-encoding" not in answer.headers
    assert "accept-encoding: identity" in recording.everything().lower()


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br"])
def test_an_answer_that_cannot_be_read_is_told_so(gateway, encoding) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: it.whole(
        b"\x0b\x02\x80{}\x03", content_type="application/json", content_encoding=encoding
    )
    answer = gateway.post()
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_unreadable")


def test_damaged_compression_is_told_so(gateway) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: it.whole(
        b"\x1f\x8b garbage", content_type="application/json", content_encoding="gzip"
    )
    assert gateway.post().status_code == 502


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/octet-stream", "text/event-stream; charset=UTF-8", "Text/Event-Stream"],
)
def test_a_stream_is_known_even_when_it_does_not_say_so(gateway, kind) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: (
        it.stream(*(event.encode() for event in openai_events(it.asked)), content_type=kind),
        it.chunk(b""),
    )
    answer = gateway.post(**STREAM)
    assert spoken(answer) == TEXT
    assert answer.headers["content-type"].lower().startswith("text/event-stream")


LINE_ENDS = {"crlf": b"\r\n", "cr": b"\r", "lf": b"\n"}


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("finished", [True, False])
def test_line_ends_and_an_event_that_does_not_end(gateway, end, finished) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        name = pseudonym(it.said)
        content = b"".join([b": keep-alive\n\n", chunk(name[:9]), b"id: 7\nretry: 10\n" + chunk(name[9:])])
        content = content.replace(b"\n", LINE_ENDS[end])
        content = content if finished else content.removesuffix(LINE_ENDS[end] * 2)
        it.stream(*(content[at : at + 1] for at in range(len(content))))
        it.chunk(b"")

    recording.script = script
    answer = gateway.post(PERSON, **STREAM)
    assert spoken(answer) == PERSON
    assert ": keep-alive" in answer.text
    assert "id: 7" in answer.text
    assert last_ending(gateway) == "delivered"


def test_bytes_that_are_no_text_do_not_end_a_stream(gateway) -> None:
    recording = gateway.fresh()
    recording.script = lambda it: (
        it.stream(chunk("a"), b"data: \xff\xfe\n\n", b"\xc3\n\n", b"data: [DONE]\n\n"),
        it.chunk(b""),
    )
    answer = gateway.post(**STREAM)
    assert b"data: \xff\xfe\n\n" in answer.content
    assert answer.content.endswith(b"data: [DONE]\n\n")


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages"])
def test_an_error_inside_a_stream_passes_restored_and_is_on_record(gateway, path) -> None:
    recording = gateway.fresh()

    def script(it: Exchange) -> None:
        error = json.dumps(
            {"type": "error", "error": {"type": "overloaded_error", "message": f"non : {it.said}"}}
        )
        it.stream(f"event: error\ndata: {error}\n\n".encode())
        it.chunk(b"")

    recording.script = script
    answer = gateway.post(path=path, max_tokens=9, **STREAM)
    assert events(answer)[-1]["error"]["message"] == f"non : {TEXT}"
    assert last_ending(gateway) == "provider_error"


def test_an_endless_event_ends(gateway) -> None:
    recording = gateway.fresh()
    before = memory(gateway)

    def script(it: Exchange) -> None:
        it.stream(chunk("Bonjour"), b"data: ")
        for _ in range(64):
            it.chunk(b"x" * (1 << 20))

    recording.script = script
    answer = gateway.post(**STREAM)
    assert spoken(answer) == "Bonjour"
    assert events(answer)[-1]["error"]["code"] == "provider_interrupted"
    wait_for(lambda: recording.broken_off == 1)
    assert memory(gateway) - before < 100 << 20


def test_a_slow_stream_is_passed_on_event_by_event(gateway) -> None:
    recording = gateway.fresh()
    seen = threading.Semaphore(0)

    def script(it: Exchange) -> None:
        it.stream()
        for piece in ("un", "deux", "trois"):
            it.chunk(chunk(piece))
            assert seen.acquire(timeout=10), "the caller did not get the event before the next one"
        it.chunk(b"")

    recording.script = script
    body = {"model": "echo-3", "messages": [{"role": "user", "content": TEXT}], "stream": True}
    found = []
    with httpx.stream(
        "POST", f"{gateway.url}/v1/chat/completions", json=body, headers=gateway.credentials
    ) as answer:
        for line in answer.iter_lines():
            if line:
                found.append(json.loads(line.removeprefix("data: "))["choices"][0]["delta"]["content"])
                seen.release()
    assert found == ["un", "deux", "trois"]


def test_a_huge_answer_comes_whole_and_others_do_not_wait_for_it(gateway) -> None:
    recording = gateway.fresh()
    times = 20 * (1 << 20) // 200

    def script(it: Exchange) -> None:
        text = (it.said + " " * 150) * times
        answer = anthropic_answer({**it.asked, "messages": [{"role": "user", "content": text}]})
        it.whole(json.dumps(answer).encode(), content_type="application/json")

    recording.script = script
    slowest = 0.0
    got: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: got.append(gateway.post(path="/v1/messages", max_tokens=9)))
    asking.start()
    while asking.is_alive():
        started = time.monotonic()
        httpx.get(f"{gateway.url}/livez", timeout=30)
        slowest = max(slowest, time.monotonic() - started)
        time.sleep(0.02)
    assert got[0].json()["content"][0]["text"] == (TEXT + " " * 150) * times
    assert slowest < 5


def memory(gateway) -> int:
    """The resident bytes of the serving process."""
    pages = Path(f"/proc/{gateway.process.pid}/statm").read_text().split()[1]
    return int(pages) * 4096


def test_a_caller_who_reads_slowly_does_not_fill_the_memory(gateway) -> None:
    recording = gateway.fresh()
    total = 100 << 20
    sent = 0

    def script(it: Exchange) -> None:
        nonlocal sent
        it.stream()
        piece = chunk("x" * 100_000)
        while sent < total:
            it.chunk(piece)
            sent += len(piece)
        it.chunk(b"")

    recording.script = script
    before = memory(gateway)
    body = {"model": "echo-3", "messages": [{"role": "user", "content": TEXT}], "stream": True}
    with httpx.stream(
        "POST", f"{gateway.url}/v1/chat/completions", json=body, headers=gateway.credentials
    ) as answer:
        reading = answer.iter_raw()
        next(reading)
        stalled = -1
        while stalled != sent:  # until the provider can write no more
            stalled = sent
            time.sleep(0.3)
        assert sent < total / 2
        assert memory(gateway) - before < 50 << 20
        more = 0
        while more < 30 << 20:
            more += len(next(reading))
        assert memory(gateway) - before < 50 << 20
    wait_for(lambda: recording.broken_off == 1)
    assert last_ending(gateway) == "cancelled"
