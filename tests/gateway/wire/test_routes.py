import pytest

from config.provider import Dialect
from gateway.wire.routes import ROUTES, Action, find, guess_dialect


@pytest.mark.parametrize(
    ("method", "path", "dialect", "name"),
    [
        ("POST", "/chat/completions", Dialect.OPENAI, "openai-chat"),
        ("POST", "/v1/chat/completions", Dialect.OPENAI, "openai-chat"),
        ("POST", "/v1/messages", Dialect.ANTHROPIC, "anthropic-messages"),
        ("POST", "/messages", Dialect.ANTHROPIC, "anthropic-messages"),
        ("POST", "/v1/messages/count_tokens", Dialect.ANTHROPIC, "anthropic-count-tokens"),
        ("GET", "/models", Dialect.OPENAI, "openai-models"),
        ("GET", "/v1/models", Dialect.ANTHROPIC, "anthropic-models"),
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
        ("/v2/x", {}, None),
        ("/", {}, None),
    ],
)
def test_a_bare_path_tells_its_api(path, headers, dialect):
    assert guess_dialect(path, headers) is dialect


def test_every_route_can_be_found():
    assert all(find(route.method, route.path, route.dialect) is route for route in ROUTES)
