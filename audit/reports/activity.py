"""The activity of a month, for those who manage: no person, only teams, projects, purposes and providers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from audit.reports.tally import Tally, tallies
from audit.reports.uses import Purpose, labels, refusals, uses

_DIMENSIONS: Mapping[str, Callable[[Purpose], str | None]] = {
    "team": lambda purpose: purpose.team,
    "project": lambda purpose: purpose.project,
    "purpose": lambda purpose: purpose.purpose,
    "provider": lambda purpose: purpose.provider,
}
DIMENSIONS = tuple(_DIMENSIONS)
"""What the activity is told by."""
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened in a period: the total, and the same by each of `DIMENSIONS`; None is "not said"."""

    total: Tally
    by: Mapping[str, Mapping[str | None, Tally]]


def activity(connection: Connection, since: datetime, until: datetime) -> Activity:
    """Add up the calls that left and those that were refused in a period, ``until`` excluded."""
    found = tallies(
        {_TOTAL: lambda _purpose: None, **_DIMENSIONS},
        uses(connection, since, until),
        labels(connection, since, until),
        refusals(connection, since, until),
    )
    total = found.pop(_TOTAL)
    return Activity(total.get(None, Tally()), found)
