"""The short way to the proxy, past all that only the gateway's own pages need."""

from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from config.settings import RESERVED

#: First parts of paths at which APIs are served.
_OF_APIS = frozenset({"v1", "v1beta"})
_OWN = (RESERVED - _OF_APIS) | {""}


class Crossing(FastAPI):
    """The application. It hands calls to the proxy at once: each layer on the way costs every call."""

    def __init__(self, proxy: ASGIApp, **given: Any) -> None:
        super().__init__(**given)
        self._proxy = proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or what concerns no request."""
        if scope["type"] == "http" and scope["path"].removeprefix("/").partition("/")[0] not in _OWN:
            await self._proxy(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
