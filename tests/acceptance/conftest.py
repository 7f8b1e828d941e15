"""A live gateway, as IT starts it, in front of a recording provider."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from audit.calls import Call, Event
from audit.keys import KeyStore
from audit.reader import Reader
from audit.records import Kind
from detectors.marked import read_marked
from tests.acceptance.provider import Provider, Recording
from tests.acceptance.slow import MARK

CONFIGURATION = """\
organization: {{name: Institut d'essai}}
database: {database}
providers:
  openai: {{dialect: openai, base_url: "{provider}/v1", api_key: sk-provider, models: ["echo-*"], location: local}}
  anthropic: {{dialect: anthropic, base_url: "{provider}", api_key: sk-ant-provider, models: ["echo-*"], location: local}}
  gemini: {{dialect: gemini, base_url: "{provider}", api_key: goog-provider, models: ["echo-*"], location: local}}
  azure: {{dialect: azure, base_url: "{provider}", api_key: azure-provider, models: ["echo-*"], location: local}}
  mistral: {{dialect: openai, base_url: "{provider}/v1", api_key: mistral-provider, models: ["echo-*"], location: local}}
  ollama: {{dialect: ollama, base_url: "{provider}", models: ["echo-*"], location: local}}
  cohere: {{dialect: cohere, base_url: "{provider}", api_key: co-provider, models: ["echo-*"], location: local}}
  hasty: {{dialect: openai, base_url: "{provider}/v1", api_key: sk-provider, models: ["echo-*"], location: local, timeout: 1}}
  absent: {{dialect: openai, base_url: "http://127.0.0.1:1/v1", location: local}}
"""

ROOT = Path(__file__).resolve().parents[2]

#: People of the tests, and a word that only texts hold: none may be found in a log, a metric or a database.
PERSON = "Marie-Ève Gagnon"
WORD = "phacochère"
TEXT = f"Le {WORD} de Mme {PERSON}, NAS 558 073 029."
UNSPOKEN = frozenset({PERSON, "Gagnon", "Julie Tremblay", "558 073 029", "558073029", "Hiver2026", WORD})

#: What a letter does not have: quotes, backslashes, every kind of line end, tabs, emoji, astral letters.
ODD = 'Elle a dit : « C\'est "urgent" », voir C:\\dossiers\\été.txt\r\n\tsigné "M.-È. Gagnon" 🍁 𝒳\n\u2028barre \\ finale.'


@dataclass
class Gateway:
    """A running ``paravent serve``."""

    url: str
    token: str
    folder: Path
    provider: Provider
    process: subprocess.Popen[bytes]
    database: str
    arguments: tuple[str, ...] = ()

    def fresh(self) -> Recording:
        return self.provider.fresh()

    def calls(self, expected: int = 1, seconds: float = 5.0) -> tuple[Call, ...]:
        """The latest calls on record, once the expected number of them has ended."""
        deadline = time.monotonic() + seconds
        while True:
            reader = Reader(self.database)
            try:
                calls = reader.calls(limit=expected).calls
            finally:
                reader.close()
            ended = [call for call in calls if call.refusal or call.arrival]
            if len(ended) >= expected or time.monotonic() > deadline:
                return calls
            time.sleep(0.05)

    def post(
        self,
        content: object = TEXT,
        model: str = "echo-3",
        path: str = "/v1/chat/completions",
        **members: object,
    ) -> httpx.Response:
        """One call, of one user message."""
        body = {"model": model, "messages": [{"role": "user", "content": content}], **members}
        return httpx.post(self.url + path, json=body, headers=self.credentials, timeout=60)

    @property
    def credentials(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def is_ready(self) -> bool:
        return httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200

    def metric(self, name: str) -> float:
        for line in httpx.get(f"{self.url}/metrics", timeout=10).text.splitlines():
            if line.rpartition(" ")[0] == name:
                return float(line.rpartition(" ")[2])
        return 0.0

    def events(self, kind: Kind) -> tuple[Event, ...]:
        reader = Reader(self.database)
        try:
            return reader.events(kind, limit=100_000)
        finally:
            reader.close()

    def processes(self, what: str = "") -> set[int]:
        """The processes of the gateway's group that live, with ``what`` in their command lines."""
        return {pid for pid, group, command in _processes() if group == self.process.pid and what in command}

    def is_searching(self) -> bool:
        """Whether a worker has begun to search the text that takes long, since this was last asked."""
        try:
            (self.folder / "searching").unlink()
        except FileNotFoundError:
            return False
        return True

    def workers(self) -> set[int]:
        return self.processes("detectors.worker")


def _processes() -> Iterator[tuple[int, int, str]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                state, _parent, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
                if state != "Z":
                    yield (
                        int(folder.name),
                        int(group),
                        (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(),
                    )


def wait_for(fact: Callable[[], object], seconds: float = 15.0) -> None:
    """Return once a fact is true; fail when it is not in time."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def paravent(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gateway.cli", *arguments]


def make_key(database: str, name: str, role: str = "staff", expires: datetime | None = None) -> str:
    store = KeyStore(database)
    try:
        return store.create(name, "com", role, expires)[1]
    finally:
        store.close()


def start(
    folder: Path, provider: Provider, *arguments: str, extra: str = "", database: str = "", key: str = "essai"
) -> Gateway:
    """Configure and start a gateway; its processes form a group of their own."""
    config = folder / "paravent.yaml"
    database = database or f"sqlite:///{folder}/paravent.db"
    config.write_text(CONFIGURATION.format(database=database, provider=provider.url) + extra, "utf-8")
    token = make_key(database, key)
    gateway = Gateway("", token, folder, provider, None, database, arguments)  # type: ignore[arg-type]
    restart(gateway)
    return gateway


def restart(gateway: Gateway) -> None:
    port = free_port()
    gateway.url = f"http://127.0.0.1:{port}"
    log = (gateway.folder / "log").open("ab")
    config = str(gateway.folder / "paravent.yaml")
    gateway.process = subprocess.Popen(
        paravent("serve", "--config", config, "--port", str(port), *gateway.arguments),
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
        env={**os.environ, "no_proxy": "*", MARK: str(gateway.folder / "searching")},
    )
    log.close()
    wait_until_ready(gateway)


def wait_until_ready(gateway: Gateway, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if gateway.process.poll() is not None:
            raise AssertionError((gateway.folder / "log").read_text())
        try:
            with urllib.request.urlopen(f"{gateway.url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the gateway did not become ready")


def stop(gateway: Gateway, unspoken: Iterable[str] = ()) -> None:
    """Stop a gateway as an operator does, and check what it leaves: no process, no word of any text."""
    running = gateway.process.poll() is None
    written = httpx.get(f"{gateway.url}/metrics", timeout=10).content if running else b""
    written += everything_written(gateway)
    if running:
        gateway.process.send_signal(signal.SIGTERM)
        gateway.process.wait(40)
    written += everything_written(gateway)
    secrets = {*UNSPOKEN, *unspoken, gateway.token, "azure-provider", "mistral-provider"}
    secrets |= {"sk-provider", "sk-ant-provider", "goog-provider", "co-provider"}
    spelled = {word: (word.encode(), json.dumps(word)[1:-1].encode()) for word in secrets}
    assert not {word for word, ways in spelled.items() if any(way in written for way in ways)}
    assert not gateway.processes()


def everything_written(gateway: Gateway) -> bytes:
    """The bytes of the log and of the database."""
    files = [
        path.read_bytes() for path in gateway.folder.iterdir() if path.suffix != ".yaml" and path.is_file()
    ]
    if not gateway.database.startswith("sqlite"):
        files.append(dumped(gateway.database))
    return b"\n".join(files)


def dumped(database: str) -> bytes:
    """Every row of a PostgreSQL schema."""
    with psycopg.connect(database) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        ).fetchall()
        rows = [
            connection.execute(SQL("SELECT to_json(t)::text FROM {} t").format(Identifier(name)))
            for (name,) in names
        ]
        return "\n".join(row[0] for found in rows for row in found).encode()


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.close()


@pytest.fixture(scope="session")
def gateway(
    tmp_path_factory: pytest.TempPathFactory, provider: Provider, values: frozenset[str]
) -> Iterator[Gateway]:
    running = start(tmp_path_factory.mktemp("gateway"), provider)
    yield running
    stop(running, values)


@pytest.fixture(scope="session")
def fragile(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Gateway]:
    """A gateway whose parts the tests break: its detection has little time, and a text that takes long."""
    extra = "detection: {deadline: 2, recognizers: [{use: tests.acceptance.slow.Slow, labels: [SLOW]}]}\n"
    running = start(tmp_path_factory.mktemp("fragile"), provider, extra=extra)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def letter() -> str:
    """The demonstration's letter, with what is hard to write in JSON behind it."""
    return _letter().text + "\n" + ODD


@pytest.fixture(scope="session")
def values() -> frozenset[str]:
    """Every personal value of the letter."""
    document = _letter()
    return frozenset(document.text[mark.start : mark.end] for mark in document.marks) | {"M.-È. Gagnon"}


def _letter():
    source = resources.files("gateway.cli").joinpath("letter.txt").read_text("utf-8")
    return read_marked("letter.txt", source)


def leaked(recording: Recording, values: frozenset[str], token: str) -> set[str]:
    """What of the letter, or of the caller's credentials, reached the provider."""
    everything = recording.everything()
    # A JSON string may spell a letter out: look at it both ways.
    spelled = (
        everything.encode()
        .decode("unicode_escape", "replace")
        .encode("latin-1", "replace")
        .decode("utf-8", "replace")
    )
    return {value for value in {*values, token} if value in everything or value in spelled}
