"""A live gateway, as IT starts it, in front of a recording provider."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from audit.calls import Call
from audit.reader import Reader
from detectors.marked import read_marked
from tests.acceptance.provider import Provider, Recording

CONFIGURATION = """\
organization: {{name: Institut d'essai}}
database: {database}
providers:
  openai: {{dialect: openai, base_url: "{provider}/v1", api_key: sk-provider, models: ["echo-*"], location: local}}
  anthropic: {{dialect: anthropic, base_url: "{provider}", api_key: sk-ant-provider, models: ["echo-*"], location: local}}
"""

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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def paravent(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gateway.cli", *arguments]


def start(folder: Path, provider: Provider, *, extra: str = "", database: str = "") -> Gateway:
    """Configure and start a gateway; its processes form a group of their own."""
    config = folder / "paravent.yaml"
    database = database or f"sqlite:///{folder}/paravent.db"
    config.write_text(CONFIGURATION.format(database=database, provider=provider.url) + extra, "utf-8")
    made = subprocess.run(
        paravent("keys", "create", "--name", "essai", "--team", "com", "--config", str(config)),
        check=True,
        capture_output=True,
        text=True,
    )
    gateway = Gateway("", made.stdout.strip(), folder, provider, None, database)  # type: ignore[arg-type]
    restart(gateway)
    return gateway


def restart(gateway: Gateway) -> None:
    port = free_port()
    gateway.url = f"http://127.0.0.1:{port}"
    log = (gateway.folder / "log").open("ab")
    config = str(gateway.folder / "paravent.yaml")
    gateway.process = subprocess.Popen(
        paravent("serve", "--config", config, "--port", str(port)),
        stdout=log,
        stderr=log,
        start_new_session=True,
        env={**os.environ, "no_proxy": "*"},
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


def stop(gateway: Gateway) -> None:
    if gateway.process.poll() is None:
        gateway.process.send_signal(signal.SIGTERM)
    gateway.process.wait(30)


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.close()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Gateway]:
    running = start(tmp_path_factory.mktemp("gateway"), provider)
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


def _letter():  # noqa: ANN202
    source = resources.files("gateway.cli").joinpath("letter.txt").read_text("utf-8")
    return read_marked("letter.txt", source)


def leaked(recording: Recording, values: frozenset[str], token: str) -> set[str]:
    """What of the letter, or of the caller's credentials, reached the provider."""
    everything = recording.everything()
    # A JSON string may spell a letter out: look at it both ways.
    spelled = everything.encode().decode("unicode_escape", "replace").encode("latin-1", "replace").decode("utf-8", "replace")
    return {value for value in {*values, token} if value in everything or value in spelled}
