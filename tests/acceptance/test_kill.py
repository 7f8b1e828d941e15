"""Killed at any moment, under load: whatever reached the provider is on record, and the record holds together.

Two gateways share one database, so that one is killed while the other writes. Each is loaded with calls of
every kind, then killed with its whole group or alone, and started again. Each call names a model of its own,
which both the provider and the audit keep.
"""

import os
import secrets
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx

from audit.records import Kind
from audit.verify import verify
from tests.acceptance.conftest import PERSON, TEXT, Gateway, restart, start, stop, wait_for
from tests.acceptance.provider import Recording

#: As many kills as there is time for: starting again is what takes long.
KILLS = int(os.environ.get("PARAVENT_TEST_KILLS", "24"))
SECONDS = float(os.environ.get("PARAVENT_TEST_KILLING_SECONDS", "30"))
CALLERS = 6
_number = count()


def test_no_call_leaves_without_its_row(tmp_path, provider) -> None:
    recording = provider.fresh()
    recording.pause = 0.002
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    database = f"sqlite:///{folders[0]}/paravent.db"
    gateways = [start(folder, provider, database=database, key=folder.name) for folder in folders]
    deadline = time.monotonic() + SECONDS
    with ThreadPoolExecutor(2) as rounds:
        answered = list(rounds.map(kill_again_and_again, gateways, [deadline] * 2))
    assert all(answered), "no call was ever answered: nothing was tried"
    last = gateways[0]
    assert last.post().status_code == 200
    check(last, recording)
    for gateway in gateways:
        stop(gateway)


def kill_again_and_again(gateway: Gateway, deadline: float) -> int:
    """Load, kill, start again; give how many calls were answered whole."""
    answered = 0
    for done in range(KILLS // 2):
        if done and time.monotonic() > deadline:
            break
        ended, begun = threading.Event(), threading.Event()
        with ThreadPoolExecutor(CALLERS) as callers, httpx.Client(verify=False, timeout=30) as client:
            calls = [callers.submit(call_until, ended, begun, gateway, client) for _ in range(CALLERS)]
            begun.wait(10)
            time.sleep(secrets.randbelow(600) / 1000)
            everyone = gateway.processes()
            if secrets.randbelow(2):
                os.killpg(gateway.process.pid, signal.SIGKILL)
            else:
                gateway.process.kill()
            ended.set()
            answered += sum(call.result() for call in calls)
        gateway.process.wait()
        wait_for(lambda: not gateway.processes())
        assert len(everyone) >= 2
        restart(gateway)
    return answered


def call_until(ended: threading.Event, begun: threading.Event, gateway: Gateway, client: httpx.Client) -> int:
    """Call, one after the other, streams and not, in both dialects; count those whose answer was right."""
    answered = 0
    while not ended.is_set():
        number = next(_number)
        stream = number % 2 == 0
        body = {
            "model": f"echo-{number}-3",
            "max_tokens": 9,
            "stream": stream,
            "messages": [{"role": "user", "content": f"{TEXT} {number}"}],
        }
        path = "/v1/messages" if number % 4 < 2 else "/v1/chat/completions"
        begun.set()
        try:
            answer = client.post(gateway.url + path, json=body, headers=gateway.credentials)
        except httpx.TransportError:
            continue
        assert answer.status_code == 200, answer.text
        assert stream or PERSON in answer.text
        answered += 1
    return answered


def check(gateway: Gateway, recording: Recording) -> None:
    departures = gateway.events(Kind.DEPARTURE)
    sent = Counter(event.values["model"] for event in departures)
    received = Counter(str(body["model"]) for body in recording.bodies())
    assert not received - sent, "it reached the provider and is not on record"
    # A request of which only the head came through has no model: its length tells.
    lengths = Counter(event.values["bytes_sent"] for event in departures)
    assert not Counter(length for _, length in recording.arrived) - lengths
    assert max(received.values()) == 1, "it was sent twice"
    arrivals = {event.request_id for event in gateway.events(Kind.ARRIVAL)}
    assert arrivals <= {event.request_id for event in departures}
    assert PERSON not in recording.everything()
    found = verify(gateway.database)
    assert found.intact, found.problems
