import gzip
import json

import pytest

from audit.records import Who
from config.provider import Dialect
from gateway.errors import (
    Forbidden,
    TooLarge,
    Unauthenticated,
    Unknown,
    Unreadable,
    UnsupportedEncoding,
    WrongMethod,
)
from gateway.http.admit import admit
from gateway.http.exchange import Exchange

CHAT = json.dumps({"model": "echo-3", "messages": [{"role": "user", "content": "Allô"}]}).encode()


class Keys:
    """Knows one caller by any key, and nobody without one."""

    def __init__(self, team="com"):
        self.who = Who("k1", "Zoé", team, "staff")

    async def caller(self, headers, query):
        if "authorization" not in headers:
            raise Unauthenticated
        return self.who


@pytest.fixture
def ask(settings, make_request):
    """Admit a request; return the exchange and the body, or raise with the exchange at hand."""

    async def ask(
        path="/v1/chat/completions", content=CHAT, method="POST", *, team="com", given=None, **headers
    ):
        exchange = given or Exchange("r-1")
        request = make_request(path, method, content, **{"authorization": "Bearer pv_x", **headers})
        return exchange, await admit(request, exchange, settings, Keys(team))

    return ask


async def test_an_admitted_request_is_known_in_full(ask, settings):
    exchange, body = await ask(x_paravent_project="Budget participatif", x_paravent_purpose="Résumé (2026)")
    assert body == json.loads(CHAT)
    assert (exchange.who.name, exchange.model, exchange.stream) == ("Zoé", "echo-3", False)
    assert (exchange.provider_name, exchange.provider) == ("open", settings.providers["open"])
    assert (exchange.policy_name, exchange.policy) == ("press", settings.policies["press"])
    assert exchange.route.name == "openai-chat"
    assert exchange.bytes_received == len(CHAT)
    assert (exchange.project, exchange.purpose) == ("Budget participatif", "Résumé (2026)")


@pytest.mark.parametrize(
    ("path", "headers", "provider", "dialect"),
    [
        ("/v1/chat/completions", {}, "open", Dialect.OPENAI),
        ("/open/chat/completions", {}, "open", Dialect.OPENAI),
        ("/open/v1/chat/completions", {}, "open", Dialect.OPENAI),
        ("/v1/messages", {}, "claude", Dialect.ANTHROPIC),
        ("/claude/v1/messages", {}, "claude", Dialect.ANTHROPIC),
        ("/claude/messages", {}, "claude", Dialect.ANTHROPIC),
        ("/v1/messages/count_tokens", {}, "claude", Dialect.ANTHROPIC),
    ],
)
async def test_a_path_means_a_provider(ask, path, headers, provider, dialect):
    exchange, _ = await ask(path, **headers)
    assert (exchange.provider_name, exchange.dialect) == (provider, dialect)


@pytest.mark.parametrize(
    ("headers", "provider"), [({}, "open"), ({"anthropic_version": "2023-06-01"}, "claude")]
)
async def test_a_list_of_models_has_no_body_and_is_told_apart_by_its_headers(ask, headers, provider):
    exchange, body = await ask("/v1/models", b"not read", "GET", **headers)
    assert (exchange.provider_name, body, exchange.bytes_received) == (provider, None, 0)


@pytest.mark.parametrize("headers", [{}, {"anthropic_version": "2023-06-01"}])
async def test_one_model_is_told_of_to_whom_may_call_it(ask, headers):
    model = "claude-5" if headers else "echo-3"
    exchange, body = await ask(f"/v1/models/{model}", b"", "GET", **headers)
    assert (exchange.model, body, exchange.route.path[-9:]) == (model, None, f"/v1/models/{model}"[-9:])
    with pytest.raises(Forbidden):
        await ask("/v1/models/secret-model", b"", "GET", **headers)


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/v1/audio/speech", "POST"),
        ("/v1/images/generations", "POST"),
        ("/open/unknown", "POST"),
        ("/open/", "GET"),
        ("/open", "GET"),
        ("/claude/v1/complete", "POST"),
        ("/claude/chat/completions", "POST"),
        ("/elsewhere/v1/chat/completions", "POST"),
        ("/OPEN/chat/completions", "POST"),
        ("/open//chat/completions", "POST"),
        ("/v1/models/echo-3/x", "GET"),
        ("/", "POST"),
    ],
)
async def test_what_is_not_listed_is_not_served(ask, path, method):
    exchange = Exchange("r-1")
    with pytest.raises(Unknown) as caught:
        await ask(path, method=method, given=exchange)
    assert caught.value.code == "unknown_path"
    assert exchange.bytes_received == 0


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/v1/files", "GET"),
        ("/open/files/f-1/content", "GET"),
        ("/v1/chat/completions/chatcmpl-1", "POST"),
    ],
)
async def test_what_the_provider_keeps_is_not_served_and_that_is_told(ask, path, method):
    with pytest.raises(Unknown) as caught:
        await ask(path, method=method)
    assert caught.value.code == "stored_refused"


