"""What is known of one request so far, and the records made of it."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from audit.index import IndexKey, entries_of
from audit.records import LARGEST, Administration, Arrival, Departure, Outcome, Refusal, Who, fit
from config.policy import Policy
from config.provider import Dialect, Provider
from gateway.attachments.reader import Attached
from gateway.errors import GatewayError
from gateway.http.keeper import Recollection
from gateway.privacy.rewrite import Outbound
from gateway.wire.routes import Route

FILES_READ = "files.read"
"""The action of the event that tells which files a call held; its subject is the call's request id."""


@dataclass(slots=True)
class Exchange:
    """One request, from its arrival here to the end of its answer."""

    request_id: str
    dialect: Dialect = Dialect.OPENAI
    who: Who | None = None
    project: str | None = None
    purpose: str | None = None
    #: Whether project and purpose were searched and nothing was found: till then they are a caller's text.
    told_is_plain: bool = False
    #: The same for the model's name, in which anything can be written where an operator allows `*`.
    model_is_plain: bool = False
    provider_name: str | None = None
    provider: Provider | None = None
    route: Route | None = None
    policy_name: str | None = None
    policy: Policy | None = None
    model: str | None = None
    stream: bool = False
    detector_version: str = ""
    scope: str = ""
    bytes_received: int = 0
    segments: int = 0
    characters_seen: int = 0
    characters_analysed: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    departed: float = 0.0
    first_byte: float | None = None
    status: int | None = None
    bytes_from_provider: int = 0
    bytes_delivered: int = 0
    tokens_read: int | None = None
    tokens_written: int | None = None
    restored: int = 0
    unresolved: int = 0
    outcome: Outcome = Outcome.INTERRUPTED
    #: What it knows of earlier calls, where the provider keeps the conversation.
    kept: Recollection | None = None
    #: The approval that lets it through, where one is wanted: the id of the held call, and its fingerprint.
    approval: tuple[str, bytes] | None = None
    #: The files whose text was read and put in their places, and the images that were painted over.
    files: tuple[Attached, ...] = ()

    def departure(self, outbound: Outbound, index: IndexKey) -> Departure:
        """Return the record that must be durable before anything is sent, with its blind index entries."""
        if self.who is None or self.provider is None or self.route is None or self.policy is None:
            raise AssertionError("a request leaves only after it was admitted")
        assessment = self.provider.transfer_assessment
        return Departure(
            request_id=self.request_id,
            at=datetime.now(UTC),
            who=self.who,
            project=self.project,
            purpose=self.purpose,
            provider=self.provider_name or "",
            location=self.provider.location,
            assessment=assessment.reference if assessment else None,
            operation=self.route.name,
            model=self.model,
            stream=self.stream,
            policy=self.policy_name or "",
            policy_version=self.policy.version,
            detector_version=self.detector_version,
            labels=dict(outbound.labels),
            scope=self.scope,
            bytes_received=self.bytes_received,
            bytes_sent=len(outbound.body),
            segments=self.segments,
            characters_seen=self.characters_seen,
            characters_analysed=self.characters_analysed,
            entries=entries_of(outbound.values, index, outbound.hides_same),
        )

    def files_read(self) -> Administration:
        """Return the record of which files were read for this call: kinds, sizes in bytes and pages.

        Of an image, also what was painted over in it.
        """
        told = {
            str(number): f"{file.document}, {file.size} bytes"
            + (f", {file.pages} pages" if file.pages else "")
            + "".join(f", {label}={count}" for label, count in file.painted)
            for number, file in enumerate(self.files, 1)
        }
        actor = self.who.name if self.who else ""
        return Administration(datetime.now(UTC), actor, FILES_READ, self.request_id, told)

    def refusal(self, error: GatewayError) -> Refusal:
        """Return the record of a request that was turned down."""
        return Refusal(
            request_id=self.request_id,
            at=datetime.now(UTC),
            who=self.who,
            project=self.project if self.told_is_plain else None,
            purpose=self.purpose if self.told_is_plain else None,
            provider=self.provider_name,
            operation=self.route.name if self.route else None,
            model=self.model if self.model_is_plain else None,
            code=error.code,
            status=error.status,
            labels=dict(self.labels),
            path=fit(error.path) if error.path else None,
            bytes_received=self.bytes_received,
            policy=self.policy_name,
            policy_version=self.policy.version if self.policy else None,
            detector_version=self.detector_version or None,
            characters_seen=self.characters_seen,
            characters_analysed=self.characters_analysed,
        )

    def arrival(self) -> Arrival:
        """Return the record of how a request that left has ended."""
        now = time.monotonic()
        return Arrival(
            request_id=self.request_id,
            at=datetime.now(UTC),
            outcome=self.outcome,
            status=self.status,
            bytes_received=self.bytes_from_provider,
            bytes_delivered=self.bytes_delivered,
            tokens_in=self.tokens_read,
            tokens_out=self.tokens_written,
            restored=self.restored,
            unresolved=self.unresolved,
            first_ms=None if self.first_byte is None else (self.first_byte - self.departed) * 1000,
            total_ms=(now - self.departed) * 1000,
        )

    def note_usage(self, answer: object) -> None:
        """Take the tokens that an answer, or an event of it, says were used."""
        if self.route is None or self.route.format is None or not isinstance(answer, dict):
            return
        read = _number(answer, self.route.format.tokens_read)
        written = _number(answer, self.route.format.tokens_written)
        self.tokens_read = self.tokens_read if read is None else read
        self.tokens_written = self.tokens_written if written is None else written


def _number(answer: dict[str, object], patterns: tuple[tuple[str, ...], ...]) -> int | None:
    for pattern in patterns:
        value: object = answer.get(pattern[0])
        if value is None:
            continue  # as in all events of a stream but one
        for name in pattern[1:]:
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
            return value
    return None
