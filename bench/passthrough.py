"""The measure of all things here: a proxy of FastAPI and httpx that does nothing else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with httpx.AsyncClient(
        base_url=os.environ["BENCH_PROVIDER"], timeout=60, trust_env=False
    ) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=_lifespan)


@app.post("/v1/chat/completions")
async def chat(request: Request) -> Response:
    """Pass a request on and its answer back, in pieces as they come."""
    client: httpx.AsyncClient = request.app.state.client
    outgoing = client.build_request(
        "POST",
        "/v1/chat/completions",
        content=await request.body(),
        headers={"content-type": "application/json"},
    )
    answer = await client.send(outgoing, stream=True)
    if answer.headers["content-type"].startswith("text/event-stream"):
        return StreamingResponse(
            answer.aiter_raw(),
            answer.status_code,
            media_type="text/event-stream",
            background=BackgroundTask(answer.aclose),
        )
    content = await answer.aread()
    return Response(content, answer.status_code, media_type=answer.headers["content-type"])
