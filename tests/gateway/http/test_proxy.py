import asyncio
import json
import shutil
from contextlib import asynccontextmanager

import httpx
import pytest
import pytest_asyncio
from structlog.testing import CapturingLogger

from audit.errors import AuditUnavailable
from audit.index import IndexKey
from audit.keys import KeyStore
from audit.ledger import Ledger
from audit.reader import Reader
from detectors.analyser import Analyser
from gateway.http import proxy as module
from gateway.http.auth import Authenticator
from gateway.http.prepare import Preparer
from gateway.http.proxy import Proxy
from gateway.privacy.pseudonyms import LOOKALIKE
from gateway.state import SealedMemory
from gateway.telemetry import Metrics
from gateway.upstream import Upstream

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = b"k" * 32
TEXT = "Le dossier 4417, s'il vous plaît."
PATHS = ["/v1/chat/completions", "/v1/messages"]


class House:
    """A gateway in this process: everything is real but the engine, which takes digits for file numbers."""

    def __init__(self, settings, database, analyser):
        self.database, self.metrics = database, Metrics()
        self.ledger, self.upstream = Ledger(database), Upstream(settings.providers)
        self.store, memory = KeyStore(database), SealedMemory(KEY)
        self.key, token = self.store.create("Zoé", team="com")
        self.proxy = Proxy(
            settings=settings,
            keys=Authenticator(self.store.find),
            preparer=Preparer(analyser, memory, KEY, self.metrics),
            ledger=self.ledger,
            upstream=self.upstream,
            memory=memory,
            metrics=self.metrics,
            index=IndexKey(b"i" * 32),
        )
        self.credentials = {"authorization": f"Bearer {token}"}

    async def ask(self, path="/v1/chat/completions", said=TEXT, *, headers=None, method="POST", **members):
        body = {"model": "echo-3", "messages": [{"role": "user", "content": said}], **members}
        transport = httpx.ASGITransport(self.proxy)
        async with httpx.AsyncClient(transport=transport, base_url="http://paravent") as client:
            given = {"json": body} if method == "POST" else {}
            return await client.request(
                method, path, headers={**self.credentials, **(headers or {})}, **given
            )

    def latest(self):
        """Return the latest call on record."""
        reader = Reader(self.database)
        try:
            return reader.calls(limit=1).calls[0]
        finally:
            reader.close()

    async def ended(self):
        """Return the latest call on record once it has ended: that is recorded behind the answer."""
        for _ in range(200):
            if (call := self.latest()).refusal or call.arrival:
                return call
            await asyncio.sleep(0.01)
        raise AssertionError("the call's ending is not on record")

    def counted(self, name, **labels):
        return self.metrics.registry.get_sample_value(name, labels) or 0

    async def close(self):
        await self.proxy.close()
        await self.ledger.close()
        await self.upstream.close()
        self.store.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def analyser():
    running = Analyser(None, cache_key=KEY, cache_entries=9, deadline=1.0, factory="stand_in_engines:Digits")
    await running.start()
    yield running
    await running.close()


@pytest.fixture(scope="module")
def start(settings_reaching, provider, empty_database, tmp_path_factory, analyser):
    """Start a house in front of the provider, with a database of its own."""

    @asynccontextmanager
    async def start():
        shutil.copy(empty_database, file := tmp_path_factory.mktemp("house") / "paravent.db")
        running = House(settings_reaching(provider.url), f"sqlite:///{file}", analyser)
        await running.ledger.start()
        try:
            yield running
        finally:
            await running.close()

    return start


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(start):
    async with start() as running:
        yield running


@pytest.fixture(autouse=True)
def recording(provider):
    return provider.fresh()


def text_of(answer):
    """Return the text of an answer of either API."""
    told = answer.json()
    return told["choices"][0]["message"]["content"] if "choices" in told else told["content"][0]["text"]


@pytest.mark.parametrize("path", PATHS)
async def test_a_call_is_hidden_recorded_sent_and_restored(house, recording, path):
    answer = await house.ask(path, headers={"x-paravent-project": "Budget"})
    assert answer.status_code == 200
    assert text_of(answer) == TEXT
    assert answer.headers["x-paravent-hidden"] == "ID_NUMBER=1"
    left = recording.everything()
    assert "4417" not in left
    assert house.credentials["authorization"] not in left
    assert "Budget" not in left
    call = await house.ended()
    assert call.departure.request_id == answer.headers["x-paravent-request-id"] == call.arrival.request_id
    assert call.departure.sequence < call.arrival.sequence
    assert call.opening.labels == {"ID_NUMBER": 1}
    assert call.opening.values["project"] == "Budget"
    assert call.ending == "delivered"


