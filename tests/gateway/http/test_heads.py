import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from gateway.http import heads
from gateway.http.heads import LIMIT, Connection

ECHO = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n"


async def app(scope, receive, send):
    """Say back the body that came, and whether an upgrade was wished for."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"<" + body + b">"})


@asynccontextmanager
async def serving():
    config = uvicorn.Config(app, port=0, http=Connection, ws="none", lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        assert not running.done()
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def answer(*pieces):
    """Send pieces one after the other; return all that comes back until the server ends the connection."""
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with suppress(OSError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)
        back = b""
        with suppress(OSError):
            async with asyncio.timeout(10):
                while more := await reader.read(1 << 16):
                    back += more
                    if b"<" in back:
                        break
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return back


def filling(size):
    return b"x-a: " + b"a" * (size - 3) + b"\r\n"


ENDLESS = {
    "one header": [b"POST / HTTP/1.1\r\nhost: x\r\nx-a: ", *[b"a" * LIMIT] * 8],
    "many headers": [b"POST / HTTP/1.1\r\nhost: x\r\n", *[b"x-a: b\r\n" * 1000] * 30],
    "an address": [b"GET /", *[b"a" * LIMIT] * 8],
    "many trailers": [
        b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
        *[b"x-a: b\r\n" * 1000] * 30,
    ],
    "one trailer": [
        b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx-a: ",
        *[b"a" * LIMIT] * 8,
    ],
}


@pytest.mark.parametrize("case", ENDLESS, ids=lambda case: case.replace(" ", "-"))
async def test_what_has_no_end_is_cut_off(case):
    back = await answer(*ENDLESS[case])
    assert b"<" not in back
    # A caller who goes on writing may be cut off before the answer is read.
    assert back[9:12] in (b"", b"400", b"431")


@pytest.mark.parametrize(("size", "told"), [(LIMIT - 1000, b"200"), (LIMIT + 1, b"400")])
async def test_large_heads_are_served_up_to_the_limit(size, told):
    back = await answer(ECHO + filling(size // 2) + filling(size - size // 2) + b"\r\nabc")
    assert back[9:12] == told


@pytest.mark.parametrize("size", [4999, LIMIT + 1, 3 * LIMIT])
async def test_a_body_has_no_limit_here_however_it_is_cut(size):
    body = b"a" * (3 * LIMIT)
    head = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(body)
    back = await answer(*((head + body)[at : at + size] for at in range(0, len(head + body), size)))
    assert back[9:12] == b"200"


@pytest.mark.parametrize("behind", [b"abc", b""], ids=["at once", "the body later"])
@pytest.mark.parametrize("wish", [b"h2c", b"websocket", b"TLS/1.0"])
async def test_a_wish_for_another_protocol_loses_no_body(wish, behind):
    head = ECHO + b"connection: Upgrade, HTTP2-Settings\r\nUpgrade : %s\r\n" % wish
    head = head.replace(b"Upgrade :", b"Upgrade:") + b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
    back = await answer(head + behind, *([] if behind else [b"abc"]))
    assert back[9:12] == b"200"
    assert b"<abc>" in back


@given(st.binary(max_size=40), st.sampled_from([b"\r\nupgrade: h2c", b"\r\nUpgrade:x", b""]))
def test_only_the_wish_is_taken_out_of_a_head(body, wish):
    head, rest = b"POST /upgrade: HTTP/1.1\r\nx-a: upgrade: b", b"\r\nx-b: c\r\n\r\n"
    data = head + wish + rest + body
    out = heads._without_upgrade(data)
    assert out.endswith(rest + body)
    assert out.startswith(head)
    assert (b"\r\nx-upgrade:" in out[: -len(rest + body)]) == bool(wish)
    assert heads._without_upgrade(head + wish) == head + wish


CODINGS = ["gzip, chunked", "chunked, identity", "identity", "xchunked"]


@pytest.mark.parametrize("coding", CODINGS)
async def test_only_chunks_are_put_together(coding):
    head = f"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: {coding}\r\n\r\n".encode()
    assert (await answer(head + b"3\r\nabc\r\n0\r\n\r\n"))[9:12] == b"400"


async def test_chunks_and_pipelined_requests_are_served():
    chunked = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    last = ECHO.replace(b"host", b"connection: close\r\nhost") + b"\r\nxyz"
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(chunked + chunked + last)
        back = await asyncio.wait_for(reader.read(-1), 10)
        writer.close()
        await writer.wait_closed()
    assert back.count(b"<abc>") == 2
    assert back.count(b"<xyz>") == 1


@pytest.mark.parametrize("said", [b"", b"POST / HTTP/1.1\r\nhost:"], ids=["nothing", "half a head"])
async def test_who_does_not_say_what_they_want_is_not_waited_for(said, monkeypatch):
    monkeypatch.setattr(heads, "SECONDS", 0.05)
    assert await answer(*filter(None, [said])) == b""


async def test_a_slow_body_is_not_taken_for_a_slow_head(monkeypatch):
    monkeypatch.setattr(heads, "SECONDS", 0.05)
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):  # the second on the same connection
            writer.write(ECHO + b"\r\na")
            await asyncio.sleep(0.2)
            writer.write(b"bc")
            assert b"<abc>" in await reader.readuntil(b"0\r\n\r\n")
        writer.close()
        await writer.wait_closed()


class Transport(asyncio.Transport):
    """Notes what it is told."""

    def __init__(self):
        super().__init__()
        self.told = []

    def write(self, data):
        self.told.append(data)

    def close(self):
        self.told.append("close")

    def is_closing(self):
        return "close" in self.told


async def test_what_is_written_in_one_step_goes_out_at_once_and_before_the_end():
    transport = Transport()
    gathering = heads._Gathering(transport, asyncio.get_running_loop())
    gathering.write(b"head")
    gathering.write(b"body")
    assert transport.told == []
    await asyncio.sleep(0)
    assert transport.told == [b"headbody"]
    gathering.write(b"last")
    gathering.close()
    gathering.write(b"too late")
    await asyncio.sleep(0)
    assert transport.told == [b"headbody", b"last", "close"]
