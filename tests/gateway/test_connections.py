"""Providers that are spoken to over HTTP/2, with a real server and real certificates."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
from contextlib import asynccontextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypercorn.asyncio import serve
from hypercorn.config import Config
from planting import prepare

import gateway.connections
from config.provider import Provider
from gateway.errors import ProviderUnreachable
from gateway.upstream import Upstream
from gateway.wire.openai_chat import CHAT

BODY = {"model": "echo-3", "messages": [{"role": "user", "content": "Été"}]}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Make a certificate of 127.0.0.1 that signs itself; give its file and that of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "provider")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    encoding = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(encoding))
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


class Answering:
    """An ASGI application that answers with what it got, in two parts, and remembers how it came."""

    def __init__(self):
        self.seen = []
        self.together = asyncio.Event()
        self.waiting = 0

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.seen.append((scope["http_version"], tuple(scope["client"]), dict(scope["headers"]), body))
        self.waiting += 1
        if self.waiting == 2:
            self.together.set()
        if body.startswith(b"{") and b"together" in body:
            await self.together.wait()
        headers = [(b"content-type", b"application/json"), (b"x-request-id", b"r-1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:]})


@asynccontextmanager
async def serving(certificate, protocols):
    """Serve over TLS with these protocols; give the application and the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.certfile, config.keyfile = map(str, certificate)
    config.alpn_protocols = protocols
    config.errorlog = None
    application, end = Answering(), asyncio.Event()
    running = asyncio.create_task(serve(application, config, shutdown_trigger=end.wait, mode="asgi"))
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            break
    try:
        yield application, f"https://127.0.0.1:{port}"
    finally:
        end.set()
        await running


@asynccontextmanager
async def upstream(monkeypatch, certificate, url, **more):
    monkeypatch.setattr(
        gateway.connections, "_trusted", lambda: ssl.create_default_context(cafile=certificate[0])
    )
    there = Provider(dialect="openai", base_url=url, location="local", http2=True, **more)
    out = Upstream({"p0": there, "p1": there.model_copy(update={"http2": False})})
    try:
        yield out
    finally:
        await out.close()


async def answered(out, outbound, receipt, name="p0"):
    async with out.send(name, outbound, receipt) as reply:
        return reply, await reply.body()


async def test_a_call_arrives_and_comes_back_whole(monkeypatch, certificate, receipt):
    async with (
        serving(certificate, ["h2", "http/1.1"]) as (provider, url),
        upstream(monkeypatch, certificate, url, api_key="sk-1") as out,
    ):
        outbound = prepare(BODY, CHAT, {})
        reply, body = await answered(out, outbound, receipt)
    assert (reply.status, reply.header("x-request-id"), body) == (200, "r-1", outbound.body)
    ((version, _, headers, received),) = provider.seen
    assert (version, received) == ("2", outbound.body)
    assert headers[b"authorization"] == b"Bearer sk-1"
    assert b"connection" not in headers


async def test_calls_at_once_share_a_connection(monkeypatch, certificate, receipt):
    async with (
        serving(certificate, ["h2"]) as (provider, url),
        upstream(monkeypatch, certificate, url) as out,
    ):
        first = prepare(BODY, CHAT, {})
        await answered(out, first, receipt)
        provider.waiting = 0
        both = prepare(BODY | {"model": "together"}, CHAT, {})
        bodies = await asyncio.gather(*(answered(out, both, receipt) for _ in range(2)))
    assert [body for _, body in bodies] == [both.body, both.body]
    assert len({client for _, client, _, _ in provider.seen}) == 1


async def test_a_provider_that_is_not_configured_for_it_is_spoken_to_as_before(
    monkeypatch, certificate, receipt
):
    async with (
        serving(certificate, ["h2", "http/1.1"]) as (provider, url),
        upstream(monkeypatch, certificate, url) as out,
    ):
        outbound = prepare(BODY, CHAT, {})
        for name in ("p0", "p1"):
            _, body = await answered(out, outbound, receipt, name)
            assert body == outbound.body
    assert [version for version, *_ in provider.seen] == ["2", "1.1"]


async def test_a_provider_without_it_is_spoken_to_as_before(monkeypatch, certificate, receipt):
    async with (
        serving(certificate, ["http/1.1"]) as (provider, url),
        upstream(monkeypatch, certificate, url) as out,
    ):
        outbound = prepare(BODY, CHAT, {})
        _, body = await answered(out, outbound, receipt)
    assert body == outbound.body
    assert provider.seen[0][0] == "1.1"


async def test_a_certificate_that_nobody_vouches_for_is_refused(certificate, receipt):
    async with serving(certificate, ["h2"]) as (provider, url):
        out = Upstream({"p0": Provider(dialect="openai", base_url=url, location="local", http2=True)})
        try:
            with pytest.raises(ProviderUnreachable):
                await answered(out, prepare(BODY, CHAT, {}), receipt)
        finally:
            await out.close()
    assert provider.seen == []
