"""The processes under test, each on the processor it is given."""

import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CONFIGURATION = """\
organization: {{name: Banc d'essai}}
database: sqlite:///{folder}/paravent.db
providers:
  bench: {{dialect: openai, base_url: "{provider}/v1", models: [bench], location: local}}
detection: {{workers: 1}}
# The documents hold invented passwords, which the shipped policy would refuse.
policies: {{default: {{labels: {{SECRET: pseudonymize}}}}}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A started server."""

    url: str
    token: str
    pid: int

    def resident(self) -> float:
        """Return the resident memory of the process and its children, in MiB."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._processes())
        return pages * resource.getpagesize() / 2**20

    def used(self) -> float:
        """Return the processor time that the process and its children have used, in milliseconds."""
        ticks = 0
        for pid in self._processes():
            numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(numbers[11]) + int(numbers[12])  # user and system: fields 14 and 15 of proc(5)
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def unavailable(self) -> list[str]:
        """Return why the gateway has answered 503, as its metrics tell it."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=10) as answer:
            told = answer.read().decode().splitlines()
        return [line for line in told if line.startswith("paravent_unavailable_total")]

    def _processes(self) -> list[str]:
        return [str(self.pid), *Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]


@contextmanager
def provider(processor: int) -> Iterator[Server]:
    """Serve the provider."""
    with _uvicorn("bench.provider:app", processor, {}) as server:
        yield server


@contextmanager
def passthrough(processor: int, upstream: str) -> Iterator[Server]:
    """Serve the plain pass-through."""
    with _uvicorn("bench.passthrough:app", processor, {"BENCH_PROVIDER": upstream}) as server:
        yield server


@contextmanager
def paravent(processor: int, upstream: str, folder: Path) -> Iterator[Server]:
    """Serve the gateway as ``paravent serve`` does, its detection worker on the same processor."""
    config = folder / "paravent.yaml"
    config.write_text(_CONFIGURATION.format(folder=folder, provider=upstream), "utf-8")
    command = [
        sys.executable,
        "-m",
        "gateway.cli",
        "keys",
        "create",
        "--name",
        "bench",
        "--config",
        str(config),
    ]
    token = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    port = _free_port()
    serve = [sys.executable, "-m", "gateway.cli", "serve", "--config", str(config), "--port", str(port)]
    with _started(serve, port, processor, {}) as pid:
        yield Server(f"http://127.0.0.1:{port}", token, pid)


@contextmanager
def _uvicorn(app: str, processor: int, environment: dict[str, str]) -> Iterator[Server]:
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "error",
    ]
    with _started(command, port, processor, environment) as pid:
        yield Server(f"http://127.0.0.1:{port}", "", pid)


@contextmanager
def _started(command: list[str], port: int, processor: int, environment: dict[str, str]) -> Iterator[int]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {processor}),
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise RuntimeError("a server did not start")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1).close()
        except urllib.error.HTTPError as error:
            if error.code == 404:  # noqa: PLR2004 - it answers: it has started
                return
        except OSError:
            pass
        else:
            return
        time.sleep(0.1)
    raise RuntimeError("a server did not become ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
