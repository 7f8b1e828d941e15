"""Communications by destination, those outside Québec apart (P-39.1, s. 17; A-2.1, s. 70.1)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from audit.reports.tally import Tally, tally
from audit.reports.uses import Purpose, labels, uses


@dataclass(frozen=True, slots=True)
class Destination:
    """To whom, where, and under which assessment, as was recorded at the time of each call."""

    provider: str | None
    location: str | None
    assessment: str | None
    erased: bool


@dataclass(frozen=True, slots=True)
class Transfers:
    """The calls of a period by destination, in order of their names.

    ``erased``: calls of which the destination was erased since, so that nothing tells where they went.
    """

    outside: tuple[tuple[Destination, Tally], ...]
    at_home: tuple[tuple[Destination, Tally], ...]
    erased: Tally | None


def transfers(
    connection: Connection, since: datetime, until: datetime, at_home: Container[str | None]
) -> Transfers:
    """Add up the calls that left in a period. ``at_home`` are the locations that are not outside Québec."""
    found = tally(_destination, uses(connection, since, until), labels(connection, since, until))
    erased = next((each for key, each in found.items() if key.erased), None)
    known = sorted(
        ((key, each) for key, each in found.items() if not key.erased),
        key=lambda pair: (pair[0].provider or "", pair[0].location or "", pair[0].assessment or ""),
    )
    return Transfers(
        tuple(pair for pair in known if pair[0].location not in at_home),
        tuple(pair for pair in known if pair[0].location in at_home),
        erased,
    )


def _destination(purpose: Purpose) -> Destination:
    return Destination(purpose.provider, purpose.location, purpose.assessment, purpose.erased)
