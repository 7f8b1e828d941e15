"""Run by `test_ledger.py`: processes that append to one database, and may be killed at any moment.

Each prints the sequence and the digest of every receipt that it gets, at once.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime

from audit.ledger import Ledger
from audit.records import Refusal


async def append(url: str, number: int, callers: int, each: int) -> None:
    ledger = Ledger(url)
    await ledger.start()

    async def caller(name: int) -> None:
        for count in range(each):
            record = Refusal(
                *(f"req-{number}-{name}-{count}", datetime.now(UTC), None, None, None, None, None, None),
                *("not_found", 404, {"PERSON": 1}, None, 10, None, None, None, 5, 5),
            )
            receipt = await ledger.append(record)
            os.write(1, f"{receipt.sequence} {receipt.digest} {receipt.request_id}\n".encode())

    await asyncio.gather(*(caller(name) for name in range(callers)))
    await ledger.close()


def start(url: str, number: int, callers: int, each: int) -> tuple[int, int]:
    """Start a process; give its id and the end of the pipe on which it prints its receipts."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.dup2(writing, 1)
    asyncio.run(append(url, number, callers, each))
    os._exit(0)


def finish(child: int, reading: int, receipts: int | None) -> None:
    """Pass its receipts on; kill it when it has told of so many."""
    seen = 0
    while piece := os.read(reading, 4096):
        seen += piece.count(b"\n")
        os.write(1, piece)
        if receipts is not None and seen >= receipts:
            os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if receipts is None and status:
        sys.exit(f"a writer ended with {status}")


def kill(url: str) -> None:
    """Kill a busy writer again and again, each time a little later."""
    for number in range(9):
        finish(*start(url, number, callers=4, each=10_000), receipts=1 + 7 * number)


def together(url: str) -> None:
    """Let three processes write at once."""
    for started in [start(url, number, callers=3, each=20) for number in range(3)]:
        finish(*started, receipts=None)


if __name__ == "__main__":
    {"kill": kill, "together": together}[sys.argv[1]](sys.argv[2])
