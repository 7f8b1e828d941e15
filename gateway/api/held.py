"""Calls that wait for approval: seen by who made them, read and decided upon by reviewers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel
from starlette.responses import JSONResponse

from audit.errors import Decided, OwnCall, RecordInvalid, UnknownHeld
from audit.heldcall import Held, State
from audit.keys import Role
from audit.records import Who
from config.errors import phrase
from gateway.api.errors import Conflicting
from gateway.api.office import Office, caller, office, reviewer
from gateway.api.shapes import Asked, Name, Reason
from gateway.errors import Forbidden, GatewayError, Unavailable, Unknown, Unreadable
from gateway.held.outgoing import Unsealed

T = TypeVar("T")
routes = APIRouter(prefix="/api/held", tags=["held"])
_Here = Annotated[Office, Depends(office)]
_Id = Annotated[Name, Path()]


class HeldAnswer(BaseModel):
    """A call that waits, or has waited. ``text`` is what would leave, with pseudonyms: for reviewers."""

    id: str
    state: State
    at: datetime
    expires: datetime
    name: str
    team: str | None
    project: str | None
    purpose: str | None
    provider: str
    operation: str
    model: str | None
    policy: str
    labels: dict[str, int]
    decider: str | None
    reason: str | None
    text: str | None = None


class HeldListAnswer(BaseModel):
    """What waits, or was decided upon and has not ended, the oldest first."""

    held: list[HeldAnswer]


class Approving(Asked):
    """Why it may leave, where there is something to say."""

    reason: Reason | None = None


class Refusing(Asked):
    """Why it may not leave: whoever made the call is told."""

    reason: Reason


@routes.get("", response_model=HeldListAnswer, summary="Calls that wait")
async def list_held(here: _Here, who: Annotated[Who, Depends(caller)]) -> JSONResponse:
    """List your own calls that wait, and those that you may decide upon; without what would leave."""
    every = await here.ask(lambda: here.held.all(datetime.now(UTC)))
    seen = [call for call in every if call.is_of(who) or call.may_be_reviewed_by(who)]
    if who.role != Role.STAFF:
        await here.record(who, "audit.held", "held", results=len(seen))
    return JSONResponse({"held": [_plain(call) for call in seen]})


@routes.get("/{id}", response_model=HeldAnswer, summary="One of them")
async def show_held(id: _Id, here: _Here, who: Annotated[Who, Depends(caller)]) -> JSONResponse:  # noqa: A002
    """Show a call that waits: to a reviewer, with the text as it would leave. That is put on record."""
    call = await _found(here, lambda: here.held.get(id, datetime.now(UTC)))
    reads = call.may_be_reviewed_by(who)
    if not (reads or call.is_of(who)):
        raise _unknown()
    if not reads:
        return JSONResponse(_plain(call))
    await here.record(who, "audit.held_text", call.id, results=1)
    return JSONResponse(_plain(call) | {"text": _text(here, call)})


@routes.post("/{id}/approve", response_model=HeldAnswer, summary="Let it through once")
async def approve(asked: Approving, id: _Id, here: _Here, who: Annotated[Who, reviewer]) -> JSONResponse:  # noqa: A002
    """Approve a call of somebody else: sent again by them, unchanged and in time, it leaves once."""
    return await _decide(here, who, id, State.APPROVED, asked.reason)


@routes.post("/{id}/refuse", response_model=HeldAnswer, summary="Do not let it through")
async def refuse(asked: Refusing, id: _Id, here: _Here, who: Annotated[Who, reviewer]) -> JSONResponse:  # noqa: A002
    """Refuse a call of somebody else: sent again, it is refused with the reason."""
    return await _decide(here, who, id, State.REFUSED, asked.reason)


async def _decide(here: Office, who: Who, identity: str, state: State, reason: str | None) -> JSONResponse:
    await here.inspect(reason)
    at = datetime.now(UTC)
    call = await _found(
        here,
        lambda: here.held.decide(identity, state, by=who.name, at=at, reason=reason or "", who=who),
    )
    return JSONResponse(_plain(call))


async def _found(here: Office, question: Callable[[], Held]) -> Held:
    def ask() -> Held | GatewayError:
        try:
            return question()
        except UnknownHeld:
            return _unknown()
        except Decided:
            return Conflicting()
        except OwnCall:
            return Forbidden(phrase("Nobody approves their own call."), code="own_call")
        except RecordInvalid:
            return Unreadable(phrase("Write the reason on one line, in at most 500 printable characters."))

    found = await here.ask(ask)
    if isinstance(found, GatewayError):
        raise found
    return found


def _unknown() -> Unknown:
    return Unknown(phrase("No call that waits has this id, or it has expired."), code="unknown_held")


def _text(here: Office, call: Held) -> str | None:
    if call.sealed is None:
        return None
    try:
        return here.sealer.open(call.id, call.sealed)
    except Unsealed:
        raise Unavailable(
            phrase("What would leave cannot be shown: it was changed, or the secret is another."),
            code="held_unreadable",
        ) from None


def _plain(call: Held) -> dict[str, Any]:
    hidden = {"text", "labels"}
    told = {name: getattr(call, name) for name in HeldAnswer.model_fields if name not in hidden}
    answer = HeldAnswer(**told, labels=dict(call.labels))
    return answer.model_dump(mode="json", exclude={"text"})
