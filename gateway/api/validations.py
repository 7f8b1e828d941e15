"""What people say of answers, and how much of what AI answered was looked at by a person."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.responses import JSONResponse

from audit.errors import UnknownCall
from audit.keys import Role
from audit.records import Who
from audit.validations import Verdict
from config.errors import phrase
from gateway.api.office import Office, caller, office, reviewer
from gateway.api.shapes import Asked, Moment, Name
from gateway.errors import Unknown

routes = APIRouter(prefix="/api/validations", tags=["validations"])
_Here = Annotated[Office, Depends(office)]


class MarkAsked(Asked):
    """The call, by the x-paravent-request-id of its answer, and what the person says of that answer."""

    request_id: Name
    verdict: Verdict


class MarkAnswer(BaseModel):
    """What is on record now, and what the person had said before."""

    request_id: str
    verdict: Verdict
    before: Verdict | None = None


@routes.post("", response_model=MarkAnswer, summary="Say what you did with an answer")
async def mark(asked: MarkAsked, here: _Here, who: Annotated[Who, Depends(caller)]) -> JSONResponse:
    """Mark an answer as validated, corrected or rejected, once a person and call; a change is a new event.

    The answer is that of a call of yours, of your team (reviewers), or any (officers and admins).
    """

    def mark_it() -> MarkAnswer | None:
        try:
            done = here.validations.mark(asked.request_id, asked.verdict, who, datetime.now(UTC))
        except UnknownCall:
            return None
        return MarkAnswer(request_id=done.request_id, verdict=done.verdict, before=done.before)

    done = await here.ask(mark_it)
    if done is None:
        raise Unknown(
            phrase("No answer that you may speak of has this id: it is the x-paravent-request-id of a call."),
            code="unknown_call",
        )
    return JSONResponse(done.model_dump(mode="json"), 200 if done.before else 201)


class Period(Asked):
    """The calls that left in this time, ``until`` excluded."""

    since: Moment
    until: Moment


class RateAnswer(BaseModel):
    """A team's calls for a project: answered, looked at by a person (their ``share``), and what was said."""

    team: str | None
    project: str | None
    answered: int
    marked: int
    share: float | None
    validated: int
    corrected: int
    rejected: int


class RatesAnswer(BaseModel):
    """How much of what AI answered a person looked at, by team and project."""

    rates: list[RateAnswer]


@routes.get("/rates", response_model=RatesAnswer, summary="How much was looked at by a person")
async def rates(
    asked: Annotated[Period, Query()], here: _Here, who: Annotated[Who, reviewer]
) -> JSONResponse:
    """Give the rates by team and project: a reviewer's own team, or every one (officers and admins)."""
    own = who.role == Role.REVIEWER
    if own and who.team is None:
        return JSONResponse({"rates": []})
    team = who.team if own else None
    found = await here.ask(lambda: here.reader.rates(asked.since, asked.until, team))
    await here.record(who, "audit.rates", "validations", filters="since until", results=len(found))
    told = [
        {
            "team": rate.team,
            "project": rate.project,
            "answered": rate.answered,
            "marked": rate.marked,
            "share": rate.share,
            **{verdict.value: rate.verdicts[verdict] for verdict in Verdict},
        }
        for rate in found
    ]
    return JSONResponse({"rates": told})
