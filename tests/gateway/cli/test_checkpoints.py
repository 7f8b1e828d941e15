import sqlite3
from datetime import UTC, datetime

import pytest

from audit.checkpoint import Signer
from audit.witness import FilePlace, Witness
from config.load import load
from gateway.witnessing import bucket


@pytest.fixture
def vouched(recorded):
    """Put checkpoints of the first and of the last event beside the record."""
    path = recorded / "paravent.yaml"
    path.write_text(f"{path.read_text()}audit: {{checkpoints: {{file: points.jsonl}}}}\n")
    settings = load(path)
    witness = Witness(
        settings.database.get_secret_value(),
        Signer(settings.key("checkpoints")),
        [FilePlace(recorded / "points.jsonl")],
    )
    witness.take(datetime(2026, 3, 4, tzinfo=UTC))
    witness.close()
    return recorded


def cut(folder):
    """Remove the last event so that nothing in the database tells of it."""
    database = sqlite3.connect(folder / "paravent.db")
    for change in (
        "DELETE FROM events WHERE sequence = 3",
        "DELETE FROM hidden WHERE sequence = 3",
        "DELETE FROM checkpoints",
        "UPDATE head SET sequence = 2, digest = (SELECT digest FROM events WHERE sequence = 2)",
    ):
        database.execute(change)
    database.commit()
    database.close()


def test_verify_finds_the_tail_that_was_removed(paravent, vouched):
    status, _, err = paravent("audit", "verify")
    assert status == 0
    assert "1 checkpoint(s), up to event 3 on 2026-03-04" in err
    cut(vouched)
    status, out, err = paravent("audit", "verify")
    assert status == 1
    assert out.splitlines()[0].split("\t")[:2] == ["3", "tail"]
    path = vouched / "paravent.yaml"
    path.write_text(path.read_text().partition("audit:")[0])
    assert paravent("audit", "verify")[0] == 0  # nothing else tells
    assert paravent("audit", "verify", "--checkpoints", "points.jsonl")[0] == 1


def test_the_public_key_is_enough_to_verify(paravent, vouched):
    status, key, _ = paravent("audit", "checkpoint-key")
    assert status == 0
    assert key.strip() == Signer(load(vouched / "paravent.yaml").key("checkpoints")).public_key
    (vouched / "paravent.secret").unlink()
    assert paravent("audit", "verify", "--public-key", key.strip())[0] == 0
    assert not (vouched / "paravent.secret").exists()
    for wrong in ("nonsense", "ab", "zz" * 32):
        status, out, err = paravent("audit", "verify", "--public-key", wrong)
        assert (status, out) == (1, "")
        assert "64 hexadecimal" in err


def test_a_checkpoint_of_another_key_is_not_believed(paravent, vouched):
    points = vouched / "points.jsonl"
    points.write_text(str(Signer(b"o" * 32).sign(3, "00" * 32, datetime(2026, 3, 4, tzinfo=UTC))) + "\n")
    status, out, err = paravent("audit", "verify")
    assert (status, out) == (1, "")
    assert "no checkpoint that a trusted key signed" in err


def test_a_line_cut_by_a_crash_is_told_and_forgiven(paravent, vouched):
    points = vouched / "points.jsonl"
    points.write_text(points.read_text() + points.read_text()[:40])
    status, _, err = paravent("audit", "verify")
    assert status == 0
    assert err.startswith("1 line(s)")


def test_checkpoints_that_are_gone_are_missed(paravent, vouched):
    (vouched / "points.jsonl").unlink()
    status, out, err = paravent("audit", "verify")
    assert (status, out) == (1, "")
    assert "cannot be read" in err


def test_a_foreign_signature_in_the_database_is_told(paravent, vouched):
    witness = Witness(f"sqlite:///{vouched}/paravent.db", Signer(b"o" * 32), [])
    paravent("audit", "list")
    witness.take(datetime(2026, 3, 5, tzinfo=UTC))
    witness.close()
    status, out, _ = paravent("audit", "verify")
    assert status == 1
    assert out.splitlines()[0].split("\t")[:2] == ["4", "signature"]


def test_a_secret_that_cannot_be_used_is_told(paravent, vouched):
    (vouched / "paravent.secret").write_text("short")
    for command in ("checkpoint-key", "verify"):
        status, out, err = paravent("audit", command)
        assert (status, out) == (1, "")
        assert "secret cannot be used" in err


def test_a_bucket_tells_of_a_tail_that_was_cut(paravent, recorded, s3):
    """No file is needed: what the bucket holds is read back."""
    path = recorded / "paravent.yaml"
    keys = ", ".join(f"{name}: {value!r}" for name, value in s3.access.items())
    path.write_text(f"{path.read_text()}audit: {{checkpoints: {{s3: {{bucket: {s3.bucket}, {keys}}}}}}}\n")
    settings = load(path)
    place = bucket(settings.audit.checkpoints.s3)
    witness = Witness(settings.database.get_secret_value(), Signer(settings.key("checkpoints")), [place])
    witness.take(datetime(2026, 3, 4, tzinfo=UTC))
    witness.close()
    place.close()
    status, _, err = paravent("audit", "verify")
    assert (status, "1 checkpoint" in err) == (0, True)
    cut(recorded)
    status, out, _ = paravent("audit", "verify")
    assert status == 1
    assert "\ttail\t" in out
    path.write_text(path.read_text().replace(s3.bucket, "no-such-bucket"))
    status, _, err = paravent("audit", "verify")
    assert status == 1
    assert "NoSuchBucket" in err
