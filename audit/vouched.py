"""Every table whose rows the chain vouches for, by how the actions begin that tell of them.

For `audit.verify` alone.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from audit.bound import Rows
from audit.faults import Fault, Problem
from audit.models import held_calls, validations
from audit.registers import proof

VALIDATION, HELD = "validation.", "held."
TOLD = (proof.TOLD, VALIDATION, HELD)


class Vouched:
    """What the chain says of these rows."""

    def __init__(self) -> None:
        self._parts: dict[str, proof.Entries | Rows] = {
            proof.TOLD: proof.Entries(),
            VALIDATION: Rows(validations, Fault.VALIDATION),
            HELD: Rows(held_calls, Fault.HELD),
        }

    def listen(self, action: str, subject: str, told: Mapping[str, str]) -> None:
        """Take note of an event. Raises `ValueError`, `TypeError` for one that tells nonsense."""
        for beginning, part in self._parts.items():
            if action.startswith(beginning):
                part.listen(action, subject, told)

    def problems(self, connection: Connection) -> Iterator[Problem]:
        """Yield one problem for each row that is not as the chain knows it."""
        for part in self._parts.values():
            yield from part.problems(connection)
