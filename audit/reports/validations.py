"""How much of what AI answered was looked at by a person, and what they said of it, by team and project."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from audit.models import events, validations
from audit.records import Kind, Outcome
from audit.reports.uses import left
from audit.validations import Verdict


@dataclass(slots=True)
class Rate:
    """The calls of a team for a project: how many were answered, how many a person looked at.

    ``verdicts`` counts what each person said: several may speak of one call. A team and a project are None
    where none was said, or where they were erased since.
    """

    team: str | None
    project: str | None
    answered: int = 0
    marked: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)

    @property
    def share(self) -> float | None:
        """The part of the answers that a person looked at, 0 to 1; None where there was no answer."""
        return self.marked / self.answered if self.answered else None


def rates(
    connection: Connection, since: datetime, until: datetime, team: str | None = None
) -> tuple[Rate, ...]:
    """Count the calls that left in a period, ``until`` excluded, in order of team and project."""
    found: dict[tuple[str | None, str | None], Rate] = {}
    arrival = events.alias("arrival")
    of = (events.c.team, events.c.project)
    when = [left(since, until)] + ([] if team is None else [events.c.team == team])
    ended = and_(
        arrival.c.request_id == events.c.request_id,
        arrival.c.kind == Kind.ARRIVAL.value,
        arrival.c.outcome == Outcome.DELIVERED.value,
    )
    answered = select(*of, func.count()).join_from(events, arrival, ended).where(*when).group_by(*of)
    for whose, project, count in connection.execute(answered):
        found[whose, project] = Rate(whose, project, count)
    said = select(*of, func.count(func.distinct(validations.c.request_id))).join_from(
        validations, events, validations.c.request_id == events.c.request_id
    )
    for whose, project, count in connection.execute(said.where(*when).group_by(*of)):
        found.setdefault((whose, project), Rate(whose, project)).marked = count
    by = (*of, validations.c.verdict)
    verdicts = select(*by, func.count()).join_from(
        validations, events, validations.c.request_id == events.c.request_id
    )
    for whose, project, verdict, count in connection.execute(verdicts.where(*when).group_by(*by)):
        found[whose, project].verdicts[Verdict(verdict)] += count
    return tuple(found[key] for key in sorted(found, key=lambda pair: (pair[0] or "", pair[1] or "")))
