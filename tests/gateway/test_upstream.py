import asyncio
import gzip
import socket
import threading
import time
import zlib
from contextlib import asynccontextmanager

import pytest
from planting import prepare

from config.provider import Provider
from gateway.errors import ProviderUnreachable
from gateway.privacy.rewrite import without_body
from gateway.upstream import Upstream
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT

BODY = {"model": "echo-3", "messages": [{"role": "user", "content": "Été"}]}


def configured(provider, dialect="openai", **more):
    return Provider(dialect=dialect, base_url=f"{provider.url}/v1", location="local", **more)


@asynccontextmanager
async def upstream(*providers):
    out = Upstream({f"p{number}": one for number, one in enumerate(providers)})
    try:
        yield out
    finally:
        await out.close()


@asynccontextmanager
async def answering(serve):
    """Have a thread serve a socket; give the provider that it plays. Ends when it does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=[listening])
        thread.start()
        port = listening.getsockname()[1]
        yield Provider(dialect="openai", base_url=f"http://127.0.0.1:{port}/v1", location="local")
        thread.join()


async def answered(out, outbound, receipt, name="p0"):
    async with out.send(name, outbound, receipt) as reply:
        return reply, await reply.body()


def head(recording, number=-1):
    """Return the first line and the headers of a request, as they reached the provider."""
    first, *lines = recording.requests[number].partition(b"\r\n\r\n")[0].decode().splitlines()
    return first, dict(line.lower().split(": ", 1) for line in lines if line)


async def test_what_was_rewritten_arrives_byte_for_byte(provider, receipt):
    recording = provider.fresh()
    outbound = prepare(BODY, CHAT, {}, headers=[("idempotency-key", "k-1")], query=[("beta", "true")])
    async with upstream(configured(provider, api_key="sk-1")) as out:
        reply, content = await answered(out, outbound, receipt)
    assert (reply.status, reply.media_type) == (200, "application/json")
    assert "Été".encode() in content
    first, headers = head(recording)
    assert first == "POST /v1/v1/x?beta=true HTTP/1.1"
    assert recording.requests[0].endswith(outbound.body)
    assert headers == {
        "host": provider.url.removeprefix("http://"),
        "idempotency-key": "k-1",
        "authorization": "bearer sk-1",
        "user-agent": "paravent",
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "keep-alive",
        "content-type": "application/json",
        "content-length": str(len(outbound.body)),
    }


async def test_a_credential_is_put_where_the_dialect_has_it(provider, receipt):
    recording = provider.fresh()
    claude = configured(provider, "anthropic", api_key="sk-2")
    async with upstream(configured(provider), claude) as out:
        await answered(out, without_body("GET", "/models"), receipt)
        assert (
            not {"authorization", "x-api-key", "content-type", "anthropic-version"}
            & head(recording)[1].keys()
        )
        await answered(out, without_body("GET", "/models"), receipt, "p1")
        headers = head(recording)[1]
        assert (headers["x-api-key"], headers["anthropic-version"]) == ("sk-2", "2023-06-01")
        assert "authorization" not in headers
        dated = prepare(BODY, MESSAGES, {}, headers=[("anthropic-version", "2024-01-01")])
        await answered(out, dated, receipt, "p1")
        assert recording.requests[-1].lower().count(b"anthropic-version") == 1
        assert head(recording)[1]["anthropic-version"] == "2024-01-01"


@pytest.mark.parametrize("missing", ["outbound", "receipt"])
async def test_nothing_leaves_that_is_not_rewritten_and_recorded(provider, receipt, missing):
    recording = provider.fresh()
    given = {"outbound": without_body("GET", "/models"), "receipt": receipt, missing: object()}
    async with upstream(configured(provider)) as out:
        with pytest.raises(TypeError, match="rewritten and recorded"):
            await answered(out, given["outbound"], given["receipt"])
    assert recording.arrived == []


async def test_a_provider_that_is_not_there_is_told_without_its_address(receipt):
    absent = Provider(dialect="openai", base_url="http://127.0.0.1:1/v1", location="local")
    async with upstream(absent) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, without_body("GET", "/models"), receipt)
    assert caught.value.code == "provider_unreachable"
    assert caught.value.__suppress_context__


async def test_a_silent_provider_is_waited_for_as_long_as_configured(provider, receipt):
    provider.fresh().script = lambda it: it.wait_for_hang_up()
    async with upstream(configured(provider, timeout=0.05)) as out:
        with pytest.raises(ProviderUnreachable):
            await asyncio.wait_for(answered(out, prepare(BODY, CHAT, {}), receipt), 5)


async def test_an_answer_that_is_broken_off_is_never_taken_for_whole(provider, receipt):
    def script(it):
        it.head(content_length="100")
        it.write(b"half")
        it.hang_up()

    recording = provider.fresh()
    recording.script = script
    async with upstream(configured(provider)) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert caught.value.code == "provider_interrupted"
    assert len(recording.requests) == 1


async def test_what_is_no_http_is_told_like_an_absence_and_not_asked_again(provider, receipt):
    def script(it):
        it.write(b"Marie Roy: hello\r\n\r\n")
        it.hang_up()

    recording = provider.fresh()
    recording.script = script
    async with upstream(configured(provider)) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert "Roy" not in f"{caught.value!r} {caught.value.facts}"
    assert len(recording.requests) == 1


COMPRESSED = {
    "gzip": gzip.compress(b"clair", mtime=0),
    "x-gzip": gzip.compress(b"clair", mtime=0),
    "deflate": zlib.compress(b"clair"),
    "Deflate": zlib.compress(b"clair", wbits=-15),
}


@pytest.mark.parametrize(("coding", "content"), COMPRESSED.items())
async def test_what_was_compressed_unasked_is_undone(provider, receipt, coding, content):
    provider.fresh().script = lambda it: it.whole(content, content_encoding=coding)
    async with upstream(configured(provider)) as out:
        assert (await answered(out, prepare(BODY, CHAT, {}), receipt))[1] == b"clair"


@pytest.mark.parametrize("content", [COMPRESSED["gzip"][:-9], b"Marie Roy", COMPRESSED["deflate"]])
async def test_what_was_compressed_and_cannot_be_undone_is_never_taken_for_whole(provider, receipt, content):
    provider.fresh().script = lambda it: it.whole(content, content_encoding="gzip")
    async with upstream(configured(provider)) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert caught.value.code == "provider_interrupted"
    assert "Roy" not in f"{caught.value!r} {caught.value.facts}"


@pytest.mark.parametrize("coding", ["identity", "gzip"])
async def test_an_answer_has_a_largest_size(provider, receipt, coding, monkeypatch):
    monkeypatch.setattr("gateway.upstream.LARGEST", 1000)
    content = gzip.compress(bytes(1001)) if coding == "gzip" else bytes(1001)
    provider.fresh().script = lambda it: it.whole(content, content_encoding=coding)
    async with upstream(configured(provider)) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert caught.value.code == "provider_too_large"


async def test_what_cannot_be_read_is_refused(provider, receipt):
    provider.fresh().script = lambda it: it.whole(b"x", content_encoding="br")
    async with upstream(configured(provider)) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert caught.value.code == "provider_unreadable"


async def test_a_redirection_is_an_answer_and_nothing_is_sent_elsewhere(provider, receipt):
    recording = provider.fresh()
    recording.script = lambda it: it.whole(b"", "307 Temporary Redirect", location=f"{provider.url}/v1/other")
    async with upstream(configured(provider)) as out:
        reply, _ = await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert reply.status == 307
    assert len(recording.requests) == 1


async def test_no_cookie_ties_two_calls_together(provider, receipt):
    recording = provider.fresh()
    recording.script = lambda it: it.whole(b"{}", set_cookie="seen=1; Path=/")
    async with upstream(configured(provider)) as out:
        for _ in range(2):
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert "cookie" not in head(recording)[1]


async def test_a_proxy_of_the_environment_is_not_used(provider, receipt, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    provider.fresh()
    async with upstream(configured(provider)) as out:
        reply, _ = await answered(out, without_body("GET", "/models"), receipt)
    assert reply.status == 200


async def test_leaving_the_block_ends_the_exchange(provider, receipt):
    def script(it):
        it.stream(b"data: 1\n\n")
        it.wait_for_hang_up()

    recording = provider.fresh()
    recording.script = script
    async with upstream(configured(provider)) as out:
        async with out.send("p0", prepare(BODY, CHAT, {}), receipt) as reply:
            assert await anext(reply.chunks()) == b"data: 1\n\n"
            assert reply.media_type == "text/event-stream"
        reply, _ = await answered(out, without_body("GET", "/models"), receipt)
        assert reply.status == 200
    for _ in range(200):
        if recording.broken_off:
            break
        await asyncio.sleep(0.01)
    assert recording.broken_off == 1


async def test_a_kept_connection_that_was_ended_meanwhile_is_not_used(receipt):
    """The end is there to be read, and the event loop has not read it: what a busy moment looks like."""
    served = []

    def serve(listening):
        for _ in range(2):
            line, _ = listening.accept()
            served.append(line.recv(1 << 16))
            line.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
            line.close()

    async with answering(serve) as there, upstream(there) as out:
        assert (await answered(out, prepare(BODY, CHAT, {}), receipt))[1] == b"{}"
        time.sleep(0.1)  # noqa: ASYNC251 - what this is about
        assert (await answered(out, prepare(BODY, CHAT, {}), receipt))[1] == b"{}"
    assert len(served) == 2


async def test_a_call_on_a_connection_that_ends_under_it_is_not_repeated(receipt):
    served = []

    def serve(listening):
        line, _ = listening.accept()
        with line:
            line.recv(1 << 16)
            line.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
            served.append(line.recv(1 << 16))

    async with answering(serve) as there, upstream(there) as out:
        await answered(out, prepare(BODY, CHAT, {}), receipt)
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert caught.value.code == "provider_unreachable"
    assert len(served) == 1
    assert served[0].startswith(b"POST ")


@pytest.mark.parametrize("status", ["101 Switching Protocols", "999 Odd"])
async def test_a_status_that_is_none_of_an_answers_is_no_answer(provider, receipt, status):
    provider.fresh().script = lambda it: it.whole(b"{}", status)
    async with upstream(configured(provider)) as out:
        with pytest.raises(ProviderUnreachable) as caught:
            await answered(out, prepare(BODY, CHAT, {}), receipt)
    assert caught.value.code == "provider_unreadable"
