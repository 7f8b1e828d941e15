"""The composition root: builds every part once and hands each what it needs. The only file that knows all."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Route

from audit.index import IndexKey
from audit.keys import KeyStore
from audit.ledger import Ledger
from config.settings import Settings
from detectors.analyser import Analyser
from gateway.http.auth import Authenticator
from gateway.http.health import health_routes
from gateway.http.prepare import Preparer
from gateway.http.proxy import Proxy
from gateway.state import SealedMemory
from gateway.telemetry import Metrics, configure_logs
from gateway.upstream import Upstream
from gateway.witnessing import witnessing


def create_app(settings: Settings) -> FastAPI:
    """Return the application. Its database is migrated; its workers are warm once it has started.

    Raises:
        AuditUnavailable: the database cannot be used.

    """
    configure_logs()
    url = settings.database.get_secret_value()
    metrics = Metrics()
    analyser = Analyser(
        settings.detection.options(),
        workers=settings.detection.workers,
        deadline=settings.detection.deadline,
        cache_key=settings.key("cache"),
        cache_entries=settings.detection.cache_entries,
    )
    ledger = Ledger(url)
    upstream = Upstream(settings.providers)
    memory = SealedMemory(settings.key("sealed"))
    store = KeyStore(url)
    proxy = Proxy(
        settings=settings,
        keys=Authenticator(store.find),
        preparer=Preparer(analyser, memory, settings.key("pseudonyms"), metrics),
        ledger=ledger,
        upstream=upstream,
        memory=memory,
        metrics=metrics,
        index=IndexKey(settings.key("index")),
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as parts:
            parts.callback(store.close)
            parts.push_async_callback(upstream.close)
            await ledger.start()
            parts.push_async_callback(ledger.close)
            # Ended once the last call is on record, and before the ledger is.
            await parts.enter_async_context(witnessing(settings, metrics))
            await analyser.start()
            parts.push_async_callback(analyser.close)
            parts.push_async_callback(proxy.close)
            yield

    # No interactive documentation: its pages load scripts from elsewhere.
    app = FastAPI(title="Paravent", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(health_routes(analyser, ledger, metrics))
    app.router.routes.append(Route("/", _greet, methods=["GET", "HEAD"]))
    app.router.routes.append(Route("/{path:path}", proxy))
    return app


async def _greet(_request: object) -> Response:
    # Some clients probe their base URL before the first call.
    return Response("Paravent\n", media_type="text/plain")
