"""Each test that takes `url` runs on SQLite and on PostgreSQL, in a database that nobody else uses."""

import os
import secrets
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

from audit.chain import SALTS_BYTES, seal
from audit.database import Access, migrate, open_engine
from audit.heldcall import Held
from audit.models import metadata
from audit.records import Administration, Arrival, Departure, Outcome, Record, Refusal, Who
from audit.writer import Link, Writer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/audit.db"
    return request.getfixturevalue("postgres_url")


class Tables:
    """A migrated database of each kind, made once and given to each test as new: making one takes long."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "audit.db"
        self._schema: str | None = None

    def copy(self, file: Path) -> str:
        if not self._file.exists():
            migrate(f"sqlite:///{self._file}")
        shutil.copy(self._file, file)
        return f"sqlite:///{file}"

    def clean(self, server: str) -> str:
        self._server = server
        with psycopg.connect(server, autocommit=True) as connection:
            if self._schema is not None and self._emptied(connection):
                return f"{server}?options=-csearch_path%3D{self._schema}"
            self._drop(connection)
            self._schema = f"audit_{secrets.token_hex(6)}"
            connection.execute(f"CREATE SCHEMA {self._schema}")
        url = f"{server}?options=-csearch_path%3D{self._schema}"
        migrate(url)
        with psycopg.connect(server, autocommit=True) as connection:
            self._version = self._ask(connection)
        return url

    def _ask(self, connection: Any) -> Any:
        return connection.execute(f"SELECT version_num FROM {self._schema}.alembic_version").fetchall()

    def _emptied(self, connection: Any) -> bool:
        """Tell whether the schema is as it was; a test may have changed its tables."""
        try:
            with connection.transaction():
                emptied = "".join(f"DELETE FROM {self._schema}.{table};" for table in metadata.tables)
                zero = "decode(repeat('00', 32), 'hex')"
                connection.execute(f"{emptied} INSERT INTO {self._schema}.head VALUES (1, 0, {zero})")
            return bool(self._ask(connection) == self._version)
        except psycopg.Error:
            return False

    def close(self) -> None:
        if self._schema is not None:
            with psycopg.connect(self._server, autocommit=True) as connection:
                self._drop(connection)

    def _drop(self, connection: Any) -> None:
        if self._schema is not None:
            connection.execute(f"DROP SCHEMA {self._schema} CASCADE")


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    tables = Tables(tmp_path_factory.mktemp("template"))
    yield tables
    tables.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tables: Tables, tmp_path: Path) -> str:
    """Give the address of a database with its tables and nothing on record."""
    if request.param == "sqlite":
        return tables.copy(tmp_path / "audit.db")
    return tables.clean(request.getfixturevalue("postgres_server"))


@pytest.fixture
def change(url: str) -> Iterator[Any]:
    """Give a function that runs SQL on the database behind the audit's back and returns the rows."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgresql" in url else url)

    def run(sql: str, *values: object) -> list[Any]:
        sql = sql.replace("?", "%s") if "postgresql" in url else sql
        with engine.begin() as connection:
            result = connection.exec_driver_sql(sql, values)
            return list(result) if result.returns_rows else []

    yield run
    engine.dispose()


@pytest.fixture
def fill(url: str) -> Any:
    """Give a function that puts records on the chain at once and returns their places."""

    def run(*records: Record) -> list[Link]:
        engine = open_engine(url, Access.WRITE)
        with engine.begin() as connection:
            links = Writer(engine).extend(
                connection, [seal(record, os.urandom(SALTS_BYTES)) for record in records]
            )
        engine.dispose()
        return links

    return run


