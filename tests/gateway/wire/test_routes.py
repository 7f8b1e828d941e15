import pytest

from config.provider import Dialect
from gateway.wire.routes import ROUTES, Action, find, guess_dialect, methods


@pytest.mark.parametrize(
    ("method", "path", "dialect", "name"),
    [
        ("POST", "/chat/completions", Dialect.OPENAI, "openai-chat"),
        ("POST", "/v1/chat/completions", Dialect.OPENAI, "openai-chat"),
        ("POST", "/v1/messages", Dialect.ANTHROPIC, "anthropic-messages"),
        ("POST", "/messages", Dialect.ANTHROPIC, "anthropic-messages"),
        ("POST", "/v1/messages/count_tokens", Dialect.ANTHROPIC, "anthropic-count-tokens"),
        ("GET", "/models", Dialect.OPENAI, "openai-models"),
        ("POST", "/responses", Dialect.OPENAI, "openai-responses"),
        ("POST", "/v1/embeddings", Dialect.OPENAI, "openai-embeddings"),
        ("POST", "/v1/fim/completions", Dialect.OPENAI, "mistral-fim"),
        ("POST", "/chat/completions", Dialect.AZURE, "openai-chat"),
        ("POST", "/v1/responses", Dialect.AZURE, "openai-responses"),
        ("GET", "/openai/v1/models", Dialect.AZURE, "azure-models"),
        ("GET", "/v1/models", Dialect.ANTHROPIC, "anthropic-models"),
        ("GET", "/v1/models/claude-5", Dialect.ANTHROPIC, "anthropic-models"),
        ("GET", "/models/echo-3", Dialect.OPENAI, "openai-models"),
        ("GET", "/v1/models/gemini-3", Dialect.GEMINI, "gemini-models"),
    ],
)
def test_a_known_path_is_found_with_or_without_its_version(method, path, dialect, name):
    route = find(method, path, dialect)
    assert route.name == name
    assert (route.format is None) == (route.action is Action.LIST_MODELS)


@pytest.mark.parametrize(
    ("method", "path", "dialect"),
    [
        ("GET", "/v1/chat/completions", Dialect.OPENAI),
        ("POST", "/v1/messages", Dialect.OPENAI),
        ("POST", "/v1/files", Dialect.OPENAI),
        ("POST", "/v1/messages/", Dialect.ANTHROPIC),
        ("POST", "/v1/messages/batches", Dialect.ANTHROPIC),
        ("POST", "", Dialect.OPENAI),
        ("PUT", "/v1/responses/resp_1", Dialect.OPENAI),
        ("GET", "/v1/responses/resp_1/files", Dialect.OPENAI),
        ("GET", "/v1/responses/resp%201", Dialect.OPENAI),
        ("GET", "/v1/conversations", Dialect.OPENAI),
        ("POST", "/openai/deployments/m/x/chat/completions", Dialect.AZURE),
        ("POST", "/openai/deployments/m/images/generations", Dialect.AZURE),
        ("GET", "/openai/deployments/m/chat/completions", Dialect.AZURE),
    ],
)
def test_any_other_is_not(method, path, dialect):
    assert find(method, path, dialect) is None


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("/v1/messages", {}, Dialect.ANTHROPIC),
        ("/v1/chat/completions", {"anthropic-version": "x"}, Dialect.OPENAI),
        ("/v1/models", {}, Dialect.OPENAI),
        ("/v1/models/m", {"anthropic-version": "2026-10-21"}, Dialect.ANTHROPIC),
        ("/v1/files", {"anthropic-version": "2026-10-21"}, Dialect.ANTHROPIC),
        ("/v1/files", {}, Dialect.OPENAI),
        ("/openai/deployments/m/chat/completions", {}, Dialect.AZURE),
        ("/openai/v1/responses", {}, Dialect.AZURE),
        ("/openai/responses", {}, Dialect.AZURE),
        ("/v2/chat", {}, Dialect.COHERE),
        ("/api/chat", {}, Dialect.OLLAMA),
        ("/api/pull", {}, None),
        ("/v1beta/models/m:generateContent", {}, Dialect.GEMINI),
        ("/v1/models/m:generateContent", {}, Dialect.GEMINI),
        ("/models/m:generateContent", {}, Dialect.GEMINI),
        ("/upload/v1beta/files", {}, Dialect.GEMINI),
        ("/v1/models", {"x-goog-api-key": "k"}, Dialect.GEMINI),
        ("/v1/cachedContents", {"x-goog-api-key": "k"}, Dialect.GEMINI),
        ("/v1/chat/completions", {"x-goog-api-key": "k"}, Dialect.OPENAI),
        ("/v2/x", {}, None),
        ("/", {}, None),
    ],
)
def test_a_bare_path_tells_its_api(path, headers, dialect):
    assert guess_dialect(path, headers) is dialect


