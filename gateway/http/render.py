"""One error, told in the caller's own dialect and language. The only place that knows either."""

from dataclasses import dataclass
from typing import Any

from config.errors import phrase
from config.provider import Dialect
from config.settings import Settings
from gateway.errors import GatewayError, ProviderUnreachable, Unavailable, WrongMethod
from gateway.language import gettext
from gateway.wire.framing import SSE, Framing
from gateway.wire.strict_json import dump

_ANTHROPIC_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    405: "invalid_request_error",
    413: "request_too_large",
    415: "invalid_request_error",
    429: "rate_limit_error",
    500: "api_error",
    502: "api_error",
    503: "overloaded_error",
}
_GEMINI_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    # What Google's own interfaces say of a method that they do not have.
    405: "UNIMPLEMENTED",
    413: "INVALID_ARGUMENT",
    415: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
}
#: What makes Anthropic's SDKs go on without a thread, the whole conversation in each call.
_UNTHREADED = {"details": {"error_code": "thread_unsupported_request", "unsupported": ["thread"]}}
_SERVER_ERRORS = 500
_ASK = phrase("Questions: %(contact)s.")
_OPENAI_TYPES = {401: "invalid_request_error", 429: "rate_limit_error"}


@dataclass(frozen=True, slots=True)
class Voice:
    """How this gateway tells an error: in which language, and whom to ask about it ("": nobody is named)."""

    language: str
    contact: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Voice":
        """Return the voice that an operator chose: the organisation's officer is the one to ask."""
        officer = settings.organization.officer
        told = (officer.name, officer.email, officer.phone) if officer else ()
        return cls(settings.server.language, ", ".join(part for part in told if part))

    def tell(self, error: GatewayError) -> str:
        """Return the message of an error."""
        message = gettext(error.message, self.language) % error.facts
        if not self.contact:
            return message
        return f"{message} {gettext(_ASK, self.language) % {'contact': self.contact}}"


def error_body(error: GatewayError, dialect: Dialect, request_id: str, voice: Voice) -> dict[str, Any]:
    """Return an error as the dialect's SDKs read it."""
    message = voice.tell(error)
    if dialect is Dialect.ANTHROPIC:
        kind = _ANTHROPIC_TYPES.get(error.status, "api_error")
        told = {"type": kind, "message": message, "code": error.code}
        more = _UNTHREADED if error.path == "thread" else {}
        return {"type": "error", "error": told | more, "request_id": request_id}
    if dialect is Dialect.COHERE:
        return {"id": request_id, "message": message, "code": error.code}
    if dialect is Dialect.OLLAMA:
        return {"error": message, "code": error.code}
    if dialect is Dialect.GEMINI:
        # The shape of google.rpc.Status and its ErrorInfo.
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": error.code.upper()}
        told = {"path": error.path} if error.path else {}
        return {
            "error": {
                "code": error.status,
                "message": message,
                "status": _GEMINI_STATUSES.get(error.status, "INTERNAL"),
                "details": [{**info, "domain": "paravent", "metadata": told}],
            }
        }
    server = error.status >= _SERVER_ERRORS
    kind = _OPENAI_TYPES.get(error.status, "server_error" if server else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": error.path, "code": error.code}}


def error_reply(
    error: GatewayError, dialect: Dialect, request_id: str, voice: Voice
) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of the answer that refuses a request."""
    body = dump(error_body(error, dialect, request_id, voice)).encode("utf-8")
    headers = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "x-paravent-request-id": request_id,
    }
    if isinstance(error, Unavailable):
        # The SDKs repeat a 503 on their own: that helps while a worker is replaced, and only then.
        again = error.code not in ("detection_timeout", "files_timeout")
        headers |= {"retry-after": "2"} if again else {"x-should-retry": "false"}
    elif isinstance(error, WrongMethod):
        # RFC 9110, section 15.5.6.
        headers["allow"] = str(error.facts.get("methods", ""))
    elif error.status >= _SERVER_ERRORS and error.code != ProviderUnreachable.code:
        # Where nothing was answered, a client decides as it does on a connection of its own that broke.
        headers["x-should-retry"] = "false"
    return body, headers


def error_event(
    error: GatewayError,
    dialect: Dialect,
    request_id: str,
    voice: Voice,
    *,
    last: Any = None,
    framing: Framing = SSE,
) -> bytes:
    """Return an error as the last event of a stream that has already begun; ``last`` is the one before it."""
    body = error_body(error, dialect, request_id, voice)
    if dialect is Dialect.COHERE:
        told = {"error": body["message"], "finish_reason": "ERROR"}
        body = {"type": "message-end", "id": request_id, "delta": told}
        return framing.write(dump(body), "message-end", last is None)
    number = last.get("sequence_number") if isinstance(last, dict) else None
    if isinstance(number, int):
        # OpenAI's Responses number their events. Its SDKs raise on "error", others read what is beside it.
        told = {name: body["error"][name] for name in ("code", "message", "param")}
        body = {"type": "error", **told, "sequence_number": number + 1, **body}
    return framing.write(dump(body), "error" if body.get("type") == "error" else "", last is None)
