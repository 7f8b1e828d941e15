"""What every request to the API meets first: who asks, how often, how much they send; and how it ends."""

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.api.errors import error_answer
from gateway.api.pace import Pace
from gateway.errors import GatewayError, TooLarge
from gateway.http.auth import Authenticator
from gateway.language import accepted

_log = structlog.get_logger()
#: Bytes of a body, requests of a key in so many seconds.
_LARGEST = 64 * 1024
_MOST, _SECONDS = 240, 60.0
_HEADERS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))


class TooMuch(HTTPException):
    """The body is too large: of a kind that FastAPI lets through while it reads one."""

    def __init__(self) -> None:
        super().__init__(TooLarge.status)


class Door:
    """The ASGI application around the API. ``public`` paths are answered to anyone."""

    def __init__(self, inside: ASGIApp, keys: Authenticator, language: str, public: frozenset[str]) -> None:
        self._inside = inside
        self._keys = keys
        self._language = language
        self._public = public
        self._pace = Pace(_MOST, _SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope)
        language = accepted(request.headers.get("accept-language", ""), self._language)
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        try:
            # A key in a URL would stand in the logs of whatever is in between.
            if scope["path"] not in self._public:
                who = await self._keys.caller(request.headers, {})
                self._pace.step(who.key_id)
                scope.setdefault("state", {})["who"] = who
            scope.setdefault("state", {})["language"] = language
            await self._inside(scope, _limited(request, receive), answer)
        except Exception as error:  # noqa: BLE001 - its message may hold what was asked
            told = error if isinstance(error, GatewayError) else GatewayError()
            if told is not error:
                _log.error("api_failed", error=type(error).__name__)
            if not begun:
                await error_answer(told, language)(scope, receive, answer)


def _limited(request: Request, receive: Receive) -> Receive:
    """Return the messages of a request up to the largest body that is read."""
    declared = request.headers.get("content-length", "")
    read = 0

    async def limited() -> Message:
        nonlocal read
        if declared.isdecimal() and int(declared) > _LARGEST:
            raise TooMuch
        message = await receive()
        read += len(message.get("body", b""))
        if read > _LARGEST:
            raise TooMuch
        return message

    return limited