@pytest.mark.parametrize(
    ("path", "method", "taken"),
    [
        ("/v1/chat/completions", "GET", "POST"),
        ("/v1/chat/completions/", "PUT", "POST"),
        ("/open/chat/completions", "DELETE", "POST"),
        ("/v1/responses", "GET", "POST"),
        ("/v1/responses/resp_1", "PATCH", "DELETE, GET"),
        ("/v1/models", "POST", "GET"),
        ("/v1/messages", "GET", "POST"),
        ("/claude/messages/count_tokens", "GET", "POST"),
    ],
)
async def test_a_path_with_another_method_tells_those_that_it_takes(ask, path, method, taken):
    with pytest.raises(WrongMethod) as caught:
        await ask(path, method=method)
    assert caught.value.facts["methods"] == taken


async def test_an_unknown_path_is_refused_in_the_dialect_it_seems_to_speak(ask):
    for path, dialect in (
        ("/v1/messages/batches", Dialect.ANTHROPIC),
        ("/claude/x", Dialect.ANTHROPIC),
        ("/x", Dialect.OPENAI),
    ):
        exchange = Exchange("r-1")
        with pytest.raises(Unknown):
            await ask(path, given=exchange)
        assert exchange.dialect is dialect


async def test_a_dialect_that_no_provider_speaks_is_told(make_settings, make_request, settings):
    alone = make_settings(providers={"claude": settings.providers["claude"].model_dump(mode="json")})
    with pytest.raises(Unknown) as caught:
        await admit(make_request(authorization="Bearer pv_x"), Exchange("r-1"), alone, Keys())
    assert caught.value.code == "unknown_provider"


@pytest.mark.parametrize("path", ["/open/unknown", "/v1/audio/speech", "/v1/chat/completions"])
async def test_a_stranger_is_told_no_more_than_that(settings, make_request, path):
    exchange = Exchange("r-1")
    with pytest.raises(Unauthenticated):
        await admit(make_request(path, "POST", b"no json"), exchange, settings, Keys())
    assert (exchange.who, exchange.policy, exchange.bytes_received) == (None, None, 0)


@pytest.mark.parametrize("model", [None, "", 3, ["echo-3"], "echo 3", "é", "echo-3\n", "e" * 129, {"a": 1}])
async def test_a_request_names_a_model(ask, model):
    with pytest.raises(Unreadable) as caught:
        await ask(content=json.dumps({"model": model}).encode())
    assert caught.value.path == "model"


@pytest.mark.parametrize(
    ("path", "team", "model", "allowed"),
    [
        ("/v1/chat/completions", "com", "echo-9", True),
        ("/v1/chat/completions", "com", "claude-9", False),
        ("/v1/messages", None, "claude-9", True),
        ("/v1/messages", None, "gpt-9", False),
    ],
)
async def test_a_model_is_allowed_by_the_provider_and_by_the_policy(ask, path, team, model, allowed):
    content = json.dumps({"model": model, "stream": True}).encode()
    if allowed:
        exchange, _ = await ask(path, content, team=team)
        assert (exchange.model, exchange.stream) == (model, True)
        return
    exchange = Exchange("r-1")
    with pytest.raises(Forbidden) as caught:
        await ask(path, content, team=team, given=exchange)
    assert (caught.value.code, caught.value.path, exchange.model) == ("model_not_allowed", "model", None)


