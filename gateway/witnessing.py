"""Has the record vouched for while the gateway runs: signed checkpoints, put where the database is not."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import structlog

from audit.checkpoint import Checkpoint, Signer
from audit.errors import AuditUnavailable, ChainAltered
from audit.witness import FilePlace, Place, StreamPlace, Witness, read_checkpoints
from config.audit import Checkpoints
from config.settings import Settings
from gateway.telemetry import Metrics

_log = structlog.get_logger()


@asynccontextmanager
async def witnessing(settings: Settings, metrics: Metrics) -> AsyncIterator[None]:
    """Sign the end of the record now and then inside, and once more at the end.

    Several processes may do so over one database: they sign the same events. What cannot be signed stops
    no call; ``paravent_checkpoints_kept`` and the logs tell it.
    """
    points = settings.audit.checkpoints
    if points is None:
        yield
        return
    witness = await asyncio.to_thread(_call, settings, points)
    metrics.checkpoints.set_function(lambda: float(witness.healthy))
    watching = asyncio.create_task(_watch(witness, points.every.total_seconds()))
    try:
        yield
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await asyncio.to_thread(_end, witness)


def signer(settings: Settings) -> Signer:
    """Return the key that signs checkpoints, made from the secret."""
    return Signer(settings.key("checkpoints"))


def _call(settings: Settings, points: Checkpoints) -> Witness:
    key = signer(settings)
    places: list[Place] = []
    last = None
    if points.file is not None:
        places.append(FilePlace(points.file))
        last = _newest(points.file, key.public_key)
    if points.stdout:
        places.append(StreamPlace(sys.stdout))
    return Witness(settings.database.get_secret_value(), key, places, last)


def _newest(path: Path, public_key: str) -> Checkpoint | None:
    """Return where to go on from; a file that is new, or may only be added to, tells nothing."""
    with suppress(OSError):
        known, _ = read_checkpoints(path, [public_key])
        return max(known, key=lambda checkpoint: checkpoint.sequence, default=None)
    return None


async def _watch(witness: Witness, seconds: float) -> None:
    try:
        await witness.watch(seconds)
    except Exception as error:  # noqa: BLE001 - whatever it is, calls go on and nothing more is signed
        witness.healthy = False
        _log.critical("checkpoints_ended", error=type(error).__name__)


def _end(witness: Witness) -> None:
    with suppress(AuditUnavailable, ChainAltered, OSError):
        witness.take(datetime.now(UTC))
    witness.close()
