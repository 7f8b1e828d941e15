"""From an admitted request to what may leave: extract, find, decide, rewrite."""

import asyncio
import hmac
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from config.errors import phrase
from config.policy import Scope
from detectors.analyser import Analyser
from detectors.errors import DetectionBusy, DetectionFailed, DetectionTimeout
from detectors.findings import Finding
from gateway.attachments.images import Album, ImageReader
from gateway.attachments.reader import FileReader
from gateway.errors import Unavailable
from gateway.http.exchange import Exchange
from gateway.http.headers import passed_on, passed_query
from gateway.privacy import depicted
from gateway.privacy.decide import Plan, decide
from gateway.privacy.kept import Kept
from gateway.privacy.occurrences import Memory
from gateway.privacy.pseudonyms import Minter
from gateway.privacy.resent import Known
from gateway.privacy.rewrite import Call, Outbound, rewrite
from gateway.privacy.scope import conversation
from gateway.privacy.sealed import remembered
from gateway.privacy.segments import Segment, extract, needs_inspection, seams, spread
from gateway.state import SealedMemory
from gateway.telemetry import Metrics
from gateway.wire.strict_json import dump

_MADE_UP = "idempotency-key"
#: Bytes from which the pure steps are done beside the event loop.
_LARGE = 200_000


