"""A process that builds the engine once and then searches texts until its parent is gone.

Started by `detectors.process` as ``python -m detectors.worker``; speaks `detectors.frames` on its standard
input and output, one request at a time.
"""

import contextlib
import gc
import importlib
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol

from detectors.findings import Finding
from detectors.frames import Found, Frames, Kind, frame, pack_found, unpack_texts
from detectors.lifeline import die_with_parent
from detectors.specimen import LETTER

_CHUNK = 256 * 1024
#: A text leaves next to no cycles behind: how many objects more before the collector looks for some.
_SELDOM = (50_000, 20, 100)


class Engine(Protocol):
    """What a worker runs."""

    version: str

    def analyse(self, text: str) -> tuple[Finding, ...]:
        """Return what was found in a text, sorted and without overlap."""
        ...


def resolve(dotted: str) -> Callable[[object], Engine]:
    """Return what ``package.module:name`` names: a callable that makes an engine from its options."""
    module, _, name = dotted.partition(":")
    factory: Callable[[object], Engine] = getattr(importlib.import_module(module), name)
    return factory


def serve(reader: BinaryIO, writer: BinaryIO) -> None:
    """Answer until the other side closes."""
    frames = _incoming(reader)
    engine = _prepare(frames, writer)
    if engine is None:
        return
    gc.collect()
    gc.freeze()  # the models live as long as the process: the collector need not look at them again
    gc.set_threshold(*_SELDOM)
    for _, body in frames:
        found = [_search(engine, text) for text in unpack_texts(body)]
        _send(writer, frame(Kind.FOUND, pack_found(found)))


def _search(engine: Engine, text: str) -> Found:
    try:
        return engine.analyse(text)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, its message may hold text
        return type(error).__name__


def _prepare(frames: Iterator[tuple[Kind, bytes]], writer: BinaryIO) -> Engine | None:
    try:
        _, body = next(frames)
        path, rest = pickle.loads(body)  # noqa: S301 - written by our own parent
        sys.path[:] = path
        factory, options = pickle.loads(rest)  # noqa: S301 - the same
        engine = resolve(factory)(options)
        engine.analyse(LETTER)
    except StopIteration:
        return None
    except Exception as error:  # noqa: BLE001 - no caller's text was seen yet: the message is safe to tell
        _send(writer, frame(Kind.BROKEN, f"{type(error).__name__}: {error}".encode()))
        return None
    _send(writer, frame(Kind.READY, engine.version.encode()))
    return engine


def _incoming(reader: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    frames = Frames()
    while data := os.read(reader.fileno(), _CHUNK):
        yield from frames.feed(data)


def _send(writer: BinaryIO, data: bytes) -> None:
    writer.write(data)
    writer.flush()


def _main() -> None:
    die_with_parent(int(sys.argv[1]))
    # Ctrl-C in a terminal reaches the whole group: the parent decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints must not mix with the frames, nor reach a log: it could be text.
    reader, writer = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not mix with the frames, nor reach a log: it could be text.
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    with contextlib.suppress(BrokenPipeError):
        serve(reader, writer)
    os._exit(0)  # nothing to save, and libraries may be slow to end


if __name__ == "__main__":
    _main()
