"""Is the process alive, can it serve, and what does it count."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from audit.ledger import Ledger
from detectors.analyser import Analyser
from gateway.telemetry import Metrics


def health_routes(analyser: Analyser, ledger: Ledger, metrics: Metrics) -> APIRouter:
    """Return ``/livez``, ``/readyz`` and ``/metrics``."""
    routes = APIRouter()

    @routes.get("/livez", include_in_schema=False)
    async def livez() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz", include_in_schema=False)
    async def readyz(response: Response) -> dict[str, object]:
        parts = {"detector": analyser.ready, "audit": ledger.healthy}
        if not all(parts.values()):
            response.status_code = 503
        return {"status": "ok" if all(parts.values()) else "unavailable", **parts}

    @routes.get("/metrics", include_in_schema=False)
    async def numbers() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return routes
