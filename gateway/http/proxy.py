"""The flow of one request, from its arrival to the end of its answer."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from audit.errors import AuditUnavailable
from audit.ledger import Ledger, Receipt
from audit.records import Outcome, Record
from config.errors import phrase
from config.settings import Settings
from gateway.errors import GatewayError, ProviderUnreachable, Unavailable
from gateway.http.admit import admit
from gateway.http.auth import Authenticator
from gateway.http.deliver import Delivery
from gateway.http.exchange import Exchange
from gateway.http.prepare import Preparer
from gateway.http.render import error_reply
from gateway.privacy.rewrite import Outbound, without_body
from gateway.state import SealedMemory
from gateway.telemetry import Metrics
from gateway.upstream import Upstream
from gateway.wire.shape import Shape

_log = structlog.get_logger()
_ANY = Shape()


class Proxy:
    """The ASGI application behind every provider path."""

    def __init__(
        self,
        *,
        settings: Settings,
        keys: Authenticator,
        preparer: Preparer,
        ledger: Ledger,
        upstream: Upstream,
        memory: SealedMemory,
        metrics: Metrics,
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._preparer = preparer
        self._ledger = ledger
        self._upstream = upstream
        self._memory = memory
        self._metrics = metrics
        self._language = settings.server.language
        self._records: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope, receive)
        exchange = Exchange(request_id=str(uuid4()))
        try:
            body = await admit(request, exchange, self._settings, self._keys)
            started = time.perf_counter()
            outbound = await self._outbound(request, exchange, body)
            receipt = await self._depart(exchange, outbound)
            self._metrics.ahead.observe(time.perf_counter() - started)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - whatever failed, nothing has left and the caller is told
            refusal = error if isinstance(error, GatewayError) else GatewayError()
            if refusal is not error:
                _log.error("failed", request_id=exchange.request_id, error=type(error).__name__)
            await self._refuse(exchange, refusal)
            content, headers = error_reply(refusal, exchange.dialect, exchange.request_id, self._language)
            await Response(content, refusal.status, headers)(scope, receive, send)
            return
        wants_json = body is not None and exchange.route.format.wants_json(body)  # type: ignore[union-attr]
        delivery = Delivery(
            exchange, outbound, send, self._memory, wants_json=wants_json, language=self._language
        )
        work = self._deliver(exchange, outbound, receipt, delivery)
        await self._accompany(exchange, receive, work)

    async def close(self) -> None:
        """Wait for the records of calls that have ended."""
        while self._records:
            await asyncio.gather(*self._records)

    async def _outbound(self, request: Request, exchange: Exchange, body: Any) -> Outbound:
        route = exchange.route
        if route is None:
            raise AssertionError("only an admitted request goes out")
        if route.format is None:
            return without_body(route.method, route.path)
        return await self._preparer.prepare(request, exchange, body)

    async def _depart(self, exchange: Exchange, outbound: Outbound) -> Receipt:
        try:
            receipt = await self._ledger.append(exchange.departure(outbound))
        except AuditUnavailable:
            raise Unavailable(
                phrase("The call could not be put on record, so nothing was sent. Try again in a moment."),
                code="audit_unavailable",
            ) from None
        for label, count in outbound.labels.items():
            self._metrics.hidden.labels(label).inc(count)
        exchange.departed = time.monotonic()
        return receipt

    async def _deliver(
        self, exchange: Exchange, outbound: Outbound, receipt: Receipt, delivery: Delivery
    ) -> None:
        route, name = exchange.route, exchange.provider_name
        if route is None or name is None:
            raise AssertionError("only an admitted request goes out")
        wire = route.format
        try:
            async with self._upstream.send(name, outbound, receipt) as reply:
                if wire is not None and wire.stream is not None and reply.media_type == "text/event-stream":
                    await delivery.stream(reply, wire)
                else:
                    allow = self._allowed(exchange) if wire is None else None
                    await delivery.whole(reply, wire.answer if wire else _ANY, allow)
        except ProviderUnreachable as error:
            # A body that comes whole is only begun once all of it is here: the caller can still be told.
            await delivery.failed(error)

    def _allowed(self, exchange: Exchange) -> Any:
        provider, policy = exchange.provider, exchange.policy
        return lambda model: provider.allows(model) and policy.allows(model)  # type: ignore[union-attr]

    async def _accompany(self, exchange: Exchange, receive: Receive, work: Coroutine[Any, Any, None]) -> None:
        """Do the work unless the caller hangs up first; record how it ended, always."""
        self._metrics.open.inc()
        delivering = asyncio.ensure_future(work)
        listening = asyncio.ensure_future(_hung_up(receive))
        try:
            await asyncio.wait((delivering, listening), return_when=asyncio.FIRST_COMPLETED)
            if not delivering.done():
                exchange.outcome = Outcome.CANCELLED
                delivering.cancel()
            try:
                await delivering
            except asyncio.CancelledError:
                exchange.outcome = Outcome.CANCELLED
            except OSError:
                exchange.outcome = Outcome.CANCELLED
            except Exception as error:  # noqa: BLE001 - its message may hold text
                exchange.outcome = Outcome.INTERRUPTED
                _log.error("failed", request_id=exchange.request_id, error=type(error).__name__)
                raise _Broken from None
        finally:
            delivering.cancel()
            listening.cancel()
            self._metrics.open.dec()
            self._arrived(exchange)

    def _arrived(self, exchange: Exchange) -> None:
        route = exchange.route.name if exchange.route else ""
        self._metrics.calls.labels(route, exchange.outcome).inc()
        self._metrics.unresolved.inc(exchange.unresolved)
        # The caller has the answer: the record of its arrival is made durable without making them wait.
        self._record_later(exchange.arrival())

    async def _refuse(self, exchange: Exchange, error: GatewayError) -> None:
        self._metrics.refusals.labels(error.code).inc()
        await self._record(exchange.refusal(error))

    def _record_later(self, record: Record) -> None:
        task = asyncio.ensure_future(self._record(record))
        self._records.add(task)
        task.add_done_callback(self._records.discard)

    async def _record(self, record: Record) -> None:
        try:
            await self._ledger.append(record)
        except AuditUnavailable:
            # Nothing more can leave while this lasts; what cannot be recorded now is counted and logged.
            self._metrics.unrecorded.inc()
            _log.error("unrecorded", record=type(record).__name__, request_id=record.request_id)  # type: ignore[union-attr]


class _Broken(RuntimeError):
    """Ends the connection of an answer that failed half-way, without a message."""


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
