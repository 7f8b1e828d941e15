"""Which operation a method and a path mean. What is not listed is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from config.provider import Dialect
from gateway.wire import ollama
from gateway.wire.anthropic_messages import COUNT_TOKENS, MESSAGES
from gateway.wire.format import WireFormat
from gateway.wire.gemini import VERBS as GEMINI_VERBS
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_completions import COMPLETIONS, FIM
from gateway.wire.openai_embeddings import EMBEDDINGS
from gateway.wire.openai_moderations import MODERATIONS
from gateway.wire.openai_responses import INPUT_TOKENS, RESPONSES


class Action(StrEnum):
    """What the gateway does with a request to a route."""

    CONVERSE = "converse"
    LIST_MODELS = "list_models"


@dataclass(frozen=True, slots=True)
class Route:
    """An operation of a dialect. ``path`` is below the provider's base URL.

    Where ``{model}`` stands in it, the path names the model: ``model``, once a request has been matched.
    ``query`` is asked in the gateway's own name.
    """

    method: str
    path: str
    dialect: Dialect
    action: Action = Action.CONVERSE
    format: WireFormat | None = None
    query: tuple[tuple[str, str], ...] = ()
    model: str | None = None

    @property
    def name(self) -> str:
        """The operation's name in audit rows and metrics."""
        return self.format.name if self.format else f"{self.dialect}-models"


_OPENAI = (
    Route("POST", "/chat/completions", Dialect.OPENAI, format=CHAT),
    Route("POST", "/responses", Dialect.OPENAI, format=RESPONSES),
    Route("POST", "/responses/input_tokens", Dialect.OPENAI, format=INPUT_TOKENS),
    Route("POST", "/completions", Dialect.OPENAI, format=COMPLETIONS),
    Route("POST", "/embeddings", Dialect.OPENAI, format=EMBEDDINGS),
    Route("POST", "/moderations", Dialect.OPENAI, format=MODERATIONS),
    Route("GET", "/models", Dialect.OPENAI, Action.LIST_MODELS),
)
ROUTES = (
    *_OPENAI,
    Route("POST", "/fim/completions", Dialect.OPENAI, format=FIM),
    # A deployment stands for its model.
    *(replace(route, path=f"/openai/v1{route.path}", dialect=Dialect.AZURE) for route in _OPENAI),
    *(
        Route("POST", f"/openai/deployments/{{model}}{path}", Dialect.AZURE, format=wire)
        for path, wire in (
            ("/chat/completions", CHAT),
            ("/completions", COMPLETIONS),
            ("/embeddings", EMBEDDINGS),
        )
    ),
    Route("POST", "/openai/responses", Dialect.AZURE, format=RESPONSES),
    Route("POST", "/v1/messages", Dialect.ANTHROPIC, format=MESSAGES),
    Route("POST", "/v1/messages/count_tokens", Dialect.ANTHROPIC, format=COUNT_TOKENS),
    Route("GET", "/v1/models", Dialect.ANTHROPIC, Action.LIST_MODELS),
    *(
        Route("POST", f"/v1beta/models/{{model}}:{verb}", Dialect.GEMINI, format=wire)
        for verb, wire in GEMINI_VERBS.items()
    ),
    Route("POST", "/api/chat", Dialect.OLLAMA, format=ollama.CHAT),
    Route("POST", "/api/generate", Dialect.OLLAMA, format=ollama.GENERATE),
    Route("POST", "/api/embed", Dialect.OLLAMA, format=ollama.EMBED),
    Route("POST", "/api/embeddings", Dialect.OLLAMA, format=ollama.EMBED),
    Route("GET", "/api/tags", Dialect.OLLAMA, Action.LIST_MODELS),
    Route("GET", "/api/version", Dialect.OLLAMA, Action.LIST_MODELS),
    # In one page: what a page leaves out would have to be asked for by the caller.
    Route("GET", "/v1beta/models", Dialect.GEMINI, Action.LIST_MODELS, query=(("pageSize", "1000"),)),
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
    Dialect.GEMINI: (
        "/batches",
        "/cachedContents",
        "/corpora",
        "/download",
        "/fileSearchStores",
        "/files",
        "/interactions",
        "/tunedModels",
        "/upload",
    ),
}
_OF_GEMINI = re.compile(
    r"/v1(?:alpha|beta)/|/(?:upload|download)/v1|/v1/models/[^/]+:[^/]+$|/models/[^/]+:[^/]+$"
)
_GEMINI_VERSION = re.compile(r"/v1(?:alpha|beta)?(?=/)")
_OF_OLLAMA = frozenset(route.path for route in ROUTES if route.dialect is Dialect.OLLAMA)
_MODEL = r"(?P<model>[A-Za-z0-9_.-]{1,128})"
_BY_KEY = {(route.dialect, route.method, route.path): route for route in ROUTES}
_NAMING = [
    (route, re.compile(re.escape(route.path).replace(re.escape("{model}"), _MODEL)))
    for route in ROUTES
    if "{model}" in route.path
]


