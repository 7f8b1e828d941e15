"""Several serving processes on one database, SQLite and PostgreSQL; and PostgreSQL taken away."""

import secrets
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from audit.records import Kind
from audit.verify import verify
from tests.acceptance.conftest import PERSON, Gateway, start, stop, wait_for
from tests.acceptance.test_outages import AUDIT_DOWN, PATHS, refused

PROCESSES = 2
VAULT = f'vault: {{keys: ["{b64encode(bytes(range(48))).decode()}"]}}\n'


@pytest.fixture(scope="module")
def address(postgres_server: str) -> Iterator[str]:
    """A database of its own, whose connections can be told from others."""
    name = f"paravent_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(postgres_server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory, provider, address: str) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("postgres")
    running = start(folder, provider, "--workers", str(PROCESSES), extra=VAULT, database=address)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory, provider) -> Iterator[Gateway]:
    running = start(tmp_path_factory.mktemp("sqlite"), provider, "--workers", str(PROCESSES), extra=VAULT)
    yield running
    stop(running)


@pytest.mark.parametrize("where", ["on_sqlite", "on_postgres"])
def test_several_processes_keep_one_chain(request, where) -> None:
    gateway = request.getfixturevalue(where)
    every_process_is_ready(gateway)
    recording = gateway.fresh()
    before = len(gateway.events(Kind.DEPARTURE))
    with ThreadPoolExecutor(12) as callers:
        answers = list(
            callers.map(
                lambda number: gateway.post(f"Mme {PERSON}, {number}", stream=number % 2 == 0), range(48)
            )
        )
    assert {answer.status_code for answer in answers} == {200}
    assert all(
        f"Mme {PERSON}, {number}" in answer.text for number, answer in enumerate(answers) if number % 2
    )
    departures = gateway.events(Kind.DEPARTURE)[before:]
    assert (
        Counter(body["messages"][0]["content"] for body in recording.bodies()).total()
        == len(departures)
        == 48
    )
    assert {call.ending for call in gateway.calls(48)} == {"delivered"}
    assert verify(gateway.database).intact


@pytest.mark.parametrize("where", ["on_sqlite", "on_postgres"])
def test_a_stored_conversation_goes_on_in_any_process(request, where) -> None:
    gateway = request.getfixturevalue(where)
    every_process_is_ready(gateway)
    gateway.fresh()

    def said(text: str, before: str | None) -> dict[str, str]:
        # A connection each: it may be any of the processes that takes it.
        body = {"model": "echo-kept-3", "input": text, "previous_response_id": before, "stream": False}
        answer = httpx.post(
            f"{gateway.url}/v1/responses", json=body, headers=gateway.credentials, timeout=60
        ).json()
        return {"id": answer["id"], "text": answer["output"][1]["content"][0]["text"]}

    def converse(number: int) -> bool:
        turns = [f"Voici Mme {PERSON}, {number}.", "Et Mme Gagnon ?", "Résume."]
        last: dict[str, str] = {}
        for turn in turns:
            last = said(turn, last.get("id"))
        return last["text"] == "\n".join(turns)

    with ThreadPoolExecutor(6) as callers:
        assert all(callers.map(converse, range(12)))


def every_process_is_ready(gateway: Gateway) -> None:
    wait_for(lambda: len(gateway.workers()) == PROCESSES and steady(gateway, 200), 30)


def steady(gateway: Gateway, status: int, times: int = 12) -> bool:
    """Whether each of many connections, which both processes take, is told the same."""
    return {httpx.get(f"{gateway.url}/readyz", timeout=10).status_code for _ in range(times)} == {status}


def terminate(address: str) -> int:
    """End every connection of the gateway, as an administrator may."""
    query = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'paravent' AND datname = current_database()"""
    with psycopg.connect(address, autocommit=True) as connection:
        return len(connection.execute(query).fetchall())


def test_connections_that_are_cut_come_back(on_postgres, address) -> None:
    every_process_is_ready(on_postgres)
    for _ in range(3):
        recording = on_postgres.fresh()
        before = len(on_postgres.events(Kind.DEPARTURE))
        assert terminate(address) > 0
        answers = [on_postgres.post().status_code for _ in range(8)]
        assert set(answers) <= {200, 503}
        wait_for(lambda: steady(on_postgres, 200))
        departures = len(on_postgres.events(Kind.DEPARTURE)) - before
        assert len(recording.arrived) == answers.count(200) <= departures
    assert verify(on_postgres.database).intact


def test_without_its_tables_nothing_leaves(on_postgres, address) -> None:
    every_process_is_ready(on_postgres)
    recording = on_postgres.fresh()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SCHEMA public RENAME TO gone")
        try:
            wait_for(lambda: steady(on_postgres, 503))
            for path in PATHS * 3:
                refused(on_postgres, path, AUDIT_DOWN)
            assert not recording.arrived
        finally:
            connection.execute("ALTER SCHEMA gone RENAME TO public")
    every_process_is_ready(on_postgres)
    assert on_postgres.post().status_code == 200
    assert verify(on_postgres.database).intact
