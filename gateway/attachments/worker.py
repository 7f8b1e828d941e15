"""A process that reads one file, or looks at one image or paints it over, and ends.

Started by `gateway.attachments.process` as ``python -m gateway.attachments.worker``: what a hostile file does
to the libraries that read it stays here, within the memory and the time of this process, without the
gateway's environment, and with nothing of the file before it in memory. Input is one line of JSON,
then the file; output is one line of JSON.
"""

import base64
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from detectors.lifeline import die_with_parent
from gateway.attachments.kinds.content import read
from gateway.attachments.kinds.reading import Bounds, Unfit

#: Levels of an XML tree are walked by calls within calls; `package.check` bounds them.
_CALLS = 5_000
#: The exit status of a process that ran out of memory.
NO_MEMORY = 3
#: That of one without the program that it reads images with.
NO_PROGRAM = 4


def answer(reader: BinaryIO) -> dict[str, Any]:
    """Return what the task gives, or the reason why it cannot be done."""
    asked = json.loads(reader.readline())
    try:
        return _TASKS[asked["task"]](reader.read(), asked)
    except Unfit as unfit:
        return {"reason": unfit.reason, "limit": unfit.limit}


def _read(content: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    found = read(content, asked["media"], asked["ending"], Bounds(**asked["bounds"]))
    return {
        "document": found.document,
        "text": found.text,
        "pages": found.pages,
        "left_out": found.left_out,
    }


def _look(content: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    # Slow to import, and not for a file that is no image.
    from gateway.attachments.kinds.picture import open_picture  # noqa: PLC0415
    from gateway.attachments.ocr import NoOcr, read_words  # noqa: PLC0415

    picture = open_picture(content, asked["media"], asked["pixels"])
    try:
        turn, lettering = read_words(picture)
    except NoOcr:
        os._exit(NO_PROGRAM)
    lettering.check(asked["certainty"])
    lines = [[(word.text, word.box, word.certainty) for word in line] for line in lettering.lines]
    return {"kind": picture.kind, "turn": turn, "lines": lines, "size": (lettering.width, lettering.height)}


def _paint(content: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    from gateway.attachments.kinds.picture import open_picture, painted  # noqa: PLC0415 - as above

    picture = open_picture(content, asked["media"], asked["pixels"])
    boxes = [(left, top, right, bottom) for left, top, right, bottom in asked["boxes"]]
    return {"content": base64.b64encode(painted(picture, boxes, asked["turn"])).decode("ascii")}


_TASKS: Mapping[str, Callable[[bytes, Mapping[str, Any]], dict[str, Any]]] = {
    "read": _read,
    "look": _look,
    "paint": _paint,
}


def confine(memory: int, seconds: int) -> None:
    """Bound this process: memory, processor time, no file written, no core dumped (it would hold text)."""
    import resource  # noqa: PLC0415 - not on every system; without it nothing is read

    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (most, most))
    sys.setrecursionlimit(_CALLS)


def _main() -> None:
    parent, memory, seconds = map(int, sys.argv[1:])
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reader, writer = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not mix with the answer, nor reach a log: it could be text.
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    confine(memory, seconds)
    try:
        writer.write(json.dumps(answer(reader)).encode("ascii") + b"\n")
        writer.flush()
    except MemoryError:
        os._exit(NO_MEMORY)
    os._exit(0)  # nothing to save, and libraries may be slow to end


if __name__ == "__main__":
    _main()
