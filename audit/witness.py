"""Takes checkpoints and puts them where the database is not: a file, a bucket, a stream that is collected."""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TextIO

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from audit.chain import microseconds
from audit.checkpoint import Checkpoint, Signer
from audit.database import Access, open_engine, unavailable
from audit.errors import AuditUnavailable, ChainAltered
from audit.models import checkpoints, events, head


class Place(Protocol):
    """Where checkpoints are kept."""

    def put(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint. Raises `OSError` if it is not sure to be kept."""


class FilePlace:
    """A file with one checkpoint a line, best on another machine's disk or an append-only one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, checkpoint: Checkpoint) -> None:
        """Add a line and wait for the disk."""
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            line = f"{checkpoint}\n".encode()
            if os.write(file, line) != len(line):
                raise OSError("a checkpoint was written in part")
            os.fsync(file)
        finally:
            os.close(file)


class StreamPlace:
    """A stream, such as the standard output that a log collector reads."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def put(self, checkpoint: Checkpoint) -> None:
        """Write a line at once."""
        self._stream.write(f"{checkpoint}\n")
        self._stream.flush()


def read_checkpoints(path: Path, public_keys: Sequence[str]) -> tuple[tuple[Checkpoint, ...], int]:
    """Give the checkpoints that these keys signed in a file, or in a folder's files: a copy of a bucket.

    Tells the number of lines that are not such too: a file ends with a part of a line where the machine
    stopped while writing it. Raises `OSError`.
    """
    files = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    lines = (line for file in files for line in file.read_text("utf-8", "replace").splitlines())
    return signed_checkpoints(lines, public_keys)


def signed_checkpoints(
    lines: Iterable[str], public_keys: Sequence[str]
) -> tuple[tuple[Checkpoint, ...], int]:
    """Give the checkpoints among lines that these keys signed, and the number of lines that are not such."""
    good, bad = [], 0
    for line in lines:
        try:
            checkpoint = Checkpoint.parse(line)
        except ValueError:
            bad += 1
            continue
        if checkpoint.signed_by(public_keys):
            good.append(checkpoint)
        else:
            bad += 1
    return tuple(good), bad


class Witness:
    """Signs how far the chain has come. Give it the newest checkpoint known, to go on from there."""

    def __init__(
        self, url: str, signer: Signer, places: Iterable[Place], last: Checkpoint | None = None
    ) -> None:
        self._engine = open_engine(url, Access.WRITE)
        self._signer = signer
        self._places = tuple(places)
        self._last = last
        self._kept: dict[Place, int] = {}
        self.healthy = True

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def take(self, at: datetime) -> Checkpoint | None:
        """Sign the end of the chain and keep it in each place; None if nothing is new. Blocks.

        Raises `AuditUnavailable`, `OSError` if a place fails, after the others were tried, and
        `ChainAltered` if the event of the checkpoint before is no longer what it was: an altered chain is
        not signed.
        """
        with unavailable(), self._engine.connect() as connection:
            end = connection.execute(select(head.c.sequence, head.c.digest)).one()
            self._expect_the_last(connection)
        if end.sequence == (self._last.sequence if self._last else 0):
            return None
        checkpoint = self._signer.sign(end.sequence, end.digest.hex(), at)
        failed: OSError | None = None
        for place in self._places:
            try:
                self._put(place, checkpoint)
            except OSError as error:
                failed = error
        if failed is not None:
            raise failed
        with unavailable(), self._engine.begin() as connection:
            _store(connection, checkpoint)
        self._last = checkpoint
        return checkpoint

    def _put(self, place: Place, checkpoint: Checkpoint) -> None:
        """Keep it in a place that has none of this event yet: another may be what is tried again."""
        if self._kept.get(place) != checkpoint.sequence:
            place.put(checkpoint)
            self._kept[place] = checkpoint.sequence

    async def watch(self, seconds: float, told: Callable[[Exception], None] = lambda _: None) -> None:
        """Take a checkpoint now and then, until cancelled. What fails is tried again the next time.

        ``healthy`` tells whether the last trial went well; each failure is ``told``. Raises `ChainAltered`.
        """
        while True:
            try:
                await asyncio.to_thread(self.take, datetime.now(UTC))
                self.healthy = True
            except (AuditUnavailable, OSError) as error:
                self.healthy = False
                told(error)
            except ChainAltered:
                self.healthy = False
                raise
            await asyncio.sleep(seconds)

    def _expect_the_last(self, connection: Connection) -> None:
        if self._last is None:
            return
        query = select(events.c.digest).where(events.c.sequence == self._last.sequence)
        digest = connection.execute(query).scalar()
        if digest is None or digest.hex() != self._last.digest:
            raise ChainAltered("an event that a checkpoint names is not as it was")


def _store(connection: Connection, checkpoint: Checkpoint) -> None:
    """Keep it beside the chain too, unless another process has signed the same event."""
    row = {
        "sequence": checkpoint.sequence,
        "digest": bytes.fromhex(checkpoint.digest),
        "at": microseconds(checkpoint.at),
        "key_id": checkpoint.key_id,
        "signature": bytes.fromhex(checkpoint.signature),
    }
    with suppress(IntegrityError), connection.begin_nested():
        connection.execute(insert(checkpoints), row)
