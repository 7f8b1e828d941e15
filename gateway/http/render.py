"""One error, told in the caller's own dialect and language. The only place that knows either."""

from typing import Any

from config.provider import Dialect
from gateway.errors import GatewayError, Unavailable
from gateway.language import gettext
from gateway.wire.strict_json import dump

_ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    415: "invalid_request_error",
    429: "rate_limit_error",
    500: "api_error",
    502: "api_error",
    503: "overloaded_error",
}
_SERVER_ERRORS = 500
_OPENAI_TYPES = {401: "invalid_request_error", 429: "rate_limit_error"}


def tell(error: GatewayError, language: str) -> str:
    """Return the message of an error in a language."""
    return gettext(error.message, language) % error.facts


def error_body(error: GatewayError, dialect: Dialect, request_id: str, language: str) -> dict[str, Any]:
    """Return an error as the dialect's SDKs read it."""
    message = tell(error, language)
    if dialect is Dialect.ANTHROPIC:
        kind = _ANTHROPIC_TYPES.get(error.status, "api_error")
        return {
            "type": "error",
            "error": {"type": kind, "message": message, "code": error.code},
            "request_id": request_id,
        }
    server = error.status >= _SERVER_ERRORS
    kind = _OPENAI_TYPES.get(error.status, "server_error" if server else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": error.path, "code": error.code}}


def error_reply(
    error: GatewayError, dialect: Dialect, request_id: str, language: str
) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of the answer that refuses a request."""
    body = dump(error_body(error, dialect, request_id, language)).encode("utf-8")
    headers = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "x-paravent-request-id": request_id,
    }
    if isinstance(error, Unavailable):
        # The SDKs repeat a 503 on their own: that helps while a worker is replaced, and only then.
        again = error.code != "detection_timeout"
        headers |= {"retry-after": "2"} if again else {"x-should-retry": "false"}
    elif error.status >= _SERVER_ERRORS:
        headers["x-should-retry"] = "false"
    return body, headers


def error_event(error: GatewayError, dialect: Dialect, request_id: str, language: str) -> bytes:
    """Return an error as the last event of a stream that has already begun."""
    body = dump(error_body(error, dialect, request_id, language))
    name = "event: error\n" if dialect is Dialect.ANTHROPIC else ""
    return f"{name}data: {body}\n\n".encode()
