"""Which operation a method and a path mean. What is not listed is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from config.provider import Dialect
from gateway.wire import cohere, ollama
from gateway.wire import openai_kept as kept
from gateway.wire.anthropic_messages import COUNT_TOKENS, MESSAGES
from gateway.wire.format import WireFormat
from gateway.wire.gemini import VERBS as GEMINI_VERBS
from gateway.wire.held import held
from gateway.wire.keeping import Keeping
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_completions import COMPLETIONS, FIM
from gateway.wire.openai_embeddings import EMBEDDINGS
from gateway.wire.openai_moderations import MODERATIONS
from gateway.wire.openai_responses import COMPACT, INPUT_TOKENS, RESPONSES


class Action(StrEnum):
    """What the gateway does with a request to a route."""

    CONVERSE = "converse"
    LIST_MODELS = "list_models"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class Route:
    """An operation of a dialect. ``path`` is below the provider's base URL.

    Where ``{model}`` stands in it, the path names the model: ``model``, once a request has been matched.
    ``{id}`` and ``{item}`` name what the provider keeps: ``ids``. ``query`` is asked in the gateway's own
    name.
    """

    method: str
    path: str
    dialect: Dialect
    action: Action = Action.CONVERSE
    format: WireFormat | None = None
    query: tuple[tuple[str, str], ...] = ()
    model: str | None = None
    ids: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The operation's name in audit rows and metrics."""
        return self.format.name if self.format else f"{self.dialect}-models"

    @property
    def keeping(self) -> Keeping | None:
        """How the operation uses what the provider keeps, if it does."""
        return kept.KEEPING.get(self.name)

    @property
    def needs_vault(self) -> bool:
        """Whether the operation is about nothing else than what the provider keeps."""
        return self.keeping is not None and (self.action is Action.RECALL or self.format in kept.WRITTEN)


