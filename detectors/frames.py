"""What the pool and its workers say to each other, as bytes.

A frame is its length in 4 bytes, one byte that says what it is, and a body:

    SETUP   pool to worker, once     pickle of (sys.path, factory, options)
    READY   worker to pool, once     the engine's version
    BROKEN  worker to pool, once     why the engine could not be made; the worker then ends
    TEXTS   pool to worker           count, length in bytes of each text, the texts in UTF-8
    FOUND   worker to pool           JSON: for each text its findings, or the type of what the engine raised
                                     (never the message: it may hold text)

Lone surrogates, which JSON bodies may hold, survive the way.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from enum import IntEnum

from detectors.findings import Finding, Why

#: The findings of a text, or the type of the error that the engine raised on it.
Found = tuple[Finding, ...] | str

_LENGTH = struct.Struct("<I")
_HEAD = _LENGTH.size + 1


class Kind(IntEnum):
    """What a frame is."""

    SETUP = 1
    READY = 2
    BROKEN = 3
    TEXTS = 4
    FOUND = 5


def frame(kind: Kind, body: bytes) -> bytes:
    """Return a whole frame."""
    return b"".join((_LENGTH.pack(len(body)), bytes((kind,)), body))


def pack_texts(texts: Sequence[str]) -> bytes:
    """Return the body of a TEXTS frame."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    return b"".join((struct.pack(f"<{len(encoded) + 1}I", len(encoded), *map(len, encoded)), *encoded))


def unpack_texts(body: bytes) -> list[str]:
    """Return the texts of a TEXTS frame."""
    (count,) = _LENGTH.unpack_from(body)
    lengths = struct.unpack_from(f"<{count}I", body, _LENGTH.size)
    texts, place = [], _LENGTH.size * (count + 1)
    for length in lengths:
        texts.append(body[place : place + length].decode("utf-8", "surrogatepass"))
        place += length
    return texts


def pack_found(found: Sequence[Found]) -> bytes:
    """Return the body of a FOUND frame."""
    rows = [item if isinstance(item, str) else [_row(finding) for finding in item] for item in found]
    return json.dumps(rows, separators=(",", ":")).encode()


def unpack_found(body: bytes) -> list[Found]:
    """Return what a FOUND frame says of each text."""
    rows = json.loads(body)
    return [item if isinstance(item, str) else tuple(_finding(*row) for row in item) for item in rows]


def _row(finding: Finding) -> tuple[int, int, str, float, str, str, str, str]:
    why = finding.why
    score = round(finding.score, 4)
    place = (finding.start, finding.end, finding.label, score, finding.recognizer)
    return (*place, why.pattern, why.validation, why.context)


def _finding(start: int, end: int, label: str, score: float, recognizer: str, *why: str) -> Finding:
    return Finding(start, end, label, score, recognizer, Why(*why))


class Frames:
    """Cuts a stream of bytes into frames, however the bytes arrive."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[Kind, bytes]]:
        """Yield the frames that are now whole."""
        self._held += data
        while len(self._held) >= _HEAD:
            (length,) = _LENGTH.unpack_from(self._held)
            end = _HEAD + length
            if len(self._held) < end:
                return
            body = bytes(self._held[_HEAD:end])
            kind = Kind(self._held[_LENGTH.size])
            del self._held[:end]
            yield kind, body