async def test_a_stream_comes_back_whole(house):
    answer = await house.ask(stream=True)
    lines = [line[6:] for line in answer.text.splitlines() if line.startswith("data: {")]
    assert "".join(json.loads(line)["choices"][0]["delta"].get("content", "") for line in lines) == TEXT
    assert answer.headers["content-type"].startswith("text/event-stream")
    call = await house.ended()
    assert (call.opening.values["stream"], call.ending) == (True, "delivered")


async def test_a_list_of_models_shows_those_that_are_allowed(house):
    answer = await house.ask("/v1/models", method="GET")
    assert [model["id"] for model in answer.json()["data"]] == ["echo-1", "echo-3"]
    assert (await house.ended()).opening.values["operation"] == "openai-models"


async def test_what_the_call_says_is_counted(house):
    before = house.counted("paravent_hidden_total", label="ID_NUMBER")
    calls = house.counted("paravent_calls_total", operation="openai-chat", outcome="delivered")
    await house.ask()
    assert house.counted("paravent_hidden_total", label="ID_NUMBER") == before + 1
    assert house.counted("paravent_calls_total", operation="openai-chat", outcome="delivered") == calls + 1
    assert house.counted("paravent_calls_open") == 0
    assert house.counted("paravent_ahead_seconds_count") >= 1