_RESPONSES = (
    Route("GET", "/responses/{id}", Dialect.OPENAI, Action.RECALL, kept.GET_RESPONSE),
    Route("DELETE", "/responses/{id}", Dialect.OPENAI, Action.RECALL, kept.DELETE_RESPONSE),
    Route("POST", "/responses/{id}/cancel", Dialect.OPENAI, Action.RECALL, kept.CANCEL_RESPONSE),
    Route("GET", "/responses/{id}/input_items", Dialect.OPENAI, Action.RECALL, kept.INPUT_ITEMS),
)
_CONVERSATIONS = (
    Route("POST", "/conversations", Dialect.OPENAI, format=kept.CREATE_CONVERSATION),
    Route("GET", "/conversations/{id}", Dialect.OPENAI, Action.RECALL, kept.GET_CONVERSATION),
    Route("POST", "/conversations/{id}", Dialect.OPENAI, format=kept.UPDATE_CONVERSATION),
    Route("DELETE", "/conversations/{id}", Dialect.OPENAI, Action.RECALL, kept.DELETE_CONVERSATION),
    Route("GET", "/conversations/{id}/items", Dialect.OPENAI, Action.RECALL, kept.LIST_ITEMS),
    Route("POST", "/conversations/{id}/items", Dialect.OPENAI, format=kept.CREATE_ITEMS),
    Route("GET", "/conversations/{id}/items/{item}", Dialect.OPENAI, Action.RECALL, kept.GET_ITEM),
    Route("DELETE", "/conversations/{id}/items/{item}", Dialect.OPENAI, Action.RECALL, kept.DELETE_ITEM),
)
_OPENAI = (
    Route("POST", "/chat/completions", Dialect.OPENAI, format=CHAT),
    Route("POST", "/responses", Dialect.OPENAI, format=RESPONSES),
    Route("POST", "/responses/input_tokens", Dialect.OPENAI, format=INPUT_TOKENS),
    Route("POST", "/responses/compact", Dialect.OPENAI, format=COMPACT),
    Route("POST", "/completions", Dialect.OPENAI, format=COMPLETIONS),
    Route("POST", "/embeddings", Dialect.OPENAI, format=EMBEDDINGS),
    Route("POST", "/moderations", Dialect.OPENAI, format=MODERATIONS),
    Route("GET", "/models", Dialect.OPENAI, Action.LIST_MODELS),
    Route("GET", "/models/{model}", Dialect.OPENAI, Action.LIST_MODELS),
    *_RESPONSES,
    *_CONVERSATIONS,
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
    *(replace(route, path=f"/openai{route.path}", dialect=Dialect.AZURE) for route in _RESPONSES),
    Route("POST", "/v1/messages", Dialect.ANTHROPIC, format=MESSAGES),
    Route("POST", "/v1/messages/count_tokens", Dialect.ANTHROPIC, format=COUNT_TOKENS),
    Route("GET", "/v1/models", Dialect.ANTHROPIC, Action.LIST_MODELS, query=(("limit", "1000"),)),
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
    Route("POST", "/v2/chat", Dialect.COHERE, format=cohere.CHAT),
    Route("POST", "/v2/embed", Dialect.COHERE, format=cohere.EMBED),
    Route("POST", "/v2/rerank", Dialect.COHERE, format=cohere.RERANK),
    # In one page: what a page leaves out would have to be asked for by the caller.
    Route("GET", "/v1beta/models", Dialect.GEMINI, Action.LIST_MODELS, query=(("pageSize", "1000"),)),
    Route("GET", "/v1/models", Dialect.COHERE, Action.LIST_MODELS, query=(("page_size", "1000"),)),
    Route("GET", "/v1/models/{model}", Dialect.ANTHROPIC, Action.LIST_MODELS),
    Route("GET", "/v1beta/models/{model}", Dialect.GEMINI, Action.LIST_MODELS),
    Route("GET", "/v1/models/{model}", Dialect.COHERE, Action.LIST_MODELS),
)
_OF_GEMINI = re.compile(
    r"/v1(?:alpha|beta)/|/(?:upload|download)/v1|/v1/models/[^/]+:[^/]+$|/models/[^/]+:[^/]+$"
)
_BEGINNINGS = {
    "/openai/deployments/": Dialect.AZURE,
    "/openai/responses": Dialect.AZURE,
    "/openai/v1/": Dialect.AZURE,
    "/v1/messages": Dialect.ANTHROPIC,
    **dict.fromkeys(("/v2/batches", "/v2/chat", "/v2/embed", "/v2/rerank"), Dialect.COHERE),
}
_GEMINI_VERSION = re.compile(r"/v1(?:alpha|beta)?(?=/)")
_OF_OLLAMA = frozenset(route.path for route in ROUTES if route.dialect is Dialect.OLLAMA)
_NAMES = {
    "model": r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}",
    "id": r"[A-Za-z0-9_-]{1,128}",
    "item": r"[A-Za-z0-9_-]{1,128}",
}
_NAME = re.compile(r"\\\{(\w+)\\\}")
_METHODS = tuple(sorted({route.method for route in ROUTES}))
_BY_KEY = {(route.dialect, route.method, route.path): route for route in ROUTES}
_NAMING = [
    (route, re.compile(_NAME.sub(lambda name: f"(?P<{name[1]}>{_NAMES[name[1]]})", re.escape(route.path))))
    for route in ROUTES
    if "{" in route.path
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
        route = _BY_KEY.get((dialect, method, candidate)) or _named(method, candidate, dialect)
        if route is not None:
            return route
    return None


def methods(path: str, dialect: Dialect) -> tuple[str, ...]:
    """Return the methods that a path below a provider takes, none where it is not served."""
    return tuple(method for method in _METHODS if find(method, path, dialect) is not None)


def _named(method: str, path: str, dialect: Dialect) -> Route | None:
    """Return the route of a path that names something."""
    for naming, pattern in _NAMING:
        match = pattern.fullmatch(path)
        if match is not None and naming.method == method and naming.dialect is dialect:
            names = match.groupdict()
            ids = tuple(names[name] for name in ("id", "item") if name in names)
            return replace(naming, path=path, model=names.get("model"), ids=ids)
    return None


def _find_versioned(method: str, path: str) -> Route | None:
    """Return the route of a path of Google's, which keeps the version that the caller gives it."""
    version = _GEMINI_VERSION.match(path)
    given = version[0] if version else "/v1beta"
    bare = path[version.end() :] if version else path
    route = _BY_KEY.get((Dialect.GEMINI, method, f"/v1beta{bare}"))
    if route is not None:
        return replace(route, path=given + bare)
    naming = _named(method, f"/v1beta{bare}", Dialect.GEMINI)
    return replace(naming, path=given + bare) if naming is not None else None


def _find_deployed(method: str, path: str) -> Route | None:
    """Return the route of a path of Azure's; clients may or may not have its beginning in their base URL."""
    for candidate in (path, f"/openai{path}", f"/openai/v1{path}"):
        route = _BY_KEY.get((Dialect.AZURE, method, candidate)) or _named(method, candidate, Dialect.AZURE)
        if route is not None:
            return route
    return None


def guess_dialect(path: str, headers: Mapping[str, str]) -> Dialect | None:
    """Return whose API a path without a provider belongs to, or None.

    ``/v1/models`` and ``/v1/files`` are several's: Anthropic's clients always send ``anthropic-version``,
    Google's their own key header; only Google's paths call a verb of a model.
    """
    lists_models = path == "/v1/models" or path.startswith("/v1/models/")
    googles = "x-goog-api-key" in headers and (lists_models or held(path, Dialect.GEMINI) is not None)
    if googles or _OF_GEMINI.match(path):
        return Dialect.GEMINI
    if path in _OF_OLLAMA:
        return Dialect.OLLAMA
    for beginning, dialect in _BEGINNINGS.items():
        if path.startswith(beginning):
            return dialect
    if "anthropic-version" in headers and (lists_models or held(path, Dialect.ANTHROPIC) is not None):
        return Dialect.ANTHROPIC
    return Dialect.OPENAI if path.startswith("/v1/") else None
