"""What the chain says of the registers, compared with their rows: for `audit.verify` alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from audit.chain import digest_of_entry
from audit.faults import Fault, Problem
from audit.models import register_calls, register_entries
from audit.rows import read_rows

TOLD = "register."
"""How the actions begin that tell of entries."""
_ERASED = "register.erased"


class Entries:
    """The entries that the chain knows."""

    def __init__(self) -> None:
        self._digests: dict[tuple[str, int], Any] = {}

    def listen(self, action: str, reference: str, told: Mapping[str, str]) -> None:
        """Remember an entry, or that those of a reference were erased. Raises `ValueError`, `TypeError`."""
        if action == _ERASED:
            for known in [key for key in self._digests if key[0] == reference]:
                del self._digests[known]
        else:
            self._digests[reference, int(told.get("number", ""))] = told.get("row")

    def problems(self, connection: Connection) -> Iterator[Problem]:
        """Yield one problem for each entry that is not as it was, is gone, or that no event tells of."""
        named = 0
        for row in read_rows(connection, register_entries):
            same, calls = self._compare(connection, row)
            named += calls
            if not same:
                yield Problem(0, Fault.REGISTER, register_entries.name)
        for _ in self._digests:
            yield Problem(0, Fault.REGISTER, register_entries.name)
        if named != connection.execute(select(func.count()).select_from(register_calls)).scalar_one():
            yield Problem(0, Fault.REGISTER, register_calls.name)

    def _compare(self, connection: Connection, row: Any) -> tuple[bool, int]:
        *columns, salt = row
        try:
            known = self._digests.pop((columns[0], columns[1]), None)
            calls = read_rows(
                connection,
                register_calls,
                "reference = :reference AND number = :number",
                reference=columns[0],
                number=columns[1],
            )
            digest = digest_of_entry(salt, columns, [call[2:] for call in calls])
        except (TypeError, ValueError):  # another type, or bytes that are no text
            return False, 0
        return known == digest.hex(), len(calls)
