"""A gateway in this process with its API: all is real but the engine, which takes digits for file numbers."""

import asyncio
import base64

import httpx
import pytest
import pytest_asyncio

from audit.database import migrate
from audit.keys import KeyStore
from audit.reader import Reader
from config.settings import Settings
from detectors.analyser import Analyser
from gateway import app as composition

ROLES = {
    "staff": ("com", "staff"),
    "colleague": ("com", "staff"),
    "reviewer": ("com", "reviewer"),
    "stranger": ("rh", "reviewer"),
    "officer": (None, "officer"),
    "admin": (None, "admin"),
}


class House:
    """A running gateway, and the people who ask it."""

    def __init__(self, app, settings):
        self.app = app
        self.url = settings.database.get_secret_value()
        store = KeyStore(self.url)
        made = {name: store.create(name, team, role) for name, (team, role) in ROLES.items()}
        store.close()
        self.tokens = {name: token for name, (_, token) in made.items()}

    async def ask(self, whose, method, path, body=None, **given):
        headers = {"accept-language": "en", **given.pop("headers", {})}
        if whose:
            headers["authorization"] = f"Bearer {self.tokens[whose]}"
        if body is not None:
            given["json"] = body
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://paravent") as client:
            return await client.request(method, path, headers=headers, **given)

    async def call(self, text="Bonjour.", whose="staff", **headers):
        """A call to the provider; the id of its request."""
        body = {"model": "echo-large", "messages": [{"role": "user", "content": text}]}
        named = {f"x-paravent-{name}": value for name, value in headers.items()}
        answer = await self.ask(whose, "POST", "/v1/chat/completions", body, headers=named)
        identity = answer.headers["x-paravent-request-id"]
        for _ in range(200):
            if answer.status_code != 200 or self.read(lambda reader: reader.call(identity).arrival):
                break
            await asyncio.sleep(0.01)
        return identity

    def read(self, question):
        reader = Reader(self.url)
        try:
            return question(reader)
        finally:
            reader.close()

    def told(self, action):
        """The events of an action, in order."""
        return self.read(lambda reader: reader.events(action=action))


@pytest.fixture(scope="module")
def policies():
    return {"default": {"approval": {"purposes": ["decision"]}}}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(provider, module_url, policies):
    """All of it on SQLite, then on PostgreSQL."""
    migrate(module_url)
    echo = {"dialect": "openai", "base_url": f"{provider.url}/v1", "api_key": "sk-1", "location": "local"}
    settings = Settings.model_validate(
        {
            "organization": {"name": "Institut"},
            "database": module_url,
            "providers": {"echo": echo},
            "policies": policies,
            "secret": base64.b64encode(b"a" * 32).decode(),
        }
    )
    real = composition.Analyser
    composition.Analyser = lambda _options, **means: Analyser(
        None, factory="stand_in_engines:Digits", **means
    )
    try:
        app = composition.create_app(settings)
    finally:
        composition.Analyser = real
    async with app.router.lifespan_context(app):
        yield House(app, settings)
