"""The record as text, event by event: JSON lines, which keep everything, or CSV for a spreadsheet.

Both are made while they are read, so that an export of millions of events needs no more memory than one.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from audit.calls import Event
from audit.chain import CALLER, MAIN

BYTE_ORDER_MARK = "\ufeff"
"""What makes a spreadsheet read a CSV as UTF-8."""

_FIRST = ("sequence", "at", "kind", "request_id", "labels", "erased", "digest")
_COLUMNS = (*_FIRST, *CALLER, *MAIN)
_SIGNS = "=+\\-@＝＋－＠"
_FORMULA = re.compile(rf"^(?=[{_SIGNS}\t\r\n])|(?<=[;,\t\r\n])(?=[{_SIGNS}])")
"""Where a spreadsheet begins a formula: at the start, or after what it may take for the end of a cell."""


def plain(event: Event) -> dict[str, object]:
    """Give an event as JSON has it; what it does not have is left out."""
    return {
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "kind": event.kind.value,
        **({"request_id": event.request_id} if event.request_id else {}),
        **event.values,
        "labels": dict(event.labels),
        **({"erased": [each.value for each in event.erased]} if event.erased else {}),
        "digest": event.digest,
    }


def json_lines(events: Iterable[Event]) -> Iterator[str]:
    """Give one line with an object for each event."""
    for event in events:
        yield json.dumps(plain(event), ensure_ascii=False) + "\n"


def csv_lines(events: Iterable[Event], delimiter: str = ",") -> Iterator[str]:
    """Give a line with the names of the columns, then one for each event. No cell is taken for a formula.

    ``delimiter`` is what a spreadsheet expects between cells: a semicolon where decimals follow a comma.
    """
    line = io.StringIO()
    table = csv.DictWriter(line, _COLUMNS, restval="", delimiter=delimiter, lineterminator="\r\n")

    def take() -> str:
        written = line.getvalue()
        line.seek(0)
        line.truncate()
        return written

    table.writeheader()
    yield BYTE_ORDER_MARK + take()
    for event in events:
        row = plain(event)
        row["labels"] = " ".join(f"{label}={count}" for label, count in event.labels.items())
        row["erased"] = " ".join(event.erased)
        table.writerow({name: guarded(value) for name, value in row.items()})
        yield take()


def guarded(value: object) -> object:
    """Give a cell that no spreadsheet takes for a formula."""
    return _FORMULA.sub("'", value) if isinstance(value, str) else value
