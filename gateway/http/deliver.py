"""From a provider's answer to what the caller gets: restored, event by event or whole."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from typing import Any, TypeVar

from audit.records import Outcome
from config.errors import phrase
from gateway.errors import GatewayError, ProviderUnreachable, Withheld
from gateway.http.exchange import Exchange
from gateway.http.headers import passed_back
from gateway.http.listing import only_allowed
from gateway.http.render import Voice, error_event, error_reply
from gateway.privacy.note import without_note, without_note_behind
from gateway.privacy.offsets import shifted
from gateway.privacy.reading import Span
from gateway.privacy.restore import Restorer
from gateway.privacy.rewrite import Outbound
from gateway.privacy.sealed import signed_texts
from gateway.privacy.sources import told_back
from gateway.privacy.stream import StreamRestorer
from gateway.state import SealedMemory
from gateway.upstream import Reply
from gateway.wire.deliver import deliver
from gateway.wire.format import Stream
from gateway.wire.framing import Decoder, Event, Framing, framing_of
from gateway.wire.strict_json import dump_answer, parse_answer

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")
_SUCCESS = range(200, 300)
#: Answers that say nothing of a length (RFC 9110, section 8.6).
_WITHOUT_BODY = (204, 304)
#: Bytes from which an answer is read and restored beside the event loop.
_LARGE = 200_000


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
        voice: Voice,
    ) -> None:
        self._exchange = exchange
        self._outbound = outbound
        self._send = send
        self._memory = memory
        self._wants_json = wants_json
        self._voice = voice
        self._restorer = Restorer(outbound.hidden, outbound.reserved, outbound.sources)
        #: Whether the last byte was handed on: a caller who hangs up then has had the whole answer.
        self.complete = False
        #: Whether the provider's stream has told an error.
        self.told_error = False
        #: The event of a stream that was last looked at.
        self._noted: Any = None

    def is_stream(self, reply: Reply) -> bool:
        """Return whether an answer is a stream of events, which some providers forget to say."""
        wire = self._exchange.route.format if self._exchange.route else None
        return wire is not None and wire.stream is not None and self._framing(reply, wire.stream) is not None

    def _framing(self, reply: Reply, shape: Stream) -> Framing | None:
        asked = self._exchange.stream and reply.status in _SUCCESS
        return framing_of(shape.framings, reply.media_type, asked=asked)

    async def stream(self, reply: Reply, shape: Stream) -> None:
        """Deliver a stream of events. A provider that breaks off becomes an error event."""
        exchange = self._exchange
        restorer = StreamRestorer(
            shape, self._restorer, remember=self._memory.remember, json_answer=self._wants_json
        )
        framing = self._framing(reply, shape) or shape.framings[0]
        await self._start(reply, media_type=framing.media_type)
        try:
            async for piece in self._pieces(reply, restorer, framing.decoder()):
                await self._body(piece, more=True)
            exchange.outcome = Outcome.PROVIDER_ERROR if self.told_error else _outcome(reply)
        except ProviderUnreachable as error:
            exchange.outcome = Outcome.INTERRUPTED
            left = b"" if isinstance(error, Withheld) else restorer.flush()
            # What came whole goes out; the beginning of an event would only spoil the one that tells.
            told = error_event(
                error,
                exchange.dialect,
                exchange.request_id,
                self._voice,
                last=restorer.last,
                framing=framing,
            )
            await self._body(left + told, more=True)
        finally:
            self._count()
        await self._body(b"", more=False)

    async def whole(self, reply: Reply, shape: Any, allow: Callable[[str], bool] | None = None) -> None:
        """Deliver a body that comes in one piece. ``allow`` leaves only some of a list of models."""
        exchange = self._exchange
        content = await reply.body()
        exchange.bytes_from_provider = len(content)
        restored = await self._restored(content, shape, allow)
        if exchange.kept is not None:
            await exchange.kept.settle()
            await exchange.kept.end(reply.status)
        exchange.outcome = _outcome(reply)
        self._count()
        await self._start(reply, length=len(restored))
        await self._body(restored, more=False)

    async def failed(self, error: GatewayError, outcome: Outcome) -> None:
        """Tell the caller that the provider did not answer, or not so that it can be passed on."""
        exchange = self._exchange
        exchange.outcome = outcome
        exchange.status = error.status
        body, headers = error_reply(error, exchange.dialect, exchange.request_id, self._voice)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": error.status, "headers": raw})
        await self._body(body, more=False)

    async def _pieces(self, reply: Reply, restorer: StreamRestorer, decoder: Decoder) -> AsyncIterator[bytes]:
        async for chunk in reply.chunks():
            self._exchange.bytes_from_provider += len(chunk)
            try:
                events = decoder.feed(chunk)
            except ValueError:
                raise ProviderUnreachable(
                    phrase("The provider sent an event too large to handle."), code="provider_interrupted"
                ) from None
            if out := self._fed(restorer, events):
                await self._settle()
                yield out
        if left := self._fed(restorer, decoder.flush()) + restorer.flush():
            await self._settle()
            yield left

    async def _settle(self) -> None:
        """Keep what a later call needs of the events that are about to go out."""
        if self._exchange.kept is not None:
            await self._exchange.kept.settle()

    def _fed(self, restorer: StreamRestorer, events: Sequence[Event]) -> bytes:
        for event in events:
            restorer.take(event)
            last = restorer.last
            if last is not self._noted:
                # Else it is the one before over again, but for its text.
                self._noted = last
                self._exchange.note_usage(last)
                if self._exchange.kept is not None:
                    self._exchange.kept.see(last)
                if event.data and '"error"' in event.data and _tells_error(last):
                    self.told_error = True
        return restorer.ready()

    async def _restored(self, content: bytes, shape: Any, allow: Callable[[str], bool] | None) -> bytes:
        beside = asyncio.to_thread if len(content) > _LARGE else _here
        try:
            answer = await beside(parse_answer, content)
        except (ValueError, RecursionError):
            return await beside(self._restored_text, content)
        self._exchange.note_usage(answer)
        if self._exchange.kept is not None:
            self._exchange.kept.see(answer)
        for text, signature in signed_texts(answer):
            self._memory.remember(text, signature)
        if allow is not None:
            return dump_answer(only_allowed(answer, allow)).encode("utf-8")
        if not self._restorer:
            return content
        return await beside(self._restored_json, content, answer, shape)

    def _restored_text(self, content: bytes) -> bytes:
        text = content.decode("utf-8", "surrogateescape")
        return self._restorer.text(text).encode("utf-8", "surrogateescape")

    def _restored_json(self, content: bytes, answer: Any, shape: Any) -> bytes:
        wire = self._exchange.route.format if self._exchange.route else None
        if self._exchange.kept is not None and wire is not None:
            # What is fetched again says itself in which form it was asked for.
            self._wants_json = self._wants_json or wire.wants_json(answer)
        restored = deliver(answer, shape, self._text, self._restorer.json_text, self._leaf)
        restored = shifted(answer, restored, wire.cited if wire else (), self._spans)
        restored = told_back(answer, restored, wire.cited_sources if wire else (), self._restorer.sources)
        restored = without_note(restored, wire.echo if wire else None)
        return content if restored == answer else dump_answer(restored).encode("utf-8")

    def _spans(self, text: str) -> list[Span]:
        return self._restorer.spans(text, whole_json=self._wants_json)

    def _text(self, text: str) -> str:
        restored = self._restorer.text(text, whole_json=self._wants_json)
        return restored if self._exchange.kept is None else without_note_behind(restored)

    def _leaf(self, text: str) -> Any:
        restored = self._restorer.leaf(text, whole_json=self._wants_json)
        kept = self._exchange.kept is not None and isinstance(restored, str)
        return without_note_behind(restored) if kept else restored

    def _count(self) -> None:
        self._exchange.restored = self._restorer.restored
        self._exchange.unresolved = self._restorer.unresolved

    async def _start(self, reply: Reply, length: int | None = None, media_type: str = "") -> None:
        exchange = self._exchange
        exchange.status = reply.status
        exchange.first_byte = time.monotonic()
        headers = passed_back(reply.headers)
        if media_type and reply.media_type != media_type:
            headers = [pair for pair in headers if pair[0] != b"content-type"]
            headers.append((b"content-type", media_type.encode()))
        headers.append((b"x-paravent-request-id", exchange.request_id.encode()))
        if self._outbound.labels:
            hidden = ", ".join(f"{label}={count}" for label, count in sorted(self._outbound.labels.items()))
            headers.append((b"x-paravent-hidden", hidden.encode()))
        if length is None:
            headers.append((b"cache-control", b"no-cache"))
        elif reply.status not in _WITHOUT_BODY:
            headers.append((b"content-length", str(length).encode()))
        await self._send({"type": "http.response.start", "status": reply.status, "headers": headers})

    async def _body(self, content: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": content, "more_body": more})
        self._exchange.bytes_delivered += len(content)
        self.complete = not more


async def _here(work: Callable[..., T], *given: Any) -> T:
    return work(*given)


def _outcome(reply: Reply) -> Outcome:
    return Outcome.DELIVERED if reply.status in _SUCCESS else Outcome.PROVIDER_ERROR


def _tells_error(event: Any) -> bool:
    if not isinstance(event, dict):
        return False
    if event.get("type") == "message-end" and isinstance(event.get("delta"), dict):
        event = event["delta"]  # Cohere's
    return isinstance(event.get("error"), dict | str) or event.get("type") in ("error", "response.failed")