REFUSED = {
    "no key": ({"headers": {"authorization": ""}}, 401, "invalid_api_key"),
    "unknown path": ({"path": "/v1/audio/speech"}, 404, "unknown_path"),
    "model": ({"model": "secret-model"}, 403, "model_not_allowed"),
    "image": ({"said": [{"type": "image_url", "image_url": {"url": "data:x"}}]}, 400, "attachment_refused"),
    "body": ({"headers": {"content-type": "text/plain"}}, 415, "unsupported_encoding"),
    "detector": ({"said": "raise"}, 503, "detector_unavailable"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_a_refusal_is_told_recorded_counted_and_nothing_leaves(house, recording, case):
    asked, status, code = REFUSED[case]
    before = house.counted("paravent_refusals_total", code=code)
    answer = await house.ask(**asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"].endswith("Questions\u00a0: Marie Roy, vie.privee@exemple.qc.ca.")
    call = house.latest()  # on record before it is told
    assert call.refusal.request_id == answer.headers["x-paravent-request-id"]
    assert call.refusal.values["code"] == code
    assert house.counted("paravent_refusals_total", code=code) == before + 1
    assert recording.arrived == []


async def test_a_refusal_is_told_in_the_caller_s_dialect(house):
    assert (await house.ask("/v1/messages", model="secret-model")).json()["type"] == "error"
    assert set((await house.ask(model="secret-model")).json()) == {"error"}


async def test_a_failure_of_ours_says_nothing_of_the_text(house, recording, monkeypatch):
    log = CapturingLogger()
    monkeypatch.setattr(module, "_log", log)

    async def broken(*_):
        raise KeyError(TEXT)

    monkeypatch.setattr(house.proxy._preparer, "prepare", broken)
    answer = await house.ask()
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "internal_error")
    assert [call.kwargs["error"] for call in log.calls] == ["KeyError"]
    assert "4417" not in answer.text + repr(log.calls)
    assert house.latest().refusal.values["code"] == "internal_error"
    assert recording.arrived == []


async def test_what_cannot_be_recorded_does_not_leave(start, recording):
    async with start() as house:

        async def append(_record, **_how):
            raise AuditUnavailable("gone")

        house.ledger.append, append_again = append, house.ledger.append
        answer = await house.ask()
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "audit_unavailable")
        assert "gone" not in answer.text
        assert house.counted("paravent_unavailable_total", code="audit_unavailable", cause="gone") == 1
        assert recording.arrived == []
        assert house.counted("paravent_hidden_total", label="ID_NUMBER") == 0
        # What was turned down meanwhile is put on record as soon as that can be done.
        house.ledger.append = append_again
        await house.proxy.close()
        assert house.latest().refusal.values["code"] == "audit_unavailable"


async def test_a_provider_that_is_not_there_is_told_and_recorded(house):
    answer = await house.ask("/absent/chat/completions", model="x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_unreachable")
    assert (await house.ended()).ending == "unreachable"


async def test_a_provider_that_breaks_off_a_whole_answer_is_told_of(house, recording):
    def script(it):
        it.head(content_length="100", content_type="application/json")
        it.write(b"{")
        it.hang_up()

    recording.script = script
    answer = await house.ask()
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_interrupted")
    assert (await house.ended()).ending == "interrupted"


@pytest.mark.parametrize("stream", [False, True])
async def test_an_answer_that_cannot_be_handled_is_broken_off_without_a_word(house, monkeypatch, stream):
    log = CapturingLogger()
    monkeypatch.setattr(module, "_log", log)

    async def broken(delivery, _reply, *_):
        if stream:
            await delivery._start(_reply)
        raise KeyError(TEXT)

    monkeypatch.setattr(module.Delivery, "stream" if stream else "whole", broken)
    if stream:
        with pytest.raises(RuntimeError) as caught:
            await house.ask(stream=True)
        assert (str(caught.value), caught.value.__suppress_context__) == ("", True)
    else:
        answer = await house.ask()
        assert (answer.status_code, answer.json()["error"]["code"]) == (502, "provider_unreadable")
    assert [call.kwargs["error"] for call in log.calls] == ["KeyError"]
    assert "4417" not in repr(log.calls)
    assert (await house.ended()).ending == "interrupted"
    assert house.counted("paravent_calls_open") == 0


class Caller:
    """A caller that hangs up when told to, and what it was sent."""

    def __init__(self, house, said=TEXT, **members):
        body = {"model": "echo-3", "messages": [{"role": "user", "content": said}], **members}
        self._house, self._body, self.sent = house, json.dumps(body).encode(), []
        self._given, self.leaves = False, asyncio.Event()

    async def receive(self):
        if not self._given:
            self._given = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    async def call(self):
        headers = [(name.encode(), value.encode()) for name, value in self._house.credentials.items()]
        scope = {"type": "http", "method": "POST", "path": PATHS[0], "headers": headers, "query_string": b""}
        await self._house.proxy(scope, self.receive, self.send)


async def test_a_caller_who_hangs_up_before_it_left_leaves_nothing(house, recording):
    before = await house.ask()
    recording.arrived.clear()
    caller = Caller(house, "sleep 0.3 ")
    calling = asyncio.ensure_future(caller.call())
    await asyncio.sleep(0.05)
    caller.leaves.set()
    await asyncio.wait_for(calling, 0.2)
    assert (caller.sent, recording.arrived) == ([], [])
    assert (await house.ended()).opening.request_id == before.headers["x-paravent-request-id"]


async def test_a_caller_who_hangs_up_during_the_answer_ends_it_and_that_is_on_record(house, recording):
    def script(it):
        code = LOOKALIKE.search(it.said)[0]
        it.stream(b'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n' % code.encode())
        it.wait_for_hang_up()

    recording.script = script
    caller = Caller(house, stream=True)
    calling = asyncio.ensure_future(caller.call())
    while len(caller.sent) < 2:  # noqa: ASYNC110 - what is sent is a list
        await asyncio.sleep(0.01)
    assert house.counted("paravent_calls_open") == 1
    caller.leaves.set()
    await calling
    assert b"4417" in caller.sent[1]["body"]
    assert not any(message.get("more_body") is False for message in caller.sent)
    call = await house.ended()
    assert call.ending == "cancelled"
    assert call.arrival.values["restored"] == 1


async def test_a_caller_who_hangs_up_with_the_whole_answer_has_had_it(house, monkeypatch):
    caller, real = Caller(house), module.Delivery.whole

    async def lingering(*given):
        await real(*given)
        caller.leaves.set()
        await asyncio.sleep(5)

    monkeypatch.setattr(module.Delivery, "whole", lingering)
    await asyncio.wait_for(caller.call(), 2)
    assert caller.sent[-1]["more_body"] is False
    assert (await house.ended()).ending == "delivered"


async def test_closing_waits_for_the_record_of_how_each_call_ended(start):
    async with start() as house:
        await house.ask()
        await house.proxy.close()
        assert house.latest().arrival
