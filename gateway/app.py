"""The composition root: builds every part once and hands each what it needs. The only file that knows all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Route

from audit.held import HeldCalls
from audit.index import IndexKey
from audit.keys import KeyStore
from audit.ledger import Ledger
from audit.reader import Reader
from audit.validations import Validations
from config.settings import Settings
from detectors.analyser import Analyser
from gateway.api.office import Office
from gateway.api.surface import api_routes
from gateway.attachments.images import ImageReader
from gateway.attachments.reader import FileReader
from gateway.feeding import feeding
from gateway.held.outgoing import Sealer
from gateway.held.purging import purging
from gateway.http.approval import Gate
from gateway.http.auth import Authenticator
from gateway.http.crossing import Crossing
from gateway.http.health import health_routes
from gateway.http.prepare import Preparer
from gateway.http.proxy import Proxy
from gateway.state import SealedMemory
from gateway.telemetry import Metrics, configure_logs
from gateway.upstream import Upstream
from gateway.vault.opening import served, vault_of
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
    turns, key = asyncio.Semaphore(settings.attachments.processes), settings.key("attachments")
    files = FileReader(settings.attachments, key, turns)
    images = ImageReader(settings.attachments, key, turns)
    ledger = Ledger(url)
    upstream = Upstream(settings.providers)
    memory = SealedMemory(settings.key("sealed"))
    store = KeyStore(url)
    vault = vault_of(settings)
    keys, index = Authenticator(store.find), tuple(map(IndexKey, settings.index_keys()))
    held, sealer = HeldCalls(url), Sealer(settings.key("held"))
    office = Office(
        settings=settings,
        ledger=ledger,
        reader=Reader(url),
        validations=Validations(url, settings.key("validations")),
        held=held,
        sealer=sealer,
        index=index,
        analyser=analyser,
    )
    proxy = Proxy(
        settings=settings,
        keys=keys,
        preparer=Preparer(analyser, memory, settings.key("pseudonyms"), metrics, files, images=images),
        ledger=ledger,
        upstream=upstream,
        memory=memory,
        metrics=metrics,
        index=index[0],
        gate=Gate(held, sealer),
        vault=vault,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as parts:
            parts.callback(store.close)
            parts.push_async_callback(upstream.close)
            # Ended last: what the others put on record until then is passed on as well.
            await parts.enter_async_context(feeding(settings, metrics))
            await ledger.start()
            parts.push_async_callback(ledger.close)
            await parts.enter_async_context(served(vault))
            # Ended once the last call is on record, and before the ledger is.
            await parts.enter_async_context(witnessing(settings, metrics))
            await parts.enter_async_context(purging(held))
            parts.push_async_callback(office.close)
            await analyser.start()
            parts.push_async_callback(analyser.close)
            parts.push_async_callback(proxy.close)
            yield

    # No interactive documentation: its pages load scripts from elsewhere.
    app = Crossing(
        proxy, title="Paravent", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    app.include_router(health_routes(analyser, ledger, metrics))
    app.router.routes.append(Route("/", _greet, methods=["GET", "HEAD"]))
    app.router.routes.extend(api_routes(office, keys))
    app.router.routes.append(Route("/{path:path}", proxy))
    return app


async def _greet(_request: object) -> Response:
    # Some clients probe their base URL before the first call.
    return Response("Paravent\n", media_type="text/plain")
