"""The record as JSON lines, which keep everything, or as CSV, for a spreadsheet."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

from audit.calls import Event
from audit.chain import CALLER, MAIN
from audit.reader import Reader

_PAGE = 1_000
_FIRST = ("sequence", "at", "kind", "request_id", "labels", "erased", "digest")
#: What makes a spreadsheet take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(event: Event) -> dict[str, Any]:
    """Return an event as JSON has it."""
    return {
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "kind": event.kind,
        **({"request_id": event.request_id} if event.request_id else {}),
        **event.values,
        "labels": dict(event.labels),
        **({"erased": list(event.erased)} if event.erased else {}),
        "digest": event.digest,
    }


def write_json_lines(reader: Reader, out: TextIO, since: datetime | None, until: datetime | None) -> int:
    """Write one object a line; return how many."""
    count = 0
    for count, event in enumerate(_events(reader, since, until), 1):  # noqa: B007 - it is returned
        out.write(json.dumps(plain(event)) + "\n")
    return count


def write_csv(reader: Reader, out: TextIO, since: datetime | None, until: datetime | None) -> int:
    """Write a header and one row an event; return how many. No cell can be taken for a formula."""
    values = [name for name in (*CALLER, *MAIN) if name not in _FIRST]
    table = csv.DictWriter(out, [*_FIRST, *values], restval="", extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    count = 0
    for count, event in enumerate(_events(reader, since, until), 1):  # noqa: B007 - it is returned
        labels = " ".join(f"{label}={number}" for label, number in event.labels.items())
        row = plain(event) | {"labels": labels, "erased": " ".join(event.erased)}
        table.writerow({name: _cell(value) for name, value in row.items()})
    return count


def _events(reader: Reader, since: datetime | None, until: datetime | None) -> Iterator[Event]:
    last = 0
    while page := reader.events(after=last, limit=_PAGE):
        for event in page:
            if (since is None or event.at >= since) and (until is None or event.at < until):
                yield event
        last = page[-1].sequence


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
