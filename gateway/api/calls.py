"""The officer's questions about calls: a page of them, one, one event, how many."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import JSONResponse

from audit.counts import By
from audit.export import plain
from audit.records import Who
from config.errors import phrase
from gateway.api.office import Office, office, officer
from gateway.api.shapes import (
    CallAnswer,
    CountsAnswer,
    EventAnswer,
    Filters,
    Name,
    PageAnswer,
    PageFilters,
    SearchFilters,
    call_plain,
)
from gateway.errors import Unknown

routes = APIRouter(prefix="/api/audit", tags=["audit"])
_Here = Annotated[Office, Depends(office)]
_Who = Annotated[Who, officer]


@routes.get("/calls", response_model=PageAnswer, summary="Calls, the newest first")
async def list_calls(asked: Annotated[PageFilters, Query()], here: _Here, who: _Who) -> JSONResponse:
    """Give a page of calls. What may be a person's is asked for with POST /api/audit/calls/search."""
    return await _page(asked, here, who)


@routes.post("/calls/search", response_model=PageAnswer, summary="The same, with names in the body")
async def search_calls(asked: SearchFilters, here: _Here, who: _Who) -> JSONResponse:
    """Give a page of calls, by the name of a key or a part of any identifier as well."""
    return await _page(asked, here, who)


@routes.get("/calls/{request_id}", response_model=CallAnswer, summary="One call")
async def show_call(request_id: Annotated[Name, Path()], here: _Here, who: _Who) -> JSONResponse:
    """Give all that is on record of a request."""
    call = await here.ask(lambda: here.reader.call(request_id))
    await here.record(who, "audit.show", request_id if call else "nothing", results=int(call is not None))
    if call is None:
        raise _nothing()
    return JSONResponse(call_plain(call))


@routes.get("/events/{sequence}", response_model=EventAnswer, summary="One event of the chain")
async def show_event(
    sequence: Annotated[int, Path(ge=1, le=2**63 - 1)], here: _Here, who: _Who
) -> JSONResponse:
    """Give an event by its number."""
    event = await here.ask(lambda: here.reader.event(sequence))
    await here.record(who, "audit.show", f"event {sequence}", results=int(event is not None))
    if event is None:
        raise _nothing()
    return JSONResponse(plain(event))


class _CountFilters(Filters):
    by: By


@routes.get("/counts", response_model=CountsAnswer, summary="How many calls")
async def count_calls(asked: Annotated[_CountFilters, Query()], here: _Here, who: _Who) -> JSONResponse:
    """Count the calls that meet the filters by day, team, project, provider, model, label or outcome."""
    counts = await here.ask(lambda: here.reader.counts(asked.by, asked.search()))
    await here.record(who, "audit.count", "calls", filters=asked.names(), results=len(counts))
    told = [{"name": count.name, "calls": count.calls, "values": count.values} for count in counts]
    return JSONResponse({"by": asked.by.value, "counts": told})


async def _page(asked: PageFilters, here: Office, who: Who) -> JSONResponse:
    page = await here.ask(lambda: here.reader.calls(asked.search(), asked.cursor(), asked.limit))
    await here.record(who, "audit.list", "calls", filters=asked.names(), results=len(page.calls))
    following = str(page.following) if page.following else None
    return JSONResponse({"calls": [call_plain(call) for call in page.calls], "following": following})


def _nothing() -> Unknown:
    return Unknown(phrase("Nothing is on record under this id."), code="not_on_record")
