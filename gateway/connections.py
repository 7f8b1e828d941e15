"""How providers are reached: over HTTP/1.1, or over HTTP/2 where they are configured for it."""

import select
import ssl
from functools import partial
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

#: How many at once, and seconds for which one that is idle is kept: many servers end it after five, and a
#: request that meets the end on its way could not be told from one that was read.
_CONNECTIONS = httpx.Limits(max_connections=1000, max_keepalive_connections=100, keepalive_expiry=4.0)


def _trusted() -> ssl.SSLContext:
    """Return who is trusted, anew for each transport: httpcore writes into it what it may speak."""
    return httpx.create_ssl_context()


def one_by_one() -> httpx.AsyncBaseTransport:
    """Return a transport that has a connection of HTTP/1.1 for each call that is under way."""
    trusted = _trusted()
    return AiohttpTransport(verify=trusted, limits=_CONNECTIONS, client=partial(_session, trusted))


def shared() -> httpx.AsyncBaseTransport:
    """Return a transport whose calls to a provider share a connection of HTTP/2, where it offers that."""
    return httpx.AsyncHTTPTransport(verify=_trusted(), limits=_CONNECTIONS, http2=True)


class _Connector(aiohttp.TCPConnector):
    """Takes a kept connection only where nothing has come on it since.

    A provider that has ended one says so in bytes that the event loop may not have read yet; a request sent
    on it would be lost, and nobody could tell it from one that was read.
    """

    async def _get(self, key: Any, traces: Any) -> Any:
        while (connection := await super()._get(key, traces)) is not None:
            if not _has_come(connection.transport):
                return connection
            connection.close()
        return None


def _has_come(transport: Any) -> bool:
    """Return whether there is anything to be read, its end included."""
    line = transport.get_extra_info("socket") if transport is not None else None
    if line is None or line.fileno() < 0:
        return True
    waiting = select.poll()
    waiting.register(line.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _session(trusted: ssl.SSLContext) -> aiohttp.ClientSession:
    # A cookie kept from one answer would tell the provider that two calls come from the same place.
    connector = _Connector(
        limit=_CONNECTIONS.max_connections or 0,
        keepalive_timeout=_CONNECTIONS.keepalive_expiry,
        ssl=trusted,
    )
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
