"""What the API tells when it does not do as asked: in French or English, as JSON, without what was asked.

GatewayError
├── TooOften               429  a key asks more often than it may
└── Conflicting            409  it was decided otherwise meanwhile
"""

from typing import Any
from uuid import uuid4

from starlette.responses import JSONResponse

from config.errors import phrase
from gateway.errors import GatewayError, Unavailable
from gateway.language import gettext


class TooOften(GatewayError):
    """This key has asked too often; unlike calls, nothing here is repeated by an SDK."""

    status = 429
    code = "too_many_requests"
    message = phrase("Too many requests. Try again in %(seconds)s seconds.")


class Conflicting(GatewayError):
    """Somebody else was first."""

    status = 409
    code = "already_decided"
    message = phrase("This was decided upon already.")


def error_answer(
    error: GatewayError, language: str, *, request_id: str | None = None, fields: tuple[str, ...] = ()
) -> JSONResponse:
    """Return the answer that tells an error; ``fields`` are names of ours that are not as they should be."""
    request_id = request_id or str(uuid4())
    told: dict[str, Any] = {
        "code": error.code,
        "message": gettext(error.message, language) % error.facts,
        "request_id": request_id,
    }
    if fields:
        told["fields"] = list(fields)
    headers = {"content-language": language}
    if isinstance(error, TooOften):
        headers["retry-after"] = str(error.facts.get("seconds", 1))
    elif isinstance(error, Unavailable):
        headers["retry-after"] = "2"
    return JSONResponse({"error": told}, error.status, headers)
