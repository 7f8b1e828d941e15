"""The use of AI project by project: what staff said that a call was for."""

from datetime import datetime

from sqlalchemy import Connection, distinct, func, select

from audit.models import events, validations
from audit.reports.tally import Tally, tally
from audit.reports.uses import labels, left, uses


def projects(connection: Connection, since: datetime, until: datetime) -> dict[str, Tally]:
    """Add up the calls that left in a period by project, those that name none left out, in order of name."""
    found = tally(
        lambda purpose: purpose.project, uses(connection, since, until), labels(connection, since, until)
    )
    return {name: found[name] for name in sorted(filter(None, found))}


def checked(connection: Connection, project: str, since: datetime, until: datetime) -> int:
    """Count the calls of a project of which somebody said to have checked the answer, for good or ill."""
    query = (
        select(func.count(distinct(validations.c.request_id)))
        .join_from(events, validations, validations.c.request_id == events.c.request_id)
        .where(left(since, until), events.c.project == project)
    )
    return connection.execute(query).scalar_one()
