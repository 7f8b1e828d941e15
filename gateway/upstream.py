"""The one way out. Takes what `rewrite` made and the receipt of its record, nothing else."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from httpx_aiohttp import AiohttpTransport

from audit.ledger import Receipt
from config.errors import phrase
from config.provider import Dialect, Provider
from gateway.errors import ProviderUnreachable
from gateway.privacy.rewrite import Outbound

_AGENT = "paravent"
_ANTHROPIC_VERSION = "2023-06-01"
_CONNECT_SECONDS = 10.0


@dataclass(slots=True)
class Reply:
    """A provider's answer whose body is still to be read."""

    status: int
    headers: httpx.Headers
    _response: httpx.Response

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes. Raises `ProviderUnreachable` when the provider breaks off."""
        try:
            async for chunk in self._response.aiter_bytes():
                yield chunk
        except httpx.HTTPError:
            raise ProviderUnreachable(
                phrase("The provider broke off its answer."), code="provider_interrupted"
            ) from None

    async def body(self) -> bytes:
        """Return the whole body. Raises `ProviderUnreachable`."""
        return b"".join([chunk async for chunk in self.chunks()])


class Upstream:
    """Connections to the configured providers, kept alive between calls."""

    def __init__(self, providers: Mapping[str, Provider]) -> None:
        self._providers = providers
        self._client = httpx.AsyncClient(
            transport=AiohttpTransport(
                limits=httpx.Limits(max_connections=1000, max_keepalive_connections=100)
            ),
            trust_env=False,
            follow_redirects=False,
        )
        self._credentials = {name: _credentials(provider) for name, provider in providers.items()}

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    @asynccontextmanager
    async def send(self, name: str, outbound: Outbound, receipt: Receipt) -> AsyncIterator[Reply]:
        """Send a recorded request to a provider. Leaving the block ends the exchange, answered or not.

        Raises `ProviderUnreachable`. Never sends a second time: the caller's SDK decides on that.
        """
        if not isinstance(outbound, Outbound) or not isinstance(receipt, Receipt):
            raise TypeError("only a rewritten and recorded request may leave")
        provider = self._providers[name]
        request = self._client.build_request(
            outbound.method,
            provider.base_url + outbound.target,
            headers=[*outbound.headers, *self._credentials[name], *_envelope(outbound, provider)],
            content=outbound.body or None,
            timeout=httpx.Timeout(provider.timeout, connect=_CONNECT_SECONDS),
        )
        try:
            response = await self._client.send(request, stream=True)
        except httpx.HTTPError:
            raise ProviderUnreachable from None
        try:
            yield Reply(response.status_code, response.headers, response)
        finally:
            await response.aclose()


def _credentials(provider: Provider) -> tuple[tuple[str, str], ...]:
    if provider.api_key is None:
        return ()
    key = provider.api_key.get_secret_value()
    if provider.dialect is Dialect.ANTHROPIC:
        return (("x-api-key", key),)
    return (("authorization", f"Bearer {key}"),)


def _envelope(outbound: Outbound, provider: Provider) -> list[tuple[str, str]]:
    # "identity": what comes compressed cannot be restored as it arrives.
    own = [("user-agent", _AGENT), ("accept", "*/*"), ("accept-encoding", "identity")]
    if outbound.body:
        own.append(("content-type", "application/json"))
    given = {name for name, _value in outbound.headers}
    if provider.dialect is Dialect.ANTHROPIC and "anthropic-version" not in given:
        own.append(("anthropic-version", _ANTHROPIC_VERSION))
    return own
