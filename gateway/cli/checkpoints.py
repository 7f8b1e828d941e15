"""Checkpoints for commands: the key that others check them with, and those that a file holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gateway.cli.configuration import Config, read
from gateway.cli.speech import fail, say
from gateway.language import phrase

if TYPE_CHECKING:
    from audit.checkpoint import Checkpoint
    from config.settings import Settings


def checkpoint_key(config: Config = None) -> None:
    """Print the public key of the checkpoints: with it anyone can check them, and nobody can make one."""
    typer.echo(_own(read(config)))


def trusted(settings: "Settings", given: Sequence[str]) -> tuple[str, ...]:
    """Return the public keys to check with: those given, and this gateway's own where it has a secret."""
    keys = []
    for text in given:
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if len(key) != 32:  # noqa: PLR2004 - an Ed25519 key
            fail(phrase("--public-key takes 64 hexadecimal digits, as checkpoint-key prints them."))
        keys.append(key.hex())
    if settings.secret is not None or settings.secret_file.exists():
        keys.append(_own(settings))
    return tuple(keys)


def _own(settings: "Settings") -> str:
    from gateway.witnessing import signer  # noqa: PLC0415 - slow to import

    try:
        return signer(settings).public_key
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fail(phrase("The secret cannot be used: %(reason)s"), reason=reason)


def kept(settings: "Settings", path: Path | None, public_keys: Sequence[str]) -> "tuple[Checkpoint, ...]":
    """Return the checkpoints of a file or folder, or of the places that the configuration names, in order.

    End the command where there is none to trust; without any place to read, return none.
    """
    from audit.witness import read_checkpoints  # noqa: PLC0415 - slow to import
    from gateway.witnessing import read_places  # noqa: PLC0415

    points = settings.audit.checkpoints
    try:
        if path is not None:
            good, bad = read_checkpoints(path, public_keys)
        elif points is not None and (points.file is not None or points.s3 is not None):
            good, bad = read_places(points, public_keys)
        else:
            return ()
    except OSError as error:
        fail(phrase("The checkpoints cannot be read: %(reason)s"), reason=error.strerror or str(error))
    if bad:
        say(phrase("%(count)s line(s) of the file are no checkpoint that a trusted key signed."), count=bad)
    if not good:
        fail(phrase("The file has no checkpoint that a trusted key signed."))
    return tuple(sorted(good, key=lambda checkpoint: checkpoint.sequence))
