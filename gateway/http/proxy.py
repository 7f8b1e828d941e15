"""The flow of one request, from its arrival to the end of its answer."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from audit.errors import AuditUnavailable
from audit.index import IndexKey
from audit.ledger import Ledger, Receipt
from audit.records import Outcome
from config.errors import phrase
from config.settings import Settings
from gateway.errors import GatewayError, ProviderUnreachable, Unavailable
from gateway.http.admit import admit
from gateway.http.approval import Gate
from gateway.http.auth import Authenticator
from gateway.http.deliver import Delivery
from gateway.http.exchange import Exchange
from gateway.http.headers import passed_query
from gateway.http.keeper import Keeper
from gateway.http.line import HungUp, Line
from gateway.http.prepare import Preparer
from gateway.http.recorder import Recorder
from gateway.http.render import Voice, error_reply
from gateway.privacy.rewrite import Outbound, without_body
from gateway.state import SealedMemory
from gateway.telemetry import Metrics
from gateway.upstream import Reply, Upstream
from gateway.vault.entries import Vault
from gateway.wire.routes import Action
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
        index: IndexKey,
        gate: Gate | None = None,
        vault: Vault | None = None,
    ) -> None:
        self._settings = settings
        self._keys = keys
        self._preparer = preparer
        self._ledger = ledger
        self._upstream = upstream
        self._memory = memory
        self._metrics = metrics
        self._index = index
        self._gate = gate or Gate()
        self._keeper = Keeper(vault)
        self._voice = Voice.of(settings)
        self._recorder = Recorder(ledger, metrics)
        self._calls: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = Request(scope, receive)
        exchange = Exchange(request_id=str(uuid4()))
        with Line(receive) as line:
            try:
                body = await admit(request, exchange, self._settings, self._keys)
                line.listen()
                started = time.perf_counter()
                outbound = await line.accompany(self._outbound(request, exchange, body))
                delivery = self._delivery(exchange, outbound, body, send)
                # Not cut short when the caller hangs up: what is on record as leaving needs its ending too.
                await self._gate.use(exchange)
                receipt = await self._depart(exchange, outbound)
                self._metrics.ahead.observe(time.perf_counter() - started)
            except (ClientDisconnect, HungUp):
                return
            except Exception as error:  # noqa: BLE001 - whatever failed, nothing has left and the caller is told
                refusal = error if isinstance(error, GatewayError) else GatewayError()
                if refusal is not error:
                    _log.error("failed", request_id=exchange.request_id, error=type(error).__name__)
                await self._refuse(exchange, refusal)
                content, headers = error_reply(refusal, exchange.dialect, exchange.request_id, self._voice)
                await Response(content, refusal.status, headers)(scope, receive, send)
                return
            await self._accompany(exchange, line, outbound, receipt, delivery)

    async def close(self) -> None:
        """Wait for calls that were cut short, and for the records of calls that have ended."""
        while self._calls:
            await asyncio.wait(self._calls)
        await self._recorder.close()

    async def _outbound(self, request: Request, exchange: Exchange, body: Any) -> Outbound:
        route = exchange.route
        who, provider = exchange.who, exchange.provider_name
        if route is None or who is None or provider is None:
            raise AssertionError("only an admitted request goes out")
        query = request.query_params
        exchange.route, kept = await self._keeper.open(route, who, provider, body, query)
        exchange.kept = kept
        if route.action is Action.LIST_MODELS:
            return without_body(route.method, route.path, route.query)
        if route.action is Action.RECALL and kept is not None:
            asked = passed_query(query.multi_items(), kept.keeping.query)
            before = kept.before
            return without_body(route.method, route.path, asked, before.table, before.reserved)
        outbound = await self._preparer.prepare(request, exchange, body)
        # Before anything is kept of it: sent again, it has to be the same call.
        await self._gate.look(exchange, outbound)
        if kept is not None:
            await kept.depart()
        return outbound

    def _delivery(self, exchange: Exchange, outbound: Outbound, body: Any, send: Send) -> Delivery:
        wire = exchange.route.format if exchange.route else None
        wants_json = wire is not None and wire.wants_json(body)
        return Delivery(exchange, outbound, send, self._memory, wants_json=wants_json, voice=self._voice)

    async def _depart(self, exchange: Exchange, outbound: Outbound) -> Receipt:
        try:
            if exchange.files:
                await self._ledger.append(exchange.files_read())
            receipt = await self._ledger.append(exchange.departure(outbound, self._index))
        except AuditUnavailable as error:
            raise Unavailable(
                phrase("The call could not be put on record, so nothing was sent. Try again in a moment."),
                code="audit_unavailable",
                cause=str(error),
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
        reply: Reply | None = None
        try:
            async with self._upstream.send(name, outbound, receipt) as reply:
                if wire is not None and wire.stream is not None and delivery.is_stream(reply):
                    await delivery.stream(reply, wire.stream)
                else:
                    allow = self._allowed(exchange) if wire is None else None
                    await delivery.whole(reply, wire.answer if wire else _ANY, allow)
        except ProviderUnreachable as error:
            # A body that comes whole is only begun once all of it is here: the caller can still be told.
            answered = reply is not None or error.code != ProviderUnreachable.code
            await delivery.failed(error, Outcome.INTERRUPTED if answered else Outcome.UNREACHABLE)

    def _allowed(self, exchange: Exchange) -> Any:
        provider, policy = exchange.provider, exchange.policy
        return lambda model: provider.allows(model) and policy.allows(model)  # type: ignore[union-attr]

    async def _accompany(
        self, exchange: Exchange, line: Line, outbound: Outbound, receipt: Receipt, delivery: Delivery
    ) -> None:
        """Send and deliver unless the caller hangs up first; record how it ended, always."""
        self._metrics.open.inc()
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._calls.add(ended)
        try:
            await line.accompany(self._deliver(exchange, outbound, receipt, delivery))
        except (HungUp, OSError):
            if not delivery.complete:
                # An SDK that is told of an error hangs up at once.
                exchange.outcome = Outcome.PROVIDER_ERROR if delivery.told_error else Outcome.CANCELLED
        except Exception as error:  # noqa: BLE001 - its message may hold text
            _log.error("failed", request_id=exchange.request_id, error=type(error).__name__)
            await self._apologise(exchange, delivery)
        finally:
            self._metrics.open.dec()
            self._arrived(exchange)
            self._calls.discard(ended)
            ended.set_result(None)

    async def _apologise(self, exchange: Exchange, delivery: Delivery) -> None:
        """Tell the caller of an answer that cannot be handled, or break it off where it has begun."""
        if exchange.first_byte is not None:
            exchange.outcome = Outcome.INTERRUPTED
            raise _Broken from None
        error = ProviderUnreachable(
            phrase("The provider's answer could not be handled."), code="provider_unreadable"
        )
        await delivery.failed(error, Outcome.INTERRUPTED)

    def _arrived(self, exchange: Exchange) -> None:
        route = exchange.route.name if exchange.route else ""
        self._metrics.calls.labels(route, exchange.outcome).inc()
        self._metrics.unresolved.inc(exchange.unresolved)
        # The caller has the answer: the record of its arrival is made durable without making them wait.
        self._recorder.record_later(exchange.arrival())

    async def _refuse(self, exchange: Exchange, error: GatewayError) -> None:
        self._metrics.refusals.labels(error.code).inc()
        if isinstance(error, Unavailable):
            self._metrics.unavailable.labels(error.code, error.cause).inc()
            _log.warning("unavailable", request_id=exchange.request_id, code=error.code, cause=error.cause)
        await self._recorder.record(exchange.refusal(error))


class _Broken(RuntimeError):
    """Ends the connection of an answer that failed half-way, without a message."""
