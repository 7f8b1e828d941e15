"""Which operation a method and a path mean. What is not listed is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.provider import Dialect
from gateway.wire.anthropic_messages import COUNT_TOKENS, MESSAGES
from gateway.wire.format import WireFormat
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_responses import INPUT_TOKENS, RESPONSES


class Action(StrEnum):
    """What the gateway does with a request to a route."""

    CONVERSE = "converse"
    LIST_MODELS = "list_models"


@dataclass(frozen=True, slots=True)
class Route:
    """An operation of a dialect. ``path`` is below the provider's base URL."""

    method: str
    path: str
    dialect: Dialect
    action: Action = Action.CONVERSE
    format: WireFormat | None = None

    @property
    def name(self) -> str:
        """The operation's name in audit rows and metrics."""
        return self.format.name if self.format else f"{self.dialect}-models"


ROUTES = (
    Route("POST", "/chat/completions", Dialect.OPENAI, format=CHAT),
    Route("POST", "/responses", Dialect.OPENAI, format=RESPONSES),
    Route("POST", "/responses/input_tokens", Dialect.OPENAI, format=INPUT_TOKENS),
    Route("GET", "/models", Dialect.OPENAI, Action.LIST_MODELS),
    Route("POST", "/v1/messages", Dialect.ANTHROPIC, format=MESSAGES),
    Route("POST", "/v1/messages/count_tokens", Dialect.ANTHROPIC, format=COUNT_TOKENS),
    Route("GET", "/v1/models", Dialect.ANTHROPIC, Action.LIST_MODELS),
)
#: What stays at the provider between calls, by the beginning of its path: refused, and told why.
HELD = {
    Dialect.OPENAI: (
        "/assistants",
        "/batches",
        "/chat/completions",
        "/containers",
        "/conversations",
        "/files",
        "/fine_tuning",
        "/responses",
        "/threads",
        "/uploads",
        "/vector_stores",
    ),
    Dialect.ANTHROPIC: ("/files", "/messages/batches", "/skills"),
}
_BY_KEY = {(route.dialect, route.method, route.path): route for route in ROUTES}


def find(method: str, path: str, dialect: Dialect) -> Route | None:
    """Return the route of a path below a provider, or None.

    SDKs disagree on whether the version is part of the base URL, so ``/v1`` may be there or not.
    """
    bare = path.removeprefix("/v1") if path.startswith("/v1/") else path
    for candidate in (path, bare, "/v1" + bare):
        route = _BY_KEY.get((dialect, method, candidate))
        if route is not None:
            return route
    return None


def is_held(path: str, dialect: Dialect) -> bool:
    """Return whether a path leads to what the provider keeps from one call to the next."""
    bare = path.removeprefix("/v1")
    return any(f"{bare}/".startswith(f"{prefix}/") for prefix in HELD.get(dialect, ()))


def guess_dialect(path: str, headers: Mapping[str, str]) -> Dialect | None:
    """Return whose API a path without a provider belongs to, or None.

    Only ``/v1/models`` is served by both: Anthropic's clients always send ``anthropic-version``.
    """
    if path.startswith("/v1/messages"):
        return Dialect.ANTHROPIC
    if path == "/v1/models" or path.startswith("/v1/models/"):
        return Dialect.ANTHROPIC if "anthropic-version" in headers else Dialect.OPENAI
    return Dialect.OPENAI if path.startswith("/v1/") else None