async def test_a_stream_is_one_only_when_it_says_so_exactly(ask):
    for said in (1, "true", None, False, []):
        exchange, _ = await ask(content=json.dumps({"model": "echo-3", "stream": said}).encode())
        assert exchange.stream is False


async def test_a_body_is_read_within_the_configured_limit(ask):
    with pytest.raises(TooLarge) as caught:
        await ask(content=b"x" * 2049)
    assert caught.value.facts["limit"] == 2048
    with pytest.raises(UnsupportedEncoding):
        await ask(content_encoding="br")
    with pytest.raises(TooLarge):
        await ask(content=gzip.compress(b" " * 2049), content_encoding="gzip")
    with pytest.raises(Unreadable):
        await ask(content=b"[1]")


@pytest.mark.parametrize("text", ["Zoé's <b>", "a" * 81, "", "x@y.ca", "a\tb", "⚖"])
async def test_what_a_caller_says_of_the_call_is_short_and_plain(ask, text):
    for name in ("x_paravent_project", "x_paravent_purpose"):
        exchange = Exchange("r-1")
        with pytest.raises(Unreadable) as caught:
            await ask(given=exchange, **{name: text})
        assert caught.value.facts["name"] == name.replace("_", "-")
        assert (exchange.project, exchange.purpose) == (None, None)
        assert text not in set(caught.value.facts.values()) - {""}


async def test_a_header_in_latin_1_is_read_as_well(ask):
    exchange, _ = await ask(x_paravent_project=b"R\xe9sum\xe9")
    assert exchange.project == "Résumé"


async def test_an_accent_typed_as_a_character_of_its_own_is_composed(ask):
    exchange, _ = await ask(
        x_paravent_project="Re\N{COMBINING ACUTE ACCENT}sume\N{COMBINING ACUTE ACCENT}".encode()
    )
    assert exchange.project == "Résumé"


AZURE = {"dialect": "azure", "base_url": "http://127.0.0.1:1", "location": "local"}
OPEN = AZURE | {"dialect": "openai", "base_url": "http://127.0.0.1:1/v1"}
DEPLOYED = "/openai/deployments/echo-3/chat/completions"


@pytest.mark.parametrize(
    ("providers", "asked", "expected"),
    [
        ({"openai": OPEN, "az": AZURE}, DEPLOYED, ("az", DEPLOYED)),
        ({"openai": OPEN, "az": AZURE}, f"/az{DEPLOYED}", ("az", DEPLOYED)),
        ({"openai": OPEN, "az": AZURE}, "/openai/v1/chat/completions", ("openai", "/chat/completions")),
        ({"openai": OPEN, "az": AZURE}, "/openai/responses?api-version=1", ("az", "/openai/responses")),
        ({"openai": OPEN, "az": AZURE}, "/openai/responses", ("openai", "/responses")),
        ({"openai": AZURE}, DEPLOYED, ("openai", DEPLOYED)),
        ({"az": AZURE}, "/openai/v1/chat/completions", ("az", "/openai/v1/chat/completions")),
    ],
)
async def test_azure_s_own_paths_are_told_from_a_provider_called_openai(
    make_settings, make_request, providers, asked, expected
):
    exchange = Exchange("r-1")
    path, _, query = asked.partition("?")
    body = json.dumps({"model": "echo-3", "input": "Allô"}).encode()
    request = make_request(path, "POST", body, query=query, authorization="Bearer pv_x")
    await admit(request, exchange, make_settings(providers=providers), Keys())
    assert (exchange.provider_name, exchange.route.path) == expected
    assert exchange.model == "echo-3"


async def test_the_deployment_counts_and_not_what_the_body_calls_it(make_settings, make_request):
    settings = make_settings(providers={"az": AZURE})
    exchange = Exchange("r-1")
    request = make_request(DEPLOYED, "POST", CHAT.replace(b"echo-3", b"gpt-5"), authorization="Bearer pv_x")
    await admit(request, exchange, settings, Keys())
    assert exchange.model == "echo-3"
    other = make_request(DEPLOYED.replace("echo-3", "gpt-5"), "POST", CHAT, authorization="Bearer pv_x")
    with pytest.raises(Forbidden):
        await admit(other, Exchange("r-2"), settings, Keys())
