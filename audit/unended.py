"""The calls that have not ended, as the chain tells it, beside the list of them: for `audit.verify` alone."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from audit.faults import Fault, Problem
from audit.models import open_calls
from audit.records import ENDS, Kind
from audit.rows import read_rows


class Unended:
    """The departures that nothing has ended yet."""

    def __init__(self) -> None:
        self._places: dict[Any, list[int]] = defaultdict(list)

    def follow(self, sequence: int, kind: str, request_id: Any) -> None:
        """Take note of an event, in the order of the chain."""
        if kind == Kind.DEPARTURE:
            self._places[request_id].append(sequence)
        elif kind in ENDS:
            self._places.pop(request_id, None)

    def problems(self, connection: Connection) -> Iterator[Problem]:
        """Yield one problem for each call that is listed and has ended, and for each that is left out."""
        known = {(request_id, place) for request_id, places in self._places.items() for place in places}
        for _, sequence in known ^ {tuple(row) for row in read_rows(connection, open_calls)}:
            yield Problem(sequence if isinstance(sequence, int) else 0, Fault.OPEN, open_calls.name)
