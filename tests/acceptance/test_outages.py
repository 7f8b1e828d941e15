"""Each part that the promises rest on, taken away: refused in the caller's dialect, nothing sent, and back by itself."""

import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from audit.records import Kind
from audit.verify import verify
from tests.acceptance.conftest import PERSON, TEXT, WORD, Gateway, start, stop, wait_for
from tests.acceptance.provider import Exchange
from tests.acceptance.slow import LONG
from tests.acceptance.test_streams import chunk, spoken

PATHS = ("/v1/chat/completions", "/v1/messages")
AUDIT_DOWN = {"audit_unavailable", "keys_unavailable"}


def refused(
    gateway: Gateway, path: str, codes: set[str], text: str = TEXT, seconds: float = 6.0
) -> httpx.Response:
    """Check that a call is refused, in the path's dialect, in time, and without an echo."""
    started = time.monotonic()
    answer = gateway.post(text, path=path, max_tokens=9)
    assert time.monotonic() - started < seconds
    error = answer.json()["error"]
    assert (answer.status_code, error["code"] in codes) == (503, True), answer.text
    assert error["type"] == ("overloaded_error" if path == "/v1/messages" else "server_error")
    assert ("type" in answer.json()) == (path == "/v1/messages")
    assert not {PERSON, WORD} & set(answer.text.split())
    return answer


def database(gateway: Gateway) -> Path:
    return Path(gateway.database.removeprefix("sqlite:///"))


@contextmanager
def locked(gateway: Gateway) -> Iterator[None]:
    connection = sqlite3.connect(database(gateway), isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextmanager
def removed(gateway: Gateway) -> Iterator[None]:
    aside = gateway.folder / "aside"
    aside.mkdir()
    files = [path for path in gateway.folder.iterdir() if path.name.startswith("paravent.db")]
    for path in files:
        path.rename(aside / path.name)
    try:
        yield
    finally:
        for path in files:
            path.unlink(missing_ok=True)
            (aside / path.name).rename(path)
        aside.rmdir()


@contextmanager
def replaced(gateway: Gateway) -> Iterator[None]:
    """Another database is in its place: nobody may be told that a call is on record there."""
    with removed(gateway):
        connection = sqlite3.connect(database(gateway))
        connection.execute("CREATE TABLE events (x)")
        connection.commit()
        connection.close()
        yield


@contextmanager
def full(gateway: Gateway) -> Iterator[None]:
    """No file of the gateway may grow, as on a full disk."""
    _, hard = resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(gateway.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


@pytest.mark.parametrize("outage", [locked, removed, replaced, full], ids=lambda outage: outage.__name__)
def test_without_its_database_nothing_leaves(fragile, outage) -> None:
    recording = fragile.fresh()
    under_way = threading.Event()

    def script(it: Exchange) -> None:
        it.stream(chunk("un"))
        under_way.wait(30)
        it.chunk(chunk("deux"))
        it.chunk(b"")

    recording.script = script
    before = {kind: len(fragile.events(kind)) for kind in (Kind.DEPARTURE, Kind.REFUSAL, Kind.ARRIVAL)}
    got: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: got.append(fragile.post(stream=True)))
    asking.start()
    wait_for(lambda: recording.requests)
    with outage(fragile):
        for path in PATHS:
            refused(fragile, path, AUDIT_DOWN)
        assert not fragile.is_ready()
        # What had left comes back all the same.
        under_way.set()
        asking.join(10)
        assert spoken(got[0]) == "undeux"
        assert len(recording.arrived) == 1
    wait_for(fragile.is_ready)
    recording = fragile.fresh()
    wait_for(lambda: fragile.post().status_code == 200)
    assert len(recording.requests) == 1
    # And what could not be recorded then is now.
    wait_for(lambda: len(fragile.events(Kind.ARRIVAL)) == before[Kind.ARRIVAL] + 2)
    wait_for(lambda: len(fragile.events(Kind.REFUSAL)) >= before[Kind.REFUSAL] + len(PATHS))
    assert len(fragile.events(Kind.DEPARTURE)) == before[Kind.DEPARTURE] + 2
    assert fragile.metric("paravent_unrecorded_total") == 0
    assert verify(fragile.database).intact


def worker(gateway: Gateway) -> int:
    wait_for(gateway.is_ready, 30)
    wait_for(lambda: len(gateway.workers()) == 1)
    return gateway.workers().pop()


def recovered(gateway: Gateway, old: int) -> None:
    wait_for(lambda: gateway.post().status_code == 200, 30)
    assert worker(gateway) != old
    assert len(gateway.provider.recording.requests) == 1


def test_a_worker_that_is_killed_takes_its_call_with_it(fragile) -> None:
    recording = fragile.fresh()
    old = worker(fragile)
    answers: list[httpx.Response] = []
    asking = threading.Thread(
        target=lambda: answers.append(refused(fragile, PATHS[0], {"detector_unavailable"}, f"{TEXT} {LONG}"))
    )
    asking.start()
    wait_for(fragile.is_searching)
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: not fragile.is_ready())
    asking.join()
    assert answers
    assert answers[0].headers["retry-after"] == "2"
    assert not recording.arrived
    recovered(fragile, old)


def test_a_worker_that_is_stopped_is_given_up_and_replaced(fragile) -> None:
    recording = fragile.fresh()
    old = worker(fragile)
    os.kill(old, signal.SIGSTOP)
    refused(fragile, PATHS[0], {"detection_timeout"}, f"Une phrase neuve de {PERSON}, jamais vue.")
    assert not recording.arrived
    recovered(fragile, old)


def test_a_text_that_takes_too_long_is_refused(fragile) -> None:
    recording = fragile.fresh()
    old = worker(fragile)
    answer = refused(fragile, PATHS[1], {"detection_timeout"}, f"{TEXT} {LONG}")
    assert answer.headers["x-should-retry"] == "false"
    assert not recording.arrived
    (call,) = fragile.calls()
    assert call.refusal.values["code"] == "detection_timeout"
    assert call.refusal.values["characters_seen"] > call.refusal.values.get("characters_analysed", 0)
    recovered(fragile, old)


def test_a_stop_lets_calls_end(tmp_path, provider) -> None:
    gateway = start(tmp_path, provider)
    recording = gateway.fresh()
    stopping = threading.Event()

    def script(it: Exchange) -> None:
        it.stream(chunk("un"))
        stopping.wait(30)
        it.chunk(chunk("deux"))
        it.chunk(b"")

    recording.script = script
    got: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: got.append(gateway.post(stream=True)))
    asking.start()
    wait_for(lambda: recording.requests)
    gateway.process.send_signal(signal.SIGTERM)
    wait_for(lambda: not accepts(gateway))
    stopping.set()
    asking.join()
    assert spoken(got[0]) == "undeux"
    gateway.process.wait(20)
    (call,) = gateway.calls()
    assert call.ending == "delivered"
    assert verify(gateway.database).intact
    stop(gateway)


def accepts(gateway: Gateway) -> bool:
    try:
        return httpx.get(f"{gateway.url}/livez").status_code == 200
    except httpx.TransportError:
        return False
