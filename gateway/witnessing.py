"""Has the record vouched for while the gateway runs: signed checkpoints, put where the database is not."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import structlog

from audit.bucket import BucketPlace
from audit.checkpoint import Checkpoint, Signer
from audit.errors import AuditUnavailable, ChainAltered
from audit.witness import FilePlace, Place, StreamPlace, Witness, read_checkpoints, signed_checkpoints
from config.audit import Checkpoints
from config.bucket import Bucket
from config.settings import Settings
from gateway.meanwhile import meanwhile
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
    try:
        async with meanwhile(_watch(witness, points.every.total_seconds())):
            yield
    finally:
        await asyncio.to_thread(_end, witness)


def signer(settings: Settings) -> Signer:
    """Return the key that signs checkpoints, made from the secret."""
    return Signer(settings.key("checkpoints"))


def _call(settings: Settings, points: Checkpoints) -> Witness:
    key = signer(settings)
    places: list[Place] = []
    if points.file is not None:
        places.append(FilePlace(points.file))
    if points.s3 is not None:
        places.append(bucket(points.s3))
    last = _newest(points, key.public_key)
    if points.stdout:
        places.append(StreamPlace(sys.stdout))
    return Witness(settings.database.get_secret_value(), key, places, last)


def bucket(given: Bucket) -> BucketPlace:
    """Return the bucket of a configuration."""
    return BucketPlace(
        given.bucket,
        endpoint=given.endpoint,
        region=given.region,
        access_key=given.access_key.get_secret_value(),
        secret_key=given.secret_key.get_secret_value(),
        prefix=given.prefix,
        retain=given.retain,
    )


def _newest(points: Checkpoints, public_key: str) -> Checkpoint | None:
    """Return where to go on from; a place that is new, away, or may only be added to, tells nothing."""
    with suppress(OSError):
        known, _ = read_places(points, [public_key], newest=1)
        return max(known, key=lambda checkpoint: checkpoint.sequence, default=None)
    return None


def read_places(
    points: Checkpoints, public_keys: Sequence[str], newest: int = 100
) -> tuple[tuple[Checkpoint, ...], int]:
    """Give what the file and the bucket hold: checkpoints that these keys signed, and how many lines are not.

    Of the bucket, the ``newest`` are read: each vouches for all that came before it. Raises `OSError`.
    """
    good: tuple[Checkpoint, ...] = ()
    bad = 0
    if points.file is not None:
        good, bad = read_checkpoints(points.file, public_keys)
    if points.s3 is not None:
        place = bucket(points.s3)
        try:
            signed, others = signed_checkpoints(place.lines(newest), public_keys)
        finally:
            place.close()
        good, bad = good + signed, bad + others
    return good, bad


async def _watch(witness: Witness, seconds: float) -> None:
    try:
        await witness.watch(seconds, _tell)
    except Exception as error:  # noqa: BLE001 - whatever it is, calls go on and nothing more is signed
        witness.healthy = False
        _log.critical("checkpoints_ended", error=type(error).__name__)


def _tell(error: Exception) -> None:
    """Say what could not be signed or kept: the next trial makes up for it."""
    _log.error("checkpoint_not_kept", error=type(error).__name__, reason=str(error))


def _end(witness: Witness) -> None:
    with suppress(AuditUnavailable, ChainAltered, OSError):
        witness.take(datetime.now(UTC))
    witness.close()