def find(method: str, path: str, dialect: Dialect) -> Route | None:
    """Return the route of a path below a provider, or None.

    SDKs disagree on whether the version is part of the base URL, so ``/v1`` may be there or not.
    """
    if dialect is Dialect.GEMINI:
        return _find_versioned(method, path)
    if dialect is Dialect.AZURE:
        return _find_deployed(method, path)
    bare = path.removeprefix("/v1") if path.startswith("/v1/") else path
    for candidate in (path, bare, "/v1" + bare):
        route = _BY_KEY.get((dialect, method, candidate))
        if route is not None:
            return route
    return None


def _find_versioned(method: str, path: str) -> Route | None:
    """Return the route of a path of Google's, which keeps the version that the caller gives it."""
    version = _GEMINI_VERSION.match(path)
    given = version[0] if version else "/v1beta"
    bare = path[version.end() :] if version else path
    route = _BY_KEY.get((Dialect.GEMINI, method, f"/v1beta{bare}"))
    if route is not None:
        return replace(route, path=given + bare)
    for naming, pattern in _NAMING:
        match = pattern.fullmatch(f"/v1beta{bare}")
        if match is not None and naming.method == method:
            return replace(naming, path=given + bare, model=match["model"])
    return None


def _find_deployed(method: str, path: str) -> Route | None:
    """Return the route of a path of Azure's; clients may or may not have its beginning in their base URL."""
    for candidate in (path, f"/openai{path}", f"/openai/v1{path}"):
        route = _BY_KEY.get((Dialect.AZURE, method, candidate))
        if route is not None:
            return route
        for naming, pattern in _NAMING:
            match = pattern.fullmatch(candidate)
            if match is not None and naming.method == method and naming.dialect is Dialect.AZURE:
                return replace(naming, path=candidate, model=match["model"])
    return None


def is_held(path: str, dialect: Dialect) -> bool:
    """Return whether a path leads to what the provider keeps from one call to the next."""
    if dialect is Dialect.AZURE:
        return is_held(path.removeprefix("/openai"), Dialect.OPENAI)
    bare = _GEMINI_VERSION.sub("", path, count=1) if dialect is Dialect.GEMINI else path.removeprefix("/v1")
    return any(f"{bare}/".startswith(f"{prefix}/") for prefix in HELD.get(dialect, ()))


def guess_dialect(path: str, headers: Mapping[str, str]) -> Dialect | None:
    """Return whose API a path without a provider belongs to, or None.

    ``/v1/models`` is served by several: Anthropic's clients always send ``anthropic-version``, Google's their
    own key header; only Google's paths call a verb of a model.
    """
    lists_models = path == "/v1/models" or path.startswith("/v1/models/")
    googles = "x-goog-api-key" in headers and (lists_models or is_held(path, Dialect.GEMINI))
    if googles or _OF_GEMINI.match(path):
        return Dialect.GEMINI
    if path.startswith(("/openai/deployments/", "/openai/responses", "/openai/v1/")):
        return Dialect.AZURE
    if path in _OF_OLLAMA:
        return Dialect.OLLAMA
    if path.startswith("/v1/messages"):
        return Dialect.ANTHROPIC
    if lists_models:
        return Dialect.ANTHROPIC if "anthropic-version" in headers else Dialect.OPENAI
    return Dialect.OPENAI if path.startswith("/v1/") else None
