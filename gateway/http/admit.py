"""May this request be served at all? Route, key, policy, body: everything before its texts are looked at."""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from starlette.requests import Request

from config.errors import phrase
from config.provider import Dialect
from config.settings import Settings
from gateway.errors import Forbidden, Refused, Unknown, Unreadable, WrongMethod
from gateway.http.auth import Authenticator
from gateway.http.body import parse_body, read_body
from gateway.http.exchange import Exchange
from gateway.privacy.modelname import tells_somebody
from gateway.wire.held import held
from gateway.wire.routes import Action, Route, find, guess_dialect, methods

_TOLD = re.compile(r"[\w .,:;'’/&()+#-]{1,80}")
_MODEL = re.compile(r"[A-Za-z0-9_.:/@-]{1,128}")


async def admit(request: Request, exchange: Exchange, settings: Settings, keys: Authenticator) -> Any:
    """Fill in the exchange and return the parsed body (None for a route without one).

    Raises `GatewayError`. The order matters: what can be said of a request to a stranger is that they are
    one.
    """
    route = _aim(request, exchange, settings)
    exchange.who = await keys.caller(request.headers, request.query_params)
    if exchange.provider is None:
        raise Unknown(
            phrase("No provider that speaks this API is configured. Ask your IT team."),
            code="unknown_provider",
        )
    if route is None:
        raise _not_served(request.scope["path"].removesuffix("/"), exchange)
    exchange.route = route
    exchange.policy_name, exchange.policy = settings.policy_for(exchange.who.team)
    if route.action is not Action.CONVERSE or route.format is None:
        exchange.stream = request.query_params.get("stream") == "true"
        if route.model is not None:
            _choose_model(route.model, exchange)
        # Nothing of it is searched, so nothing that the caller says of it is kept.
        return None
    exchange.project = _told(request.headers, "x-paravent-project")
    exchange.purpose = _told(request.headers, "x-paravent-purpose")
    content = await read_body(request.headers, request.stream(), int(settings.server.body_limit))
    exchange.bytes_received = len(content)
    body = parse_body(content)
    exchange.stream = body.get("stream", route.format.streams) is True
    if not route.format.names_model:
        return body
    if route.model is None:
        _choose_model(body.get("model"), exchange)
    else:
        _choose_model(route.model, exchange)
        if exchange.dialect is not Dialect.AZURE:
            # Azure goes by the deployment in the path, whatever a client calls its model.
            _check_same_model(body, route.model)
    return body


def _aim(request: Request, exchange: Exchange, settings: Settings) -> Route | None:
    """Find the provider and the route that a path means: by its first part, else by the API it belongs to."""
    # The slash that some clients put behind their paths says nothing.
    path: str = request.scope["path"].removesuffix("/") or "/"
    first, _, rest = path.removeprefix("/").partition("/")
    provider = settings.providers.get(first)
    dialect = guess_dialect(path, request.headers)
    if provider is not None:
        route = find(request.method, "/" + rest, provider.dialect)
        # Azure's own paths begin with /openai, which is also what a provider may well be called.
        azure = dialect is Dialect.AZURE and (route is None or "api-version" in request.query_params)
        if provider.dialect is dialect or not azure or not settings.default_provider(Dialect.AZURE):
            exchange.provider_name, exchange.provider = first, provider
            exchange.dialect = provider.dialect
            return route
    exchange.dialect = dialect or Dialect.OPENAI
    default = settings.default_provider(dialect) if dialect else None
    if default is None and dialect is not None:
        return None
    if default is not None:
        exchange.provider_name, exchange.provider = default
        return find(request.method, path, exchange.dialect)
    raise Unknown


def _not_served(path: str, exchange: Exchange) -> Unknown:
    """Return why a path of a provider is not served."""
    below = path.removeprefix(f"/{exchange.provider_name}")
    taken = methods(path, exchange.dialect) or methods(below, exchange.dialect)
    if taken:
        return WrongMethod(methods=", ".join(taken))
    kept = held(path, exchange.dialect) or held(below, exchange.dialect)
    if kept is not None:
        return Unknown(
            phrase(
                "%(operation)s is not served: what the provider keeps there from one call to the next "
                "(files, batches and the like) could not be restored. Send everything with each call."
            ),
            code="stored_refused",
            operation=kept,
        )
    return Unknown()


def _choose_model(model: Any, exchange: Exchange) -> None:
    if not isinstance(model, str) or not _MODEL.fullmatch(model):
        raise Unreadable(phrase("The request must name a model."), path="model")
    provider, policy = exchange.provider, exchange.policy
    if provider is None or policy is None or not (provider.allows(model) and policy.allows(model)):
        raise Forbidden(
            phrase("This model is not allowed by the policy. GET /v1/models lists those that are."),
            code="model_not_allowed",
            path="model",
        )
    if model not in (*provider.models, *policy.models) and tells_somebody(model):
        raise Refused(
            phrase(
                "The model's name seems to tell who somebody is, and it cannot be hidden. If it is the "
                "model's, ask your IT team to write it in full among those of the provider."
            ),
            code="content_refused",
            path="model",
        )
    exchange.model = model


def _check_same_model(body: dict[str, Any], model: str) -> None:
    """Raise `Unreadable` when a body names another model than the path, which is the one that was allowed."""
    requests = body.get("requests")
    inner = [body.get("generateContentRequest"), body.get("generate_content_request")]
    for part in (body, *inner, *(requests if isinstance(requests, list) else (requests,))):
        named = part.get("model") if isinstance(part, dict) else None
        if named not in (None, model, f"models/{model}"):
            raise Unreadable(phrase("The body names another model than the path."), path="model")


def _told(headers: Mapping[str, str], name: str) -> str | None:
    """Return what the caller says about the call, decoded as the UTF-8 that clients send."""
    value = headers.get(name)
    if value is None:
        return None
    try:
        text = value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = value
    text = normalize("NFC", text)
    if not _TOLD.fullmatch(text):
        raise Unreadable(
            phrase("The header '%(name)s' must be 1 to 80 letters, digits and spaces."), name=name
        )
    return text
