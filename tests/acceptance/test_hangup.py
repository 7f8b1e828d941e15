"""Callers who hang up: the provider is hung up on too, the audit says so, and nothing goes on for nobody."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest
import uvicorn

from audit.records import Kind
from config.load import load
from tests.acceptance.conftest import CONFIGURATION, TEXT, Gateway, make_key, wait_for
from tests.acceptance.provider import Exchange
from tests.acceptance.slow import LONGISH
from tests.acceptance.test_streams import chunk


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close a connection, and leave nothing of it to be closed later."""
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def request(token: str, text: str = TEXT, *, stream: bool = False) -> bytes:
    body = json.dumps(
        {"model": "echo-3", "stream": stream, "messages": [{"role": "user", "content": text}]}
    ).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def call(gateway: Gateway, content: bytes) -> socket.socket:
    address = urlsplit(gateway.url)
    line = socket.create_connection((address.hostname, address.port), timeout=20)
    line.sendall(content)
    return line


def begin(it: Exchange) -> None:
    it.stream(chunk("un"))
    it.wait_for_hang_up()


def test_in_the_middle_of_a_stream(gateway) -> None:
    recording = gateway.fresh()
    recording.script = begin
    line = call(gateway, request(gateway.token, stream=True))
    assert line.recv(1 << 16).startswith(b"HTTP/1.1 200")
    assert gateway.metric("paravent_calls_open") == 1
    line.close()
    wait_for(lambda: recording.broken_off == 1)
    (ended,) = gateway.calls()
    assert ended.ending == "cancelled"
    assert ended.arrival.values["bytes_delivered"] > 0
    wait_for(lambda: gateway.metric("paravent_calls_open") == 0)


@pytest.mark.parametrize("stream", [False, True])
def test_before_the_first_byte_of_the_answer(gateway, stream) -> None:
    recording = gateway.fresh()
    recording.script = Exchange.wait_for_hang_up
    line = call(gateway, request(gateway.token, stream=stream))
    wait_for(lambda: recording.requests)
    line.close()
    wait_for(lambda: recording.broken_off == 1)
    (ended,) = gateway.calls()
    assert (ended.ending, ended.arrival.values.get("first_ms")) == ("cancelled", None)
    wait_for(lambda: gateway.metric("paravent_calls_open") == 0)


def test_in_the_middle_of_a_body_that_comes_whole(gateway) -> None:
    recording = gateway.fresh()
    begun = threading.Event()

    def script(it: Exchange) -> None:
        it.head(content_type="application/json", content_length="1000")
        it.write(b"{")
        begun.set()
        it.wait_for_hang_up()

    recording.script = script
    line = call(gateway, request(gateway.token))
    assert begun.wait(10)
    line.close()
    wait_for(lambda: recording.broken_off == 1)
    assert gateway.calls()[0].ending == "cancelled"


@pytest.mark.parametrize("missing", [1, 50, 400])
def test_while_the_request_is_on_its_way(gateway, missing) -> None:
    recording = gateway.fresh()
    before = len(gateway.events(Kind.DEPARTURE))
    call(gateway, request(gateway.token)[:-missing]).close()
    assert gateway.post("Bonjour").status_code == 200
    assert len(recording.arrived) == 1
    assert len(gateway.events(Kind.DEPARTURE)) == before + 1


def test_while_the_text_is_searched(fragile) -> None:
    recording = fragile.fresh()
    before = len(fragile.events(Kind.DEPARTURE))
    line = call(fragile, request(fragile.token, f"{TEXT} {LONGISH}"))
    wait_for(fragile.is_searching)
    line.close()
    wait_for(lambda: fragile.post("Bonjour").status_code == 200, 30)
    assert len(recording.arrived) == 1
    assert len(fragile.events(Kind.DEPARTURE)) == before + 1


def test_many_at_once_leave_nothing_open(gateway) -> None:
    recording = gateway.fresh()
    recording.script = begin
    lines = [call(gateway, request(gateway.token, f"{TEXT} {number}", stream=True)) for number in range(40)]
    wait_for(lambda: len(recording.requests) == 40)
    for line in lines:
        line.close()
    wait_for(lambda: recording.broken_off == 40)
    wait_for(lambda: gateway.metric("paravent_calls_open") == 0)
    assert {call.ending for call in gateway.calls(40)} == {"cancelled"}


@asynccontextmanager
async def served(folder, provider) -> AsyncIterator[tuple[uvicorn.Server, Gateway, asyncio.Task[None]]]:
    """Serve in this event loop, so that its tasks can be counted; a second is all that calls get at the end."""
    config = folder / "paravent.yaml"
    database = f"sqlite:///{folder}/paravent.db"
    config.write_text(CONFIGURATION.format(database=database, provider=provider.url), "utf-8")
    from gateway.app import create_app

    app = create_app(load(config))
    token = make_key(database, "essai")
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, access_log=False, log_level="warning", lifespan="on", timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started:
        assert not serving.done()
        await asyncio.sleep(0.02)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    yield server, Gateway(url, token, folder, provider, None, database), serving
    server.should_exit = True
    await serving


async def until(fact, seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not fact():  # noqa: ASYNC110 - facts of other processes
            await asyncio.sleep(0.02)


async def test_no_task_is_left_behind(tmp_path, provider) -> None:
    async with served(tmp_path, provider) as (_server, gateway, _serving):
        recording = gateway.fresh()
        recording.script = begin
        # The first call makes what stays (connections, threads); it ends like the others.
        counts = []
        for number in range(1, 13):
            content = request(gateway.token, f"{TEXT} {number}", stream=number % 2 == 0)
            _reader, writer = await asyncio.open_connection(*urlsplit(gateway.url).netloc.split(":"))
            writer.write(content[:-9] if number % 3 == 0 else content)
            await writer.drain()
            if number % 3:
                await until(lambda expected=number - number // 3: len(recording.requests) == expected)
            await hang_up(writer)
            if number % 3:
                await until(lambda expected=number - number // 3: recording.broken_off == expected)
            await until(lambda: len(asyncio.all_tasks()) <= (counts or [99])[0])
            counts.append(len(asyncio.all_tasks()))
        assert counts[-1] <= counts[0]
        await until(lambda: len(gateway.events(Kind.ARRIVAL)) == 8)


async def test_a_call_that_outlasts_the_time_to_stop_is_cut_short_and_on_record(tmp_path, provider) -> None:
    async with served(tmp_path, provider) as (server, gateway, serving):
        recording = gateway.fresh()
        recording.script = begin
        reader, writer = await asyncio.open_connection(*urlsplit(gateway.url).netloc.split(":"))
        writer.write(request(gateway.token, stream=True))
        assert (await reader.read(1 << 16)).startswith(b"HTTP/1.1 200")
        server.should_exit = True
        await asyncio.wait_for(serving, 10)
        await hang_up(writer)
        await until(lambda: recording.broken_off == 1)
        (ended,) = await asyncio.to_thread(gateway.calls)
        assert ended.ending == "interrupted"
        assert ended.arrival.values["bytes_delivered"] > 0
