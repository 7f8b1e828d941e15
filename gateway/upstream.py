"""The one way out. Takes what `rewrite` made and the receipt of its record, nothing else."""

import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache

import aiohttp
import httpx

from audit.ledger import Receipt
from config.errors import phrase
from config.provider import Dialect, Provider
from gateway.connections import one_by_one, shared
from gateway.errors import ProviderUnreachable
from gateway.inflating import COMPRESSED, Inflating
from gateway.privacy.rewrite import Outbound

_AGENT = "paravent"
_ANTHROPIC_VERSION = "2023-06-01"
#: Where a dialect's key goes, when not into ``authorization``.
_KEY_HEADERS = {Dialect.ANTHROPIC: "x-api-key", Dialect.GEMINI: "x-goog-api-key", Dialect.AZURE: "api-key"}
_CONNECT_SECONDS = 10.0
#: Bytes of an answer that is no stream, its compression undone: it is held in memory to be restored.
LARGEST = 128 << 20
#: What was asked for, and what is undone on the way when a provider compresses all the same.
_READABLE = COMPRESSED | {"", "identity"}
#: The final statuses of HTTP (RFC 9110, section 15): 101 would make the connection something else.
_STATUSES = range(200, 600)
#: The transport lets some of aiohttp's own errors through (a status line that is none).
_FAILURES = (httpx.HTTPError, aiohttp.ClientError, zlib.error)


@dataclass(slots=True)
class Reply:
    """A provider's answer whose body is still to be read; its headers are as they came."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    _response: httpx.Response

    def header(self, name: str) -> str:
        """Return the values of a header, "" where there is none."""
        wanted = name.encode()
        return ", ".join([value.decode("latin-1") for own, value in self.headers if own.lower() == wanted])

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def coding(self) -> str:
        """How the body is compressed, "" where it is not."""
        return self.header("content-encoding").strip().lower()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes. Raises `ProviderUnreachable` when the provider breaks off."""
        undo = Inflating(self.coding) if self.coding in COMPRESSED else None
        try:
            async for chunk in self._response.aiter_raw():
                if undo is None:
                    yield chunk
                else:
                    for clear in undo.feed(chunk):
                        yield clear
            if undo is not None and not undo.ended:
                raise zlib.error
        except _FAILURES:
            raise ProviderUnreachable(
                phrase("The provider broke off its answer."), code="provider_interrupted"
            ) from None

    async def body(self) -> bytes:
        """Return the whole body. Raises `ProviderUnreachable`, also for one of more than `LARGEST` bytes."""
        body = bytearray()
        async for chunk in self.chunks():
            body += chunk
            if len(body) > LARGEST:
                raise ProviderUnreachable(
                    phrase("The provider's answer is too large to be restored."), code="provider_too_large"
                )
        return bytes(body)


class Upstream:
    """Connections to the configured providers, kept alive between calls."""

    def __init__(self, providers: Mapping[str, Provider]) -> None:
        self._providers = providers
        # Not through httpx's client: cookies, redirects and what the environment says are not wanted.
        self._transports = {False: one_by_one()}
        if any(provider.http2 for provider in providers.values()):
            self._transports[True] = shared()
        self._credentials = {name: _credentials(provider) for name, provider in providers.items()}
        self._timeouts = {
            name: httpx.Timeout(provider.timeout, connect=_CONNECT_SECONDS).as_dict()
            for name, provider in providers.items()
        }

    async def close(self) -> None:
        """Close every connection."""
        for transport in self._transports.values():
            await transport.aclose()

    @asynccontextmanager
    async def send(self, name: str, outbound: Outbound, receipt: Receipt) -> AsyncIterator[Reply]:
        """Send a recorded request to a provider. Leaving the block ends the exchange, answered or not.

        Raises `ProviderUnreachable`. Never sends a second time, also where a kept connection ends before a
        byte of the answer: the provider may have read the request, and a proxy must not repeat one that is
        not idempotent (RFC 9110, section 9.2.2). The caller's SDK decides on that.
        """
        if not isinstance(outbound, Outbound) or not isinstance(receipt, Receipt):
            raise TypeError("only a rewritten and recorded request may leave")
        provider = self._providers[name]
        request = httpx.Request(
            outbound.method,
            _url(provider.base_url + outbound.target),
            headers=[*outbound.headers, *self._credentials[name], *_envelope(outbound, provider)],
            content=outbound.body or None,
            extensions={"timeout": self._timeouts[name]},
        )
        try:
            response = await self._transports[provider.http2].handle_async_request(request)
        except _FAILURES:
            raise ProviderUnreachable from None
        try:
            reply = Reply(response.status_code, response.headers.raw, response)
            if reply.status not in _STATUSES:
                raise ProviderUnreachable(
                    phrase("The provider answered with a status that cannot be passed on."),
                    code="provider_unreadable",
                )
            if reply.coding not in _READABLE:
                raise ProviderUnreachable(
                    phrase("The provider compressed its answer in a way that was not asked for."),
                    code="provider_unreadable",
                )
            yield reply
        finally:
            await response.aclose()


@lru_cache(64)
def _url(text: str) -> httpx.URL:
    return httpx.URL(text)


def _credentials(provider: Provider) -> tuple[tuple[str, str], ...]:
    if provider.api_key is None:
        return ()
    key = provider.api_key.get_secret_value()
    name = _KEY_HEADERS.get(provider.dialect)
    return ((name, key),) if name else (("authorization", f"Bearer {key}"),)


def _envelope(outbound: Outbound, provider: Provider) -> list[tuple[str, str]]:
    # "identity": what comes compressed cannot be restored as it arrives.
    own = [("user-agent", _AGENT), ("accept", "*/*"), ("accept-encoding", "identity")]
    if not provider.http2:  # which has no such header (RFC 9113, section 8.2.2)
        own.append(("connection", "keep-alive"))
    if outbound.body:
        own.append(("content-type", "application/json"))
    given = {name for name, _value in outbound.headers}
    if provider.dialect is Dialect.ANTHROPIC and "anthropic-version" not in given:
        own.append(("anthropic-version", _ANTHROPIC_VERSION))
    return own
