import asyncio
import base64
import sqlite3
from datetime import UTC, datetime

import pytest
import structlog

from audit.database import migrate
from audit.ledger import append_now
from audit.records import Administration
from audit.witness import read_checkpoints
from config.settings import Settings
from gateway.telemetry import Metrics
from gateway.witnessing import read_places, signer, witnessing

PROVIDERS = {"p": {"dialect": "openai", "base_url": "https://e.ca", "location": "QC"}}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "points.jsonl"


@pytest.fixture
def make(tmp_path):
    url = f"sqlite:///{tmp_path}/audit.db"
    migrate(url)

    def settings(**checkpoints):
        audit = {"checkpoints": checkpoints} if checkpoints else {}
        secret = base64.b64encode(b"a" * 32).decode()
        document = {
            "organization": {"name": "I"},
            "database": url,
            "audit": audit,
            "providers": PROVIDERS,
            "secret": secret,
        }
        return Settings.model_validate(document)

    def happen():
        at = datetime(2026, 3, 2, tzinfo=UTC)
        return append_now(url, Administration(at, "officer", "audit.list", "calls", {}))

    settings.happen = happen
    return settings


async def until(met):
    async with asyncio.timeout(10):
        while not met():  # noqa: ASYNC110 - it is another thread that is waited for
            await asyncio.sleep(0.01)


def kept(metrics):
    return metrics.registry.get_sample_value("paravent_checkpoints_kept")


async def test_the_record_is_signed_while_it_runs_and_at_the_end(make, path):
    settings, metrics = make(file=path, every="1 s"), Metrics()
    first = make.happen()
    async with witnessing(settings, metrics):
        await until(lambda: path.exists() and path.read_text().endswith("\n"))
        assert kept(metrics) == 1
        second = make.happen()
    points, bad = read_checkpoints(path, [signer(settings).public_key])
    assert bad == 0
    assert [point.digest for point in points] == [first.digest, second.digest]


async def test_it_goes_on_from_the_file_and_never_signs_an_altered_record(make, path, tmp_path):
    settings = make(file=path)
    make.happen()
    async with witnessing(settings, Metrics()):
        pass
    before = path.read_text()
    database = sqlite3.connect(tmp_path / "audit.db")
    database.execute("UPDATE events SET digest = zeroblob(32)")
    database.commit()
    database.close()
    make.happen()
    metrics = Metrics()
    with structlog.testing.capture_logs() as logs:
        async with witnessing(settings, metrics):
            await until(lambda: logs)
            assert kept(metrics) == 0
    assert logs == [{"event": "checkpoints_ended", "error": "ChainAltered", "log_level": "critical"}]
    assert path.read_text() == before


async def test_what_cannot_be_kept_is_told_and_stops_nothing(make, path):
    metrics = Metrics()
    path.mkdir()
    make.happen()
    async with witnessing(make(file=path), metrics):
        await until(lambda: kept(metrics) == 0)


async def test_several_may_sign_one_record(make, path):
    settings = make(file=path)
    make.happen()
    async with witnessing(settings, Metrics()), witnessing(settings, Metrics()):
        await until(lambda: path.exists() and path.read_bytes().endswith(b"\n"))
        make.happen()
    points, bad = read_checkpoints(path, [signer(settings).public_key])
    assert bad == 0
    assert {point.sequence for point in points} == {1, 2}


async def test_a_collector_reads_them_on_standard_output(make, capsys):
    make.happen()
    async with witnessing(make(stdout=True), Metrics()):
        pass
    assert '"sequence":1,' in capsys.readouterr().out


async def test_nothing_is_signed_unless_it_is_asked_for(make, tmp_path):
    metrics = Metrics()
    before = sorted(tmp_path.iterdir())
    async with witnessing(make(), metrics):
        make.happen()
    assert sorted(tmp_path.iterdir()) == before
    assert kept(metrics) == 1


async def test_a_bucket_keeps_them_too_and_a_record_that_was_cut_is_not_signed_anew(make, path, s3, tmp_path):
    given = {"bucket": s3.bucket, **s3.access, "prefix": "registre/"}
    settings = make(s3=given)
    first, second = make.happen(), make.happen()
    async with witnessing(settings, Metrics()):
        pass
    points, bad = read_places(settings.audit.checkpoints, [signer(settings).public_key])
    assert ([point.digest for point in points], bad) == ([second.digest], 0)
    database = sqlite3.connect(tmp_path / "audit.db")
    database.execute("DELETE FROM events WHERE sequence = 2")
    database.execute("UPDATE head SET sequence = 1, digest = ?", [bytes.fromhex(first.digest)])
    database.commit()
    database.close()
    metrics = Metrics()
    async with witnessing(settings, metrics):
        await until(lambda: kept(metrics) == 0)
    assert len(read_places(settings.audit.checkpoints, [signer(settings).public_key])[0]) == 1


async def test_a_bucket_that_is_away_is_told_and_the_file_keeps_them(make, path, s3, monkeypatch):
    monkeypatch.setattr("audit.bucket._ATTEMPTS", 1)
    settings = make(file=path, s3={"bucket": "no-such-bucket", **s3.access})
    make.happen()
    metrics = Metrics()
    with structlog.testing.capture_logs() as logs:
        async with witnessing(settings, metrics):
            await until(lambda: logs)
            assert kept(metrics) == 0
    assert logs[0]["event"] == "checkpoint_not_kept"
    assert "NoSuchBucket" in logs[0]["reason"]
    points, _ = read_checkpoints(path, [signer(settings).public_key])
    assert [point.sequence for point in points] == [1]
