"""The API put together: its routes, its description, and its errors in the reader's language."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from config.errors import phrase
from gateway.api import calls, exports, held, lookup, validations, verification
from gateway.api.door import Door
from gateway.api.errors import error_answer
from gateway.api.office import Office
from gateway.api.shapes import ErrorAnswer
from gateway.errors import GatewayError, TooLarge, Unknown, Unreadable
from gateway.http.auth import Authenticator

DESCRIPTION_PATH = "/api/openapi.json"
#: The parts of /api that are the gateway's own: Ollama's operations begin with /api too.
OWN_PATHS = ("/api/audit", "/api/validations", "/api/held")
_PARTS = (calls, exports, lookup, verification, validations, held)
_TOLD: dict[int | str, dict[str, Any]] = {
    number: {"model": ErrorAnswer} for number in (400, 401, 403, 404, 409, 413, 429, 503)
}
_LARGEST = 65_536
#: Faults at a place that the caller named.
_NOT_OURS = frozenset({"extra_forbidden", "json_invalid"})


def api_routes(office: Office, keys: Authenticator) -> list[BaseRoute]:
    """Return the routes of the API."""
    app = FastAPI(
        title="Paravent",
        version=version("paravent"),
        description=(
            "The record, validations and held calls. Send a Paravent key as a bearer token. "
            "Errors are in French or English, as Accept-Language says."
        ),
        openapi_url=DESCRIPTION_PATH,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers={
            GatewayError: _tell,
            RequestValidationError: _tell_fields,
            HTTPException: _tell_other,
            Exception: _tell_failure,
        },
        responses=_TOLD,
    )
    app.state.office = office
    for part in _PARTS:
        app.include_router(part.routes)
    door = Door(app, keys, office.settings.server.language, frozenset({DESCRIPTION_PATH}))
    paths = [DESCRIPTION_PATH, *(each for path in OWN_PATHS for each in (path, path + "/{rest:path}"))]
    return [Route(path, door, include_in_schema=False) for path in paths]


async def _tell(request: Request, error: Exception) -> Response:
    told = error if isinstance(error, GatewayError) else GatewayError()
    return error_answer(told, request.state.language)


async def _tell_fields(request: Request, error: Exception) -> Response:
    """Tell which fields are not as they should be: names of ours alone, as another may be anything."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    fields = {str(each["loc"][1]) for each in found if each["type"] not in _NOT_OURS and len(each["loc"]) > 1}
    told = Unreadable(phrase("Some of what was asked cannot be read: see 'fields' and /api/openapi.json."))
    return error_answer(told, request.state.language, fields=tuple(sorted(fields)))


async def _tell_other(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    told: GatewayError = GatewayError()
    if status == TooLarge.status:
        told = TooLarge(limit=_LARGEST)
    elif status in (404, 405):
        told = Unknown(
            phrase("Nothing here answers to this path and method: see /api/openapi.json."),
            code="unknown_path",
        )
    elif status in (400, 422):
        told = Unreadable()
    return error_answer(told, request.state.language)


async def _tell_failure(request: Request, _error: Exception) -> Response:
    return error_answer(GatewayError(), request.state.language)
