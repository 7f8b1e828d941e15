"""The demonstration's gateway and provider, on this machine, and the calls that go through them.

Everything is real but the model: sockets, keys, detection, the audit database in a temporary file.
"""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import httpx
import uvicorn
from starlette.types import ASGIApp

from audit.calls import Call
from audit.database import migrate
from audit.keys import KeyStore
from audit.reader import Reader
from audit.verify import verify
from config.load import load
from detectors.marked import Document, read_marked
from gateway.app import create_app
from gateway.cli.echo import Echo, Received

_CONFIGURATION = """\
organization: {{name: Démonstration}}
database: sqlite:///{folder}/paravent.db
providers:
  echo: {{dialect: openai, base_url: "http://127.0.0.1:{port}/v1", models: [echo], location: local}}
"""
_TOOL = {
    "type": "function",
    "function": {
        "name": "enregistrer_lettre",
        "parameters": {"type": "object", "properties": {"texte": {"type": "string"}}},
    },
}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a started gateway can be reached, and what lies behind it."""

    url: str
    token: str
    echo: Echo
    database: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was seen on all four sides of the gateway."""

    letter: Document
    left: tuple[Received, ...]
    streamed: str
    tool_text: str
    hidden: str
    calls: tuple[Call, ...]
    chain_holds: bool

    def faults(self) -> list[str]:
        """Return which promises were not kept: none when all four sides agree."""
        values = {self.letter.text[mark.start : mark.end] for mark in self.letter.marks}
        outside = b"\n".join(
            part
            for request in self.left
            for part in (request.body, request.target.encode(), repr(request.headers).encode())
        ).decode("utf-8")
        counted = [sum(call.opening.labels.values()) for call in self.calls]
        told = sum(int(part.partition("=")[2]) for part in self.hidden.split(",") if part)
        kept = {
            "left": bool(self.left) and not any(value in outside for value in values),
            "streamed": self.streamed == self.letter.text,
            "tool": self.tool_text == self.letter.text,
            "audit": len(counted) == len(self.left) and all(count == told > 0 for count in counted),
            "chain": self.chain_holds,
        }
        return [side for side, held in kept.items() if not held]


def read_letter() -> Document:
    """Return the letter that is sent, with its personal information marked."""
    source = resources.files("gateway.cli").joinpath("letter.txt").read_text("utf-8")
    return read_marked("letter.txt", source)


@asynccontextmanager
async def staged(folder: Path, port: int) -> AsyncIterator[Stage]:
    """Start the provider and the gateway; stop both at the end. Raises `OSError` when the port is taken."""
    echo = Echo()
    async with _serving(echo.app, 0) as echo_port:
        file = folder / "paravent.yaml"
        file.write_text(_CONFIGURATION.format(folder=folder.as_posix(), port=echo_port), "utf-8")
        settings = load(file)
        database = settings.database.get_secret_value()
        migrate(database)
        store = KeyStore(database)
        _key, token = store.create("demo", team="demo")
        store.close()
        async with _serving(create_app(settings), port) as gateway_port:
            yield Stage(f"http://127.0.0.1:{gateway_port}", token, echo, database)


async def rehearse(stage: Stage) -> Rehearsal:
    """Send the letter twice, as a stream and with a tool, and look at every side."""
    letter = read_letter()
    headers = [
        (b"authorization", f"Bearer {stage.token}".encode()),
        (b"x-paravent-project", "Démonstration".encode()),
    ]
    body = {"model": "echo", "messages": [{"role": "user", "content": letter.text}]}
    async with httpx.AsyncClient(base_url=stage.url, headers=headers, trust_env=False, timeout=60) as client:
        spoken = await client.post("/v1/chat/completions", json={**body, "stream": True})
        acted = await client.post("/v1/chat/completions", json={**body, "tools": [_TOOL]})
    for answer in (spoken, acted):
        answer.raise_for_status()
    arguments = acted.json()["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]
    calls = await asyncio.to_thread(_recorded, stage.database, len(stage.echo.received))
    return Rehearsal(
        letter,
        tuple(stage.echo.received),
        _said(spoken.text),
        json.loads(arguments)["texte"],
        spoken.headers.get("x-paravent-hidden", ""),
        calls,
        verify(stage.database).intact,
    )


def _said(stream: str) -> str:
    """Return the text of a stream, as a client of the API puts it together."""
    lines = [line.removeprefix("data: ") for line in stream.splitlines() if line.startswith("data: {")]
    return "".join(json.loads(line)["choices"][0]["delta"].get("content") or "" for line in lines)


def _recorded(database: str, expected: int) -> tuple[Call, ...]:
    """Return the calls on record, once the end of each is there as well (it is written after the answer)."""
    reader = Reader(database)
    try:
        for _attempt in range(50):
            calls = reader.calls().calls
            if len(calls) == expected and all(call.arrival for call in calls):
                break
            time.sleep(0.1)
        return calls
    finally:
        reader.close()


class _NotStarted(RuntimeError):
    """A server of the demonstration did not start; its own log says why."""


class _Server(uvicorn.Server):
    """A server that leaves Ctrl-C, and the end of the process, to the command: it stops both in order."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:
            raise _NotStarted from None

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _serving(app: ASGIApp, port: int) -> AsyncIterator[int]:
    """Serve an application on a loopback port (0: any free one) while the block lasts."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="on", ws="none")
        server = _Server(config)
        task = asyncio.ensure_future(server.serve(sockets=[listener]))
        try:
            while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.02)
            if task.done():
                raise _NotStarted
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await task
