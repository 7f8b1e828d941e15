"""In which calls a person's information was: an access request (P-39.1, s. 27) over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from audit.index import repeats
from audit.records import Who
from config.errors import phrase
from gateway.api.office import Office, office, officer
from gateway.api.shapes import Lookup, MatchesAnswer, call_plain
from gateway.errors import Refused

routes = APIRouter(prefix="/api/audit", tags=["audit"])


@routes.post("/lookup", response_model=MatchesAnswer, summary="The calls that held a person's value")
async def lookup(
    asked: Lookup, here: Annotated[Office, Depends(office)], who: Annotated[Who, officer]
) -> JSONResponse:
    """Find the calls that left with a value hidden in them. The value is not kept; the reason is."""
    here.lookups.step(who.key_id)
    if repeats(asked.value, asked.reason):
        raise Refused(
            phrase("The reason is put on record: write it without the value that you look for."),
            code="reason_refused",
        )
    found = await here.ask(lambda: here.reader.lookup(asked.value, here.index, asked.after, asked.limit))
    results = len(found.matches)
    await here.record(who, "audit.lookup", "person", reason=asked.reason, limit=asked.limit, results=results)
    told = [
        {**call_plain(match.call), "match": match.strength.value, "found_as": list(match.labels)}
        for match in found.matches
    ]
    return JSONResponse({"matches": told, "following": found.following})
