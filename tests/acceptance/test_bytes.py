"""Every document of the development corpus goes through; no marked value is in the bytes of the database."""

import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from audit.records import Kind
from detectors.marked import Document, read_marked
from tests.acceptance.conftest import ROOT, Gateway, start, stop

EXTRA = "policies: {default: {labels: {SECRET: pseudonymize}}}\n"
#: Identifiers that are on record, so that a search that finds nothing at all would be seen.
PROJECT, MODEL = "consultation-riveraine", "echo-3"
AT_ONCE = 12
#: A shorter number is in any time or digest by chance.
LEAST, LEAST_DIGITS = 6, 9


def documents() -> list[Document]:
    paths = sorted((ROOT / "tests" / "documents").rglob("*.txt"))
    return [read_marked(path.name, path.read_text("utf-8")) for path in paths]


def marked(documents: list[Document]) -> set[str]:
    values = {document.text[mark.start : mark.end] for document in documents for mark in document.marks}
    return {value for value in values if len(value) >= (LEAST_DIGITS if value.isdigit() else LEAST)}


def found(values: set[str], data: bytes) -> set[str]:
    """Tell which values these bytes have, as they are written or as JSON escapes them."""
    return {value for value in values if value.encode() in data or json.dumps(value)[1:-1].encode() in data}


def call_with_all(gateway: Gateway, documents: list[Document]) -> None:
    for number in range(0, len(documents), AT_ONCE):
        text = "\n\n".join(document.text for document in documents[number : number + AT_ONCE])
        answer = httpx.post(
            f"{gateway.url}/v1/chat/completions",
            json={"model": MODEL, "messages": [{"role": "user", "content": text}]},
            headers={**gateway.credentials, "x-paravent-project": PROJECT.encode()},
            timeout=120,
        )
        assert answer.status_code == 200, answer.text[:300]
    gateway.calls(len(documents) // AT_ONCE)


def test_sqlite_holds_no_marked_value(tmp_path: Path, provider) -> None:
    gateway = start(tmp_path, provider, extra=EXTRA)
    texts = documents()
    try:
        call_with_all(gateway, texts)
        files = [path for path in tmp_path.glob("paravent.db*") if not path.name.endswith("-shm")]
        assert any(path.name.endswith("-wal") for path in files)
        open_ = {path.name: path.read_bytes() for path in files}
    finally:
        stop(gateway)
    closed = (tmp_path / "paravent.db").read_bytes()
    assert found({MODEL, PROJECT}, closed) == {MODEL, PROJECT}
    values = marked(texts)
    assert len(values) > 500
    for data in (*open_.values(), closed):
        assert found(values, data) == set()


@pytest.fixture
def address(postgres_server: str) -> Iterator[str]:
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump")
    name = f"paravent_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(postgres_server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_dump_of_postgresql_holds_no_marked_value(tmp_path: Path, provider, address: str) -> None:
    gateway = start(tmp_path, provider, extra=EXTRA, database=address)
    texts = documents()
    try:
        call_with_all(gateway, texts)
        assert gateway.events(Kind.DEPARTURE)
        dumped = subprocess.run(["pg_dump", address], check=False, capture_output=True)
    finally:
        stop(gateway)
    if b"server version mismatch" in dumped.stderr:
        pytest.skip("pg_dump is older than the server")
    assert dumped.returncode == 0, dumped.stderr
    # What is binary is written in hexadecimal, in which any number can stand by chance.
    binary = re.compile(rb"\\\\x([0-9a-f]*)")
    written = binary.sub(b"", dumped.stdout)
    held = b"\n".join(bytes.fromhex(each.decode()) for each in binary.findall(dumped.stdout))
    assert len(held) > 1000
    assert found({MODEL, PROJECT}, written) == {MODEL, PROJECT}
    values = marked(texts)
    assert found(values, written) == set()
    assert found(values, held) == set()
