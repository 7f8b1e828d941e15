"""A process that reads one file and ends.

Started by `gateway.attachments.process` as ``python -m gateway.attachments.worker``: what a hostile file does
to the libraries that read it stays here, within the memory and the time of this process, without the
gateway's environment, and with nothing of the file before it in memory. Input is one line of JSON,
then the file; output is one line of JSON.
"""

import json
import os
import signal
import sys
from typing import Any, BinaryIO

from detectors.lifeline import die_with_parent
from gateway.attachments.kinds.content import read
from gateway.attachments.kinds.reading import Bounds, Unfit

#: Levels of an XML tree are walked by calls within calls; `package.check` bounds them.
_CALLS = 5_000
#: The exit status of a process that ran out of memory.
NO_MEMORY = 3


def answer(reader: BinaryIO) -> dict[str, Any]:
    """Return what reading the file gives: an extract, or the reason why not."""
    asked = json.loads(reader.readline())
    try:
        found = read(reader.read(), asked["media"], asked["ending"], Bounds(**asked["bounds"]))
    except Unfit as unfit:
        return {"reason": unfit.reason, "limit": unfit.limit}
    return {
        "document": found.document,
        "text": found.text,
        "pages": found.pages,
        "left_out": found.left_out,
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
