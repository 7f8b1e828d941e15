import base64
import json
import threading

import httpx
import pytest

from audit.errors import AuditUnavailable
from audit.keys import KeyStore
from audit.reader import Reader
from audit.witness import read_checkpoints
from config.audit import Audit, Checkpoints
from config.settings import Settings
from detectors.analyser import Analyser
from detectors.errors import DetectionUnavailable
from gateway import app as module
from gateway.app import create_app
from gateway.privacy.pseudonyms import LOOKALIKE
from gateway.witnessing import signer

TEXT = "Le dossier 4417."


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    """An engine that starts at once and takes digits for numbers of files."""

    def choose(name):
        def analyser(_options, **means):
            # The options of a real engine bring all of Presidio into the worker.
            return Analyser(None, factory=f"stand_in_engines:{name}", **means)

        monkeypatch.setattr(module, "Analyser", analyser)

    choose("Digits")
    return choose


@pytest.fixture
def make_settings(tmp_path, provider):
    def make(secret=b"a" * 32, database="paravent.db", **policy):
        echo = {"dialect": "openai", "base_url": f"{provider.url}/v1", "api_key": "sk-1", "location": "local"}
        return Settings.model_validate(
            {
                "organization": {"name": "Institut"},
                "database": f"sqlite:///{tmp_path}/{database}",
                "providers": {"echo": echo},
                "policies": {"default": policy},
                "secret": base64.b64encode(secret).decode(),
            }
        )

    return make


def client(app):
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://paravent")


async def said(settings, recording, text=TEXT):
    """Start a gateway, send a text through it; return the answer, and what left."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), client(app) as asking:
        store = KeyStore(settings.database.get_secret_value())
        _, token = store.create(f"Zoé {len(store.list())}")
        store.close()
        body = {"model": "echo-3", "messages": [{"role": "user", "content": text}]}
        answer = await asking.post(
            "/v1/chat/completions", json=body, headers={"authorization": f"Bearer {token}"}
        )
    return answer.json()["choices"][0]["message"]["content"], recording.bodies()[-1]["messages"][-1][
        "content"
    ]


async def test_its_parts_make_a_gateway_from_an_empty_folder(make_settings, provider):
    recording = provider.fresh()
    came, left = await said(make_settings(), recording)
    assert came == TEXT
    assert "4417" not in left
    assert LOOKALIKE.search(left)
    assert b"sk-1" in recording.requests[0]


async def test_replicas_with_one_secret_mint_alike_and_others_do_not(make_settings, provider):
    recording = provider.fresh()
    text = "Encore le dossier 4417."
    settings, other = (make_settings(secret, scope="organization") for secret in (b"a" * 32, b"b" * 32))
    lefts = [(await said(each, recording, text))[1] for each in (settings, settings, other)]
    assert lefts[0] == lefts[1] != lefts[2]


async def test_its_own_paths_answer_and_no_page_is_served(make_settings):
    app = create_app(make_settings())
    async with app.router.lifespan_context(app), client(app) as asking:
        ready = await asking.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"status": "ok", "detector": True, "audit": True})
        assert (await asking.get("/livez")).status_code == 200
        assert "paravent_calls_open 0.0" in (await asking.get("/metrics")).text
        for method in ("GET", "HEAD"):
            greeted = await asking.request(method, "/")
            assert (greeted.status_code, greeted.headers["content-type"][:10]) == (200, "text/plain")
        for path in ("/docs", "/redoc", "/openapi.json", "/static/x", "/LIVEZ"):
            assert json.loads((await asking.get(path)).text)["error"]["code"] == "unknown_path"
        # Every method goes the same way: nothing is answered by the framework in its own words.
        for method in ("PUT", "OPTIONS", "DELETE", "PATCH"):
            assert (await asking.request(method, "/v1/chat/completions")).status_code == 401


async def test_it_is_not_ready_before_it_has_started_nor_after(make_settings):
    app = create_app(make_settings())
    async with client(app) as asking:
        assert (await asking.get("/readyz")).status_code == 503
        async with app.router.lifespan_context(app):
            assert (await asking.get("/readyz")).status_code == 200
        assert (await asking.get("/readyz")).status_code == 503


async def test_a_detector_that_does_not_start_stops_what_had(make_settings, engine):
    engine("Broken")
    app = create_app(make_settings())
    with pytest.raises(DetectionUnavailable):
        async with app.router.lifespan_context(app):
            raise AssertionError("it started")
    assert not [thread for thread in threading.enumerate() if thread.name == "ledger"]


def test_a_database_that_cannot_be_used_is_told_at_once(make_settings):
    with pytest.raises(AuditUnavailable):
        create_app(make_settings(database="no/folder/x.db"))


def test_making_one_starts_nothing(make_settings):
    before = threading.active_count()
    create_app(make_settings())
    assert threading.active_count() == before


async def test_its_record_is_vouched_for_where_the_configuration_says(make_settings, provider, tmp_path):
    path = tmp_path / "points.jsonl"
    settings = make_settings().model_copy(update={"audit": Audit(checkpoints=Checkpoints(file=path))})
    await said(settings, provider.fresh())
    points, bad = read_checkpoints(path, [signer(settings).public_key])
    reader = Reader(settings.database.get_secret_value())
    last, digest = reader.head()
    reader.close()
    assert bad == 0
    # The last one is taken when the last call is on record.
    assert (points[-1].sequence, points[-1].digest) == (last, digest)