@pytest.fixture
def make() -> Any:
    """Give makers of invented records. Each call makes another request unless told which."""
    start = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    count = iter(range(10**9))

    def at() -> datetime:
        return start + timedelta(seconds=next(count))

    def who(**given: Any) -> Who:
        return Who(
            **({"key_id": "k1", "name": "Poste d’accueil", "team": "Mobilisation", "role": "staff"} | given)
        )

    def departure(**given: Any) -> Departure:
        values = {
            "request_id": f"req-{secrets.token_hex(8)}",
            "at": at(),
            "who": who(),
            "project": "Budget participatif",
            "purpose": "résumé",
            "provider": "openai",
            "location": "US",
            "assessment": "EFVP-2026-03",
            "operation": "chat",
            "model": "gpt-5",
            "stream": True,
            "policy": "default",
            "policy_version": "a1b2c3",
            "detector_version": "d4e5f6",
            "labels": {"PERSON": 2, "CA_SIN": 1},
            "scope": "conversation",
            "bytes_received": 1200,
            "bytes_sent": 1300,
            "segments": 4,
            "characters_seen": 900,
            "characters_analysed": 900,
            "entries": (("PERSON", "0a1b"), ("CA_SIN", "2c3d")),
        }
        return Departure(**(values | given))

    def refusal(**given: Any) -> Refusal:
        values = {
            "request_id": f"req-{secrets.token_hex(8)}",
            "at": at(),
            "who": who(),
            "project": None,
            "purpose": None,
            "provider": "anthropic",
            "operation": "messages",
            "model": "claude-sonnet",
            "code": "secret_found",
            "status": 400,
            "labels": {"SECRET": 1},
            "path": "messages.0.content",
            "bytes_received": 800,
            "policy": "default",
            "policy_version": "a1b2c3",
            "detector_version": "d4e5f6",
            "characters_seen": 600,
            "characters_analysed": 600,
        }
        return Refusal(**(values | given))

    def arrival(request_id: str, **given: Any) -> Arrival:
        values = {
            "request_id": request_id,
            "at": at(),
            "outcome": Outcome.DELIVERED,
            "status": 200,
            "bytes_received": 2000,
            "bytes_delivered": 2100,
            "tokens_in": 300,
            "tokens_out": 150,
            "restored": 3,
            "unresolved": 0,
            "first_ms": 210.125,
            "total_ms": 1999.5,
        }
        return Arrival(**(values | given))

    def administration(**given: Any) -> Administration:
        values = {
            "at": at(),
            "actor": "officer",
            "action": "audit.lookup",
            "subject": "calls",
            "detail": {"reason": "demande d’accès 12", "matches": "0"},
        }
        return Administration(**(values | given))

    def held(name: str, **given: Any) -> Held:
        values = {
            "id": name,
            "fingerprint": name.encode() * 16,
            "key_id": "k1",
            "name": "Poste d’accueil",
            "team": "Mobilisation",
            "project": "Budget participatif",
            "purpose": "résumé",
            "provider": "openai",
            "operation": "chat",
            "model": "gpt-5",
            "policy": "default",
            "labels": {"PERSON": 2},
            "reviewers": ("Mobilisation",),
            "at": start,
            "expires": start + timedelta(minutes=30),
            "patience": timedelta(minutes=30),
        }
        return Held(**(values | given))

    def story() -> list[Record]:
        """Make one event of each kind, two of them of one call."""
        gone = departure()
        return [gone, refusal(), arrival(gone.request_id), refusal(who=None, labels={}), administration()]

    return SimpleNamespace(
        who=who,
        departure=departure,
        refusal=refusal,
        arrival=arrival,
        administration=administration,
        held=held,
        story=story,
    )


class Cable:
    """A way to a server that can be cut, and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._pairs: list[socket.socket] = []
        self._up = True
        self._silent = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._up = False
        for end in self._pairs:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def mend(self) -> None:
        self._up = True

    def stop(self) -> None:
        """Say nothing more, either way, without closing anything."""
        self._silent.set()

    def close(self) -> None:
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if not self._up:
                    near.close()
                    continue
                far = socket.create_connection(self._target)
                self._pairs += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if not self._silent.is_set():
                    sink.sendall(piece)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()


@pytest.fixture
def cable(postgres_server: str) -> Iterator[Cable]:
    address = make_url(postgres_server)
    cable = Cable(address.host or "127.0.0.1", address.port or 5432)
    yield cable
    cable.close()