def test_every_route_can_be_found():
    for route in ROUTES:
        path = route.path.replace("{model}", "m-1.5").replace("{id}", "resp_1").replace("{item}", "msg_1")
        found = find(route.method, path, route.dialect)
        assert (found.name, found.action, found.query) == (route.name, route.action, route.query)


@pytest.mark.parametrize("version", ["/v1", "/v1beta", "/v1alpha", ""])
def test_the_path_of_gemini_names_the_model_and_keeps_its_version(version):
    route = find("POST", f"{version}/models/gemini-3-pro:generateContent", Dialect.GEMINI)
    assert (route.name, route.model) == ("gemini-generate", "gemini-3-pro")
    assert route.path == f"{version or '/v1beta'}/models/gemini-3-pro:generateContent"


@pytest.mark.parametrize(
    "path",
    [
        "/v1beta/models/m:predict",
        "/v1beta/models/m:batchGenerateContent",
        "/v1beta/models/m/x:generateContent",
        "/v1beta/models/m%3AgenerateContent",
        "/v1beta/models/:generateContent",
        "/v1beta/models/Zoé:generateContent",
        "/v1beta/tunedModels/m:generateContent",
        "/v2/models/m:generateContent",
    ],
)
def test_any_other_verb_or_place_is_not_served(path):
    assert find("POST", path, Dialect.GEMINI) is None


@pytest.mark.parametrize("beginning", ["", "/openai"])
def test_a_deployment_of_azure_is_the_model(beginning):
    route = find("POST", f"{beginning}/deployments/gpt-4.1-essai/chat/completions", Dialect.AZURE)
    assert (route.name, route.model) == ("openai-chat", "gpt-4.1-essai")
    assert route.path == "/openai/deployments/gpt-4.1-essai/chat/completions"


@pytest.mark.parametrize(
    ("method", "path", "dialect", "name", "ids"),
    [
        ("GET", "/v1/responses/resp_1", Dialect.OPENAI, "openai-response-get", ("resp_1",)),
        ("POST", "/responses/resp_1/cancel", Dialect.OPENAI, "openai-response-cancel", ("resp_1",)),
        ("POST", "/v1/responses/compact", Dialect.OPENAI, "openai-responses-compact", ()),
        ("DELETE", "/v1/conversations/c-1/items/m_1", Dialect.OPENAI, "openai-conversation-item-delete",
         ("c-1", "m_1")),
        ("GET", "/openai/v1/conversations/c", Dialect.AZURE, "openai-conversation-get", ("c",)),
        ("GET", "/openai/responses/resp_1/input_items", Dialect.AZURE, "openai-response-input-items",
         ("resp_1",)),
    ],
)  # fmt: skip
def test_a_path_names_what_the_provider_keeps(method, path, dialect, name, ids):
    route = find(method, path, dialect)
    assert (route.name, route.ids) == (name, ids)
    assert route.needs_vault is (name != "openai-responses-compact")


@pytest.mark.parametrize("name", ["..", ".", "../x", "%2e%2e", "-a", ""])
def test_a_deployment_is_no_way_to_another_path(name):
    for path in (f"/openai/deployments/{name}/chat/completions", f"/deployments/{name}/chat/completions"):
        assert find("POST", path, Dialect.AZURE) is None
    assert find("POST", f"/v1beta/models/{name}:generateContent", Dialect.GEMINI) is None


def test_models_are_listed_in_one_page_where_they_come_in_pages():
    for path, dialect in (("/v1/models", Dialect.ANTHROPIC), ("/v1/models", Dialect.COHERE)):
        assert [value for _name, value in find("GET", path, dialect).query] == ["1000"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_each_path_tells_the_methods_that_it_takes(route):
    path = route.path.format(model="echo-3", id="resp_1", item="msg_1")
    assert route.method in methods(path, route.dialect)
    assert all(find(method, path, route.dialect) for method in methods(path, route.dialect))
    assert methods(f"{path}/x/y", route.dialect) == ()