class Preparer:
    """Makes requests fit to leave. ``key`` is the secret that pseudonyms are minted with."""

    def __init__(
        self,
        analyser: Analyser,
        memory: SealedMemory,
        key: bytes,
        metrics: Metrics,
        files: FileReader | None = None,
        *,
        images: ImageReader | None = None,
    ) -> None:
        """Keep the parts. Without ``files`` or ``images``, such are refused whatever the policy says."""
        self._analyser = analyser
        self._files = files
        self._images = images
        self._memory = memory
        self._key = key
        self._metrics = metrics
        self._known = Known()
        self._seen = Memory()

    async def prepare(self, request: Request, exchange: Exchange, body: dict[str, Any]) -> Outbound:
        """Return what may leave. Raises `GatewayError`; then nothing may."""
        route, policy = exchange.route, exchange.policy
        if route is None or route.format is None or policy is None:
            raise AssertionError("only an admitted request is prepared")
        if self._files is not None:
            readable = await self._files.read(body, route.format.request, policy)
            body, exchange.files = readable.body, readable.files
        album = Album(body)
        if self._images is not None:
            album = await self._images.look(body, route.format.request, policy)
        headers = self._without_words(passed_on(request.headers, exchange.dialect))
        told = tuple((name, value) for name in ("project", "purpose") if (value := getattr(exchange, name)))
        kept = exchange.kept
        query = passed_query(request.query_params.multi_items(), kept.keeping.query if kept else frozenset())
        call = Call(route.format, route.method, route.path, album.body, query, headers)
        named = (("model", route.model),) if route.model else ()
        seen = [(look.where.path, look.lettering.text) for look in album.looks]
        segments = extract(album.body, route.format, (*headers, *told), (*named, *query), seen)
        findings = await self._find(segments, exchange)
        spoken = {segment.place.path for segment, found in zip(segments, findings, strict=True) if found}
        exchange.told_is_plain = not spoken & {("header", name) for name, _value in told}
        exchange.model_is_plain = not spoken & {("model",), ("url", "model")}
        known = remembered(segments, self._memory.knows)
        turns = route.format.turns
        minter, salt = self._minter(request, exchange, body, turns)
        if kept is not None:
            minter = kept.minter(minter)
            salt = hmac.digest(self._key, b"salt:" + minter.key, "sha256")
            exchange.scope = hmac.digest(self._key, b"scope:" + minter.key, "sha256").hex()[:16]

        def plan_now() -> Plan:
            # Of one conversation (or whatever shares pseudonyms) and one policy, and of no other.
            key = hmac.digest(salt, policy.version.encode(), "sha256")
            return decide(segments, findings, policy, known, memory=self._seen, key=key, turns=turns)

        def finish(plan: Plan | None = None, pictures: Sequence[str] = ()) -> Outbound:
            plan = plan or plan_now()
            minter.reserve(plan.reserved)
            outbound = rewrite(
                *(call, segments, plan, minter),
                salt=salt,
                with_note=policy.instruction,
                known=self._known,
                pictures=pictures,
            )
            if kept is not None:
                kept.memory = Kept.of(minter)
            return outbound

        if album.looks and self._images is not None:
            plan = await asyncio.to_thread(plan_now)
            plan = depicted.painted_over(segments, plan)
            pictures, painted = await self._images.paint(album.looks, depicted.found(segments, plan))
            exchange.files += painted
            return await asyncio.to_thread(finish, plan, pictures)
        if max(exchange.bytes_received, exchange.characters_seen) > _LARGE:
            return await asyncio.to_thread(finish)
        return finish()

    def _without_words(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        """Return the headers with a key that callers make up as a hash: it need only be the same again."""
        return tuple(
            (
                name,
                hmac.digest(self._key, f"{name}:{value}".encode(), "sha256").hex()
                if name == _MADE_UP
                else value,
            )
            for name, value in headers
        )

    async def _find(self, segments: Sequence[Segment], exchange: Exchange) -> tuple[tuple[Finding, ...], ...]:
        inspected = [at for at, segment in enumerate(segments) if needs_inspection(segment)]
        cuts = seams(segments)
        texts = [*(segments[at].inspected for at in inspected), *(seam.text for seam in cuts)]

        def matters(number: int, finding: Finding) -> bool:
            if number < len(inspected):
                return finding.end > len(segments[inspected[number]].cue)
            return finding.start < cuts[number - len(inspected)].middle < finding.end

        exchange.segments = len(segments)
        exchange.characters_seen = sum(map(len, texts))
        exchange.detector_version = self._analyser.version
        started = time.perf_counter()
        try:
            analysis = await self._analyser.analyse(texts, matters)
        except DetectionBusy as error:
            raise Unavailable(
                phrase("Too many texts wait to be inspected, so nothing was sent. Try again in a moment."),
                code="detection_busy",
                cause=str(error),
            ) from None
        except DetectionTimeout as error:
            raise Unavailable(
                phrase("The text took too long to inspect, so nothing was sent. Send it in smaller parts."),
                code="detection_timeout",
                cause=str(error),
            ) from None
        except DetectionFailed as error:
            raise Unavailable(cause=str(error)) from None
        self._metrics.detection.observe(time.perf_counter() - started)
        exchange.characters_analysed = analysis.characters
        self._metrics.characters.labels("cached").inc(analysis.characters_cached)
        self._metrics.characters.labels("analysed").inc(analysis.characters - analysis.characters_cached)
        if analysis.characters != exchange.characters_seen or len(analysis.findings) != len(texts):
            # Partial coverage is a failure like any other.
            raise Unavailable(cause="partial coverage")
        found: list[tuple[Finding, ...]] = [()] * len(segments)
        for at, own in zip(inspected, analysis.findings, strict=False):
            found[at] = own
        across = analysis.findings[len(inspected) :]
        placed = spread(segments, found, cuts, across)
        exchange.labels = Counter(finding.label for own in placed for finding in own)
        return placed

    def _minter(
        self, request: Request, exchange: Exchange, body: dict[str, Any], turns: str
    ) -> tuple[Minter, bytes]:
        """Return the minter of the call's scope, and a salt of the same scope for hashes."""
        who, policy = exchange.who, exchange.policy
        if who is None or policy is None:
            raise AssertionError("only an admitted request is prepared")
        owner = who.team or who.key_id
        owned = f"{len(owner)}:{owner}"
        # What may wait for approval is made the same when it is sent again, or nothing lets it through.
        once = exchange.request_id if policy.approval is None else f"{who.key_id}:{dump(body)}"
        match policy.scope:
            case Scope.CALL:
                said = once
            case Scope.CONVERSATION if exchange.kept is not None and exchange.kept.keeping.begins:
                # What is said later in an empty conversation tells it from any other.
                said = owned + once
            case Scope.CONVERSATION:
                said = owned + conversation(body, turns, request.headers.get("x-claude-code-session-id", ""))
            case Scope.TEAM:
                said = owned
            case Scope.ORGANIZATION:
                said = ""
        scope = f"{policy.scope}:{said}".encode("utf-8", "surrogatepass")
        salt = hmac.digest(self._key, b"salt:" + scope, "sha256")
        exchange.scope = hmac.digest(self._key, b"scope:" + scope, "sha256").hex()[:16]
        return Minter(self._key, scope), salt
