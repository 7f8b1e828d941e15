"""The record as a stream: JSON lines, CSV, or what a collector of security events reads."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import StreamingResponse

from audit.calls import Event
from audit.cef import cef_lines
from audit.export import csv_lines, json_lines
from audit.ocsf import ocsf_lines
from audit.records import Who
from gateway.api.office import Office, office, officer
from gateway.api.shapes import Asked, Moment
from gateway.language import accepted
from gateway.reports.canadian import delimiter

routes = APIRouter(prefix="/api/audit", tags=["audit"])
_CHUNK = 64 * 1024


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    CSV = "csv"
    OCSF = "ocsf"
    CEF = "cef"


_LINES: Mapping[Format, tuple[Callable[[Iterable[Event]], Iterator[str]], str]] = {
    Format.JSONL: (json_lines, "application/x-ndjson"),
    Format.CSV: (csv_lines, "text/csv; charset=utf-8"),
    Format.OCSF: (ocsf_lines, "application/x-ndjson"),
    Format.CEF: (cef_lines, "text/plain; charset=utf-8"),
}


class ExportAsked(Asked):
    """Which events, and how they are written; ``after`` is the number of the last one already had."""

    format: Format = Format.JSONL
    since: Moment | None = None
    until: Moment | None = None
    after: int = Field(0, ge=0, le=2**63 - 1)


@routes.get("/export", response_class=StreamingResponse, summary="Every event, as a stream")
async def export(
    request: Request,
    asked: Annotated[ExportAsked, Query()],
    here: Annotated[Office, Depends(office)],
    who: Annotated[Who, officer],
) -> StreamingResponse:
    """Stream the events in the order of the chain. That it was asked for, and what it gave, are on record."""
    filters = " ".join(sorted(asked.model_fields_set))
    await here.record(who, "audit.export", "events", format=asked.format, filters=filters)
    lines_of, kind = _LINES[asked.format]
    if asked.format is Format.CSV:
        wanted = accepted(request.headers.get("accept-language", ""), here.settings.server.language)
        lines_of = partial(csv_lines, delimiter=delimiter(wanted))
    given = 0

    def counted() -> Iterator[Event]:
        nonlocal given
        for event in here.reader.stream(asked.since, asked.until, asked.after):
            given += 1
            yield event

    async def content() -> AsyncIterator[bytes]:
        try:
            async for chunk in iterate_in_threadpool(_chunks(lines_of(counted()))):
                yield chunk
        finally:
            here.later(here.record(who, "audit.exported", "events", format=asked.format, results=given))

    headers = {"content-disposition": f'attachment; filename="paravent.{asked.format}"'}
    return StreamingResponse(content(), media_type=kind, headers=headers)


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    gathered = bytearray()
    for line in lines:
        gathered += line.encode()
        if len(gathered) > _CHUNK:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)
