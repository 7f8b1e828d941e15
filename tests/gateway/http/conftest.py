"""Settings, requests and what is known of them, as the gateway's own parts make them."""

import pytest
from starlette.requests import Request

from audit.records import Who
from config.settings import Settings
from gateway.http.exchange import Exchange

WHO = Who("k1", "Zoé", "com", "staff")
DOCUMENT = {
    "organization": {"name": "Institut"},
    "secret": "A" * 64,
    "server": {"language": "en", "body_limit": 2048},
    "providers": {
        "open": {
            "dialect": "openai",
            "base_url": "http://127.0.0.1:1/v1",
            "models": ["echo-*"],
            "location": "US",
            "transfer_assessment": {"reference": "EFVP-1", "approved": "2026-03-01"},
        },
        "claude": {"dialect": "anthropic", "base_url": "http://127.0.0.1:1", "location": "local"},
    },
    "policies": {"default": {"models": ["echo-*", "claude-*"]}, "press": {"teams": ["com"], "scope": "team"}},
}


@pytest.fixture
def who():
    return WHO


@pytest.fixture
def make_settings():
    """Make settings; what is given replaces a section."""

    def make(**sections):
        return Settings.model_validate({**DOCUMENT, **sections})

    return make


@pytest.fixture
def settings(make_settings):
    return make_settings()


@pytest.fixture
def make_request():
    """Make a request whose body comes in the given chunks."""

    def make(path="/v1/chat/completions", method="POST", *chunks, query="", **headers):
        messages = iter([{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks])

        async def receive():
            return next(messages, {"type": "http.request", "body": b"", "more_body": False})

        raw = [
            (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in headers.items()
        ]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": raw,
            "query_string": query.encode(),
        }
        return Request(scope, receive)

    return make


@pytest.fixture
def exchange():
    return Exchange("r-1")


@pytest.fixture(scope="session")
def settings_reaching():
    """Make settings in front of a provider that runs, with someone to ask."""

    def make(url):
        reached = {
            "open": {"dialect": "openai", "base_url": f"{url}/v1", "models": ["echo-*"], "location": "local"},
            "claude": {"dialect": "anthropic", "base_url": url, "models": ["echo-*"], "location": "local"},
            "absent": {"dialect": "openai", "base_url": "http://127.0.0.1:1/v1", "location": "local"},
        }
        officer = {"name": "Marie Roy", "email": "vie.privee@exemple.qc.ca"}
        organization = {"name": "Institut", "officer": officer}
        return Settings.model_validate(
            {"organization": organization, "secret": DOCUMENT["secret"], "providers": reached}
        )

    return make
