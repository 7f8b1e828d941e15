"""What the officer asks of a running gateway, what staff say of its answers, and what a collector gets of it."""

import json
import socket
import sqlite3
import threading
from contextlib import suppress

import httpx
import openai
import pytest

from audit.keys import KeyStore
from tests.acceptance.conftest import PERSON, TEXT, UNSPOKEN, restart, start, stop, wait_for


class Collector:
    """Takes syslog over TCP; can be away."""

    def __init__(self):
        self.received = bytearray()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._lines = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        try:
            while True:
                line, _ = self._listener.accept()
                self._lines.append(line)
                threading.Thread(target=self._read, args=(line,), daemon=True).start()
        except OSError:
            pass

    def _read(self, line):
        try:
            while piece := line.recv(65536):
                self.received += piece
        except OSError:
            pass
        line.close()

    def events(self):
        """What was sent, counted as RFC 6587 counts it."""
        rest, found = bytes(self.received), []
        while b" " in rest:
            size, _, after = rest.partition(b" ")
            if len(after) < int(size):
                break
            found.append(json.loads(after[: int(size)].partition(b" - ")[2]))
            rest = after[int(size) :]
        return found

    def numbers(self):
        return [event["metadata"]["sequence"] for event in self.events()]

    def close(self):
        """Go away, as often as it is asked to."""
        for line in (self._listener, *self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # else whoever reads from it keeps it open
            line.close()


@pytest.fixture(scope="module")
def collector():
    running = Collector()
    yield running
    running.close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory, provider, collector):
    extra = f"audit: {{siem: {{format: ocsf, syslog: {{host: 127.0.0.1, port: {collector.port}, protocol: tcp}}}}}}\n"
    running = start(tmp_path_factory.mktemp("officer"), provider, extra=extra)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def officer(gateway):
    store = KeyStore(gateway.database)
    token = store.create("Officière", role="officer")[1]
    store.close()

    def ask(method, path, body=None):
        headers = {"authorization": f"Bearer {token}"}
        return httpx.request(method, gateway.url + path, headers=headers, json=body, timeout=30)

    return ask


def call(gateway, text=TEXT):
    client = openai.OpenAI(api_key=gateway.token, base_url=f"{gateway.url}/v1")
    said = [{"role": "user", "content": text}]
    answer = client.chat.completions.with_raw_response.create(model="echo-3", messages=said)
    return answer.headers["x-paravent-request-id"]


def test_a_persons_calls_are_found_and_shown(gateway, officer):
    identity = call(gateway)
    found = officer("POST", "/api/audit/lookup", {"value": PERSON.upper(), "reason": "demande d'accès 12"})
    assert identity in {match["request_id"] for match in found.json()["matches"]}
    shown = officer("GET", f"/api/audit/calls/{identity}").json()
    assert shown["departure"]["labels"]["CA_SIN"] == 1
    assert not any(word in found.text + json.dumps(shown, ensure_ascii=False) for word in UNSPOKEN)


def test_staff_say_what_they_did_with_an_answer(gateway, officer):
    identity = call(gateway)
    body = {"request_id": identity, "verdict": "corrected"}
    said = httpx.post(f"{gateway.url}/api/validations", json=body, headers=gateway.credentials, timeout=30)
    assert said.status_code == 201
    rates = officer("GET", "/api/validations/rates?since=2020-01-01&until=2999-01-01").json()["rates"]
    assert [(rate["team"], rate["corrected"]) for rate in rates] == [("com", 1)]


def test_the_record_is_verified_on_demand(officer):
    assert officer("POST", "/api/audit/verify").status_code == 202
    wait_for(lambda: not officer("GET", "/api/audit/verify").json()["running"])
    assert officer("GET", "/api/audit/verify").json()["last"]["intact"] is True


def test_the_collector_gets_every_event_also_those_of_while_it_could_not(gateway, officer, collector):
    call(gateway)
    wait_for(lambda: len(collector.numbers()) > 5)
    gateway.process.kill()
    gateway.process.wait(20)
    restart(gateway)
    call(gateway)
    with sqlite3.connect(gateway.folder / "paravent.db") as database:
        (last,) = database.execute("SELECT sequence FROM head").fetchone()
    database.close()
    wait_for(lambda: collector.numbers() and max(collector.numbers()) >= last, 30)
    numbers = collector.numbers()
    assert set(range(1, last + 1)) <= set(numbers), "nothing is lost, whatever came twice"
    assert not any(word in bytes(collector.received).decode("utf-8", "replace") for word in UNSPOKEN)


def test_a_collector_does_not_make_calls_wait(gateway, collector):
    collector.close()
    for _ in range(3):
        call(gateway)
    assert gateway.is_ready()
    wait_for(lambda: gateway.metric("paravent_siem_passed_on") == 0, 60)
