"""From a provider's answer to what the caller gets: restored, event by event or whole."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

from audit.records import Outcome
from config.errors import phrase
from gateway.errors import GatewayError, ProviderUnreachable
from gateway.http.exchange import Exchange
from gateway.http.headers import passed_back
from gateway.http.render import error_event, error_reply
from gateway.privacy.restore import Restorer
from gateway.privacy.rewrite import Outbound
from gateway.privacy.sealed import signed_texts
from gateway.privacy.stream import StreamRestorer
from gateway.state import SealedMemory
from gateway.upstream import Reply
from gateway.wire.deliver import deliver
from gateway.wire.format import WireFormat
from gateway.wire.sse import Decoder, Event
from gateway.wire.strict_json import dump

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_SUCCESS = range(200, 300)


class Delivery:
    """One answer on its way to the caller."""

    def __init__(
        self,
        exchange: Exchange,
        outbound: Outbound,
        send: Send,
        memory: SealedMemory,
        *,
        wants_json: bool,
        language: str,
    ) -> None:
        self._exchange = exchange
        self._outbound = outbound
        self._send = send
        self._memory = memory
        self._wants_json = wants_json
        self._language = language
        self._restorer = Restorer(outbound.hidden)

    async def stream(self, reply: Reply, wire: WireFormat) -> None:
        """Deliver a stream of events. A provider that breaks off becomes an error event."""
        exchange = self._exchange
        await self._start(reply)
        try:
            async for piece in self._pieces(reply, wire):
                await self._body(piece, more=True)
            exchange.outcome = Outcome.DELIVERED
        except ProviderUnreachable as error:
            exchange.outcome = Outcome.INTERRUPTED
            event = error_event(error, exchange.dialect, exchange.request_id, self._language)
            await self._body(event, more=True)
        finally:
            self._count()
        await self._body(b"", more=False)

    async def whole(self, reply: Reply, shape: Any, allow: Callable[[str], bool] | None = None) -> None:
        """Deliver a body that comes in one piece. ``allow`` leaves only some of a list of models."""
        exchange = self._exchange
        content = await reply.body()
        exchange.bytes_from_provider = len(content)
        restored = self._restored(content, shape, allow)
        exchange.outcome = Outcome.DELIVERED if reply.status in _SUCCESS else Outcome.PROVIDER_ERROR
        self._count()
        await self._start(reply, length=len(restored))
        await self._body(restored, more=False)

    async def failed(self, error: GatewayError) -> None:
        """Tell the caller that the provider did not answer."""
        exchange = self._exchange
        exchange.outcome = Outcome.UNREACHABLE
        exchange.status = error.status
        body, headers = error_reply(error, exchange.dialect, exchange.request_id, self._language)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": error.status, "headers": raw})
        await self._body(body, more=False)

    async def _pieces(self, reply: Reply, wire: WireFormat) -> AsyncIterator[bytes]:
        if wire.stream is None:
            raise AssertionError("only a format with events is streamed")
        decoder = Decoder()
        restorer = StreamRestorer(
            wire.stream, self._restorer, remember=self._memory.remember, json_answer=self._wants_json
        )
        try:
            async for chunk in reply.chunks():
                self._exchange.bytes_from_provider += len(chunk)
                out = b"".join([self._fed(restorer, event) for event in decoder.feed(chunk)])
                if out:
                    yield out
        except ValueError:
            raise ProviderUnreachable(
                phrase("The provider sent an event too large to handle."), code="provider_interrupted"
            ) from None
        finally:
            left = b"".join([self._fed(restorer, event) for event in decoder.flush()]) + restorer.flush()
        if left:
            yield left

    def _fed(self, restorer: StreamRestorer, event: Event) -> bytes:
        out = restorer.feed(event)
        if event.data and '"usage"' in event.data:
            self._exchange.note_usage(restorer.last)
        return out

    def _restored(self, content: bytes, shape: Any, allow: Callable[[str], bool] | None) -> bytes:
        try:
            answer = json.loads(content)
        except ValueError:
            return self._restorer.text(content.decode("utf-8", "surrogateescape")).encode(
                "utf-8", "surrogateescape"
            )
        self._exchange.note_usage(answer)
        for text, signature in signed_texts(answer):
            self._memory.remember(text, signature)
        if allow is not None:
            return dump(_only_allowed(answer, allow)).encode("utf-8")
        if not self._restorer:
            return content
        restored = deliver(answer, shape, self._text, self._restorer.json_text)
        return content if restored == answer else dump(restored).encode("utf-8")

    def _text(self, text: str) -> str:
        if self._wants_json and text.lstrip()[:1] in ("{", "["):
            return self._restorer.json_text(text)
        return self._restorer.text(text)

    def _count(self) -> None:
        self._exchange.restored = self._restorer.restored
        self._exchange.unresolved = self._restorer.unresolved

    async def _start(self, reply: Reply, length: int | None = None) -> None:
        exchange = self._exchange
        exchange.status = reply.status
        exchange.first_byte = time.monotonic()
        headers = passed_back(reply.headers.multi_items())
        headers.append(("x-paravent-request-id", exchange.request_id))
        if self._outbound.labels:
            hidden = ", ".join(f"{label}={count}" for label, count in sorted(self._outbound.labels.items()))
            headers.append(("x-paravent-hidden", hidden))
        if length is not None:
            headers.append(("content-length", str(length)))
        else:
            headers.append(("cache-control", "no-cache"))
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        await self._send({"type": "http.response.start", "status": reply.status, "headers": raw})

    async def _body(self, content: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": content, "more_body": more})
        self._exchange.bytes_delivered += len(content)


def _only_allowed(answer: Any, allow: Callable[[str], bool]) -> Any:
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        return answer
    kept = [
        model
        for model in answer["data"]
        if isinstance(model, dict) and isinstance(model.get("id"), str) and allow(model["id"])
    ]
    return {**answer, "data": kept}
