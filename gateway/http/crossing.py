"""The short way to the proxy, past all that only the gateway's own pages need."""

from starlette.types import ASGIApp, Receive, Scope, Send

from config.settings import RESERVED

#: First parts of paths at which APIs are served.
_OF_APIS = frozenset({"v1", "v1beta"})
_OWN = (RESERVED - _OF_APIS) | {""}


class Crossing:
    """Hands calls to the proxy at once, and all else to ``app``: each layer on the way costs every call."""

    def __init__(self, app: ASGIApp, proxy: ASGIApp) -> None:
        self._pages = app
        self._proxy = proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or what concerns no request."""
        serve = self._pages
        if scope["type"] == "http" and scope["path"].removeprefix("/").partition("/")[0] not in _OWN:
            serve = self._proxy
        await serve(scope, receive, send)
