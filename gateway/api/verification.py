"""Whether the record is still what it was: asked for, done in its own time, and put on record itself."""

import asyncio
import json
from datetime import datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.responses import JSONResponse

from audit.errors import AuditUnavailable
from audit.faults import Verification
from audit.records import Who
from audit.verify import verify
from config.settings import Settings
from gateway.api.office import Office, office, officer
from gateway.errors import GatewayError
from gateway.witnessing import read_places, signer

VERIFIED = "audit.verified"
#: Problems that are told; `paravent audit verify` tells more.
_TOLD = 20
_log = structlog.get_logger()
routes = APIRouter(prefix="/api/audit", tags=["audit"])
_Here = Annotated[Office, Depends(office)]


class ProblemAnswer(BaseModel):
    """What is wrong (a fault of the officer's guide), at which event, and in which part."""

    sequence: int
    fault: str
    part: str


class VerificationAnswer(BaseModel):
    """What a verification found. ``checkpoints`` is how many signed statements it was compared with."""

    at: datetime
    by: str | None
    intact: bool
    events: int
    sequence: int
    digest: str
    checkpoints: int
    problems: list[ProblemAnswer]


class VerificationsAnswer(BaseModel):
    """Whether one is under way in this process, and the last that ended in any."""

    running: bool
    last: VerificationAnswer | None = None


@routes.get("/verify", response_model=VerificationsAnswer, summary="What the last verification found")
async def last_verification(here: _Here, who: Annotated[Who, officer]) -> JSONResponse:
    """Tell the last verification that was asked for here: its result is on record."""
    # Asked first: what ends meanwhile is told as under way, never as another's result.
    running = here.is_busy(VERIFIED)
    last = await here.ask(lambda: here.reader.last(VERIFIED))
    await here.record(who, "audit.verification", "chain", results=int(last is not None))
    told = None
    if last is not None and "detail" in last.values:
        found = json.loads(str(last.values["detail"]))
        answer = VerificationAnswer(
            at=last.at,
            by=str(last.values["name"]) if "name" in last.values else None,
            intact=found["problems"] == "0",
            problems=[
                ProblemAnswer(sequence=int(at), fault=fault, part=part)
                for at, fault, part in (each.split(":") for each in found.get("faults", "").split())
            ],
            **{name: found[name] for name in ("events", "sequence", "digest", "checkpoints")},
        )
        told = answer.model_dump(mode="json")
    return JSONResponse({"running": running, "last": told})


@routes.post("/verify", response_model=VerificationsAnswer, status_code=202, summary="Verify the record")
async def start_verification(here: _Here, who: Annotated[Who, officer]) -> JSONResponse:
    """Recompute the chain beside the calls, unless that is under way; GET tells what was found."""
    if not here.is_busy(VERIFIED):
        await here.record(who, "audit.verify", "chain")
        here.later(_verify(here, who), VERIFIED)
    return JSONResponse({"running": True, "last": None}, 202)


async def _verify(here: Office, who: Who) -> None:
    try:
        found, checkpoints = await asyncio.to_thread(_examine, here.settings)
        faults = " ".join(f"{each.sequence}:{each.fault}:{each.part}" for each in found.problems[:_TOLD])
        await here.record(
            who,
            VERIFIED,
            "chain",
            events=found.events,
            sequence=found.sequence,
            digest=found.digest,
            checkpoints=checkpoints,
            problems=len(found.problems),
            **({"faults": faults} if faults else {}),
        )
    except (AuditUnavailable, GatewayError, OSError) as error:
        _log.error("verification_failed", error=type(error).__name__)


def _examine(settings: Settings) -> tuple[Verification, int]:
    """Verify with this gateway's own key, and against the checkpoints that it keeps elsewhere."""
    keys = [signer(settings).public_key]
    expected: list[tuple[int, str]] = []
    configured = settings.audit.checkpoints
    if configured is not None and (configured.file is None or configured.file.exists()):
        good, _ = read_places(configured, keys)
        expected = [(point.sequence, point.digest) for point in good]
    return verify(settings.database.get_secret_value(), expected, keys), len(expected)
