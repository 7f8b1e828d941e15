import asyncio
import io
import stat
import time
from datetime import UTC, datetime

import pytest

from audit.checkpoint import Signer
from audit.errors import AuditUnavailable, ChainAltered
from audit.verify import verify
from audit.witness import FilePlace, StreamPlace, Witness, read_checkpoints

AT = datetime(2026, 3, 2, tzinfo=UTC)
SIGNER = Signer(bytes(32))
KEYS = [SIGNER.public_key]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "checkpoints.jsonl"


@pytest.fixture
def witness(url, path):
    witness = Witness(url, SIGNER, [FilePlace(path)])
    witness.kept = lambda: read_checkpoints(path, KEYS) if path.exists() else ((), 0)
    yield witness
    witness.close()


def test_the_end_of_the_chain_is_signed_and_kept(witness, url, fill, make, change):
    assert witness.take(AT) is None  # nothing has happened
    *_, link = fill(*make.story())
    checkpoint = witness.take(AT)
    assert (checkpoint.sequence, checkpoint.digest) == (link.sequence, link.digest.hex())
    assert witness.take(AT) is None
    fill(make.refusal())
    second = witness.take(AT)
    assert second.sequence == link.sequence + 1
    assert witness.kept() == ((checkpoint, second), 0)
    assert change("SELECT sequence, key_id FROM checkpoints ORDER BY 1") == [
        (link.sequence, SIGNER.key_id),
        (link.sequence + 1, SIGNER.key_id),
    ]
    assert verify(url, [(each.sequence, each.digest) for each in (checkpoint, second)], KEYS).intact


def test_two_witnesses_may_sign_the_same_event(witness, url, fill, make):
    fill(make.refusal())
    other = Witness(url, Signer(bytes(31) + b"1"), [])
    assert witness.take(AT) is not None
    assert other.take(AT) is not None
    other.close()
    assert verify(url, (), KEYS).intact


def test_it_goes_on_from_the_newest_checkpoint(witness, url, fill, make):
    fill(make.refusal())
    newest = witness.take(AT)
    again = Witness(url, SIGNER, [], newest)
    assert again.take(AT) is None
    again.close()


@pytest.mark.parametrize(
    "tampering", ["UPDATE events SET digest = ?", "DELETE FROM events WHERE digest <> ?"]
)
def test_a_chain_that_was_altered_is_not_signed(witness, fill, make, change, tampering):
    fill(make.refusal())
    witness.take(AT)
    change(tampering, bytes(32))
    with pytest.raises(ChainAltered):
        witness.take(AT)
    assert len(witness.kept()[0]) == 1


def test_a_place_that_fails_is_tried_again(url, fill, make, tmp_path):
    fill(make.refusal())
    folder = tmp_path / "later"
    witness = Witness(url, SIGNER, [FilePlace(folder / "checkpoints")])
    with pytest.raises(OSError):
        witness.take(AT)
    folder.mkdir()
    assert witness.take(AT) is not None
    witness.close()


def test_a_stream_has_a_line_at_once(url, fill, make):
    stream = io.StringIO()
    fill(make.refusal())
    witness = Witness(url, SIGNER, [StreamPlace(stream)])
    checkpoint = witness.take(AT)
    witness.close()
    assert stream.getvalue() == f"{checkpoint}\n"


def test_a_file_is_its_owners_alone(path):
    FilePlace(path).put(SIGNER.sign(1, "00" * 32, AT))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_lines_that_nobody_vouches_for_are_counted(path):
    good = SIGNER.sign(1, "00" * 32, AT)
    forged = Signer(bytes(31) + b"1").sign(2, "00" * 32, AT)
    path.write_text(f"{good}\n{forged}\nnonsense\n{str(good)[:20]}")
    assert read_checkpoints(path, KEYS) == ((good,), 3)


async def test_it_watches_until_it_is_told_to_stop(witness, fill, make, change):
    task = asyncio.create_task(witness.watch(0.01))
    await asyncio.to_thread(fill, make.refusal())
    await _until(lambda: witness.kept()[0])
    await asyncio.to_thread(change, "ALTER TABLE head RENAME TO gone")
    await _until(lambda: not witness.healthy)
    await asyncio.sleep(0.05)
    await asyncio.to_thread(change, "ALTER TABLE gone RENAME TO head")
    await _until(lambda: witness.healthy)
    await asyncio.to_thread(fill, make.refusal())
    await _until(lambda: len(witness.kept()[0]) == 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_it_stops_watching_a_chain_that_was_altered(witness, fill, make, change):
    await asyncio.to_thread(fill, make.refusal())
    await asyncio.to_thread(witness.take, AT)
    await asyncio.to_thread(change, "DELETE FROM events")
    with pytest.raises(ChainAltered):
        await asyncio.wait_for(witness.watch(0.01), 5)


def test_a_database_that_fails_is_unavailable(witness, change):
    change("DROP TABLE head")
    with pytest.raises(AuditUnavailable):
        witness.take(AT)


async def _until(condition):
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)
