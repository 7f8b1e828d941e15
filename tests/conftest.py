"""Services that some tests need.

Where one is missing, its tests are skipped with the reason; with PARAVENT_REQUIRE_SERVICES=1 (CI) they fail.
"""

import os
import secrets
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn
from urllib.parse import urlsplit

import psycopg
import pytest

from gateway.attachments.ocr import LANGUAGES, languages

POSTGRES = os.environ.get("PARAVENT_TEST_POSTGRES", "postgresql://root:postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("PARAVENT_TEST_REDIS", "redis://127.0.0.1:6379/0")
NODE = Path(__file__).parent / "acceptance" / "node"


def _missing(what: str) -> NoReturn:
    if os.environ.get("PARAVENT_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} (and PARAVENT_REQUIRE_SERVICES=1)", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Give the address of a PostgreSQL database in which tests may make schemas."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.Error as error:
        _missing(f"no PostgreSQL ({type(error).__name__}): set PARAVENT_TEST_POSTGRES")
    return POSTGRES


@contextmanager
def _schema(server: str) -> Iterator[str]:
    """Give the name of an empty schema, dropped afterwards."""
    name = f"paravent_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield name
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def postgres_schema(postgres_server: str) -> Iterator[str]:
    """Give the name of an empty schema, dropped afterwards."""
    with _schema(postgres_server) as name:
        yield name


@pytest.fixture
def postgres_url(postgres_server: str, postgres_schema: str) -> str:
    """Give the address of an empty schema, as `database:` in a configuration takes it."""
    return f"{postgres_server}?options=-csearch_path%3D{postgres_schema}"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an empty database of each kind in turn, for all tests of a module."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/paravent.db"
        return
    server = request.getfixturevalue("postgres_server")
    with _schema(server) as name:
        yield f"{server}?options=-csearch_path%3D{name}"


def change(url: str, sql: str, *values: object) -> None:
    """Run SQL on a database behind the audit's back, its parameters marked with ``?``."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as database:
            database.execute(sql, values)
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.replace("?", "%s"), values)


@pytest.fixture(scope="session")
def tesseract() -> None:
    """Make sure of Tesseract with French and English."""
    if missing := LANGUAGES - languages():
        _missing(f"no Tesseract with {', '.join(sorted(missing))}: apt-get install tesseract-ocr-fra")


@pytest.fixture(scope="session")
def redis_url() -> str:
    """Give the address of a Redis or Valkey that answers."""
    address = urlsplit(REDIS)
    try:
        with socket.create_connection(
            (address.hostname or "127.0.0.1", address.port or 6379), 2
        ) as connection:
            connection.sendall(b"PING\r\n")
            answer = connection.recv(64)
    except OSError as error:
        _missing(f"no Redis ({type(error).__name__}): set PARAVENT_TEST_REDIS")
    if not answer.startswith((b"+PONG", b"-NOAUTH")):
        _missing("what PARAVENT_TEST_REDIS names is no Redis")
    return REDIS


@pytest.fixture(scope="session")
def node_project() -> Path:
    """Give the folder whose node_modules has the Node SDKs; `make test` installs them."""
    if shutil.which("node") is None:
        _missing("no Node")
    if not all((NODE / "node_modules" / name).is_dir() for name in ("openai", "ai")):
        _missing("no Node SDKs: npm ci in tests/acceptance/node")
    return NODE


@pytest.fixture
def s3() -> Iterator[SimpleNamespace]:
    """Give a bucket that can lock its objects, on a server of this machine that speaks S3, and a client of it."""
    from botocore.session import Session
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    endpoint = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    access = {"endpoint": endpoint, "region": "ca-central-1", "access_key": "AK", "secret_key": "very-secret"}
    client = Session().create_client(
        "s3",
        region_name="ca-central-1",
        endpoint_url=endpoint,
        aws_access_key_id="AK",
        aws_secret_access_key="very-secret",
    )
    bucket = f"registre-{secrets.token_hex(4)}"
    client.create_bucket(
        Bucket=bucket,
        CreateBucketConfiguration={"LocationConstraint": "ca-central-1"},
        ObjectLockEnabledForBucket=True,
    )
    yield SimpleNamespace(bucket=bucket, access=access, client=client)
    client.close()
    server.stop()
