"""From a request and a plan to what may leave. The only maker of `Outbound`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from gateway.errors import Refused
from gateway.privacy import last_check, note
from gateway.privacy.decide import Edit, Plan
from gateway.privacy.identity import Identities
from gateway.privacy.operators import apply
from gateway.privacy.pseudonyms import Hidden, Minter
from gateway.privacy.segments import Segment
from gateway.wire.format import WireFormat
from gateway.wire.strict_json import dump
from gateway.wire.walk import Place, walk

_SEAL: Final = object()


@dataclass(frozen=True, slots=True)
class Call:
    """A request as read: the parsed body and the parts of its envelope that may go on to the provider."""

    wire: WireFormat
    method: str
    path: str
    body: dict[str, Any]
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outbound:
    """A request that is fit to leave. The transport takes nothing else; only this module makes one.

    ``hidden`` is what can be restored, ``values`` all (label, original) pairs that do not leave.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    hidden: Mapping[str, Hidden] = field(repr=False)
    labels: Mapping[str, int]
    values: frozenset[tuple[str, str]] = field(repr=False)
    seal: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("only gateway.privacy.rewrite makes an Outbound")


def rewrite(
    call: Call,
    segments: Sequence[Segment],
    plan: Plan,
    minter: Minter,
    *,
    salt: bytes,
    with_note: bool = True,
) -> Outbound:
    """Return the request with every planned value replaced, after a last look at its bytes.

    Raises `LeakPrevented` when the last check finds an original, `Refused` when the caller asks for output
    that could not be restored.
    """
    if plan.hides:
        _refuse_unrestorable(call)
    identities = Identities()

    def mint(label: str, original: str) -> str:
        return minter.known(label, original) or minter.mint(label, identities.of(label, original), original)

    body: Any = call.body
    ours: tuple[str, ...] = ()
    if plan.hides:
        told = any(edit.action == "pseudonymize" for own in plan.edits for edit in own)
        wants_note = with_note and told and bool(call.wire.system)
        opening = wants_note and note.opens_conversation(segments, plan.edits, body, call.wire)
        behind = note.carrier(segments, plan.edits, body, call.wire) if wants_note and not opening else None
        replaced = [""] * len(segments)
        for at in _in_order_of_prompt(segments, call.wire):
            replaced[at] = _replaced(segments[at].text, plan.edits[at], mint, salt)
            if at == behind:
                replaced[at] += f"\n\n({note.NOTE})"
        ours = note.ADDED if opening or behind is not None else ()
        # Header texts come first among the segments and are not part of the body.
        turn = iter(
            (at, segment) for at, segment in enumerate(segments) if segment.place.path[:1] != ("header",)
        )

        def visit(place: Place, text: str) -> str:
            at, segment = next(turn)
            if segment.text != text or segment.place != place:
                raise AssertionError("extraction and rewriting took different ways")
            return replaced[at]

        body = walk(body, call.wire.request, visit)
        if opening:
            body = note.add_to_system(body, call.wire)
    payload = dump(body).encode("utf-8")
    target = f"{call.path}?{urlencode(call.query)}" if call.query else call.path
    last_check.check(payload, target, call.headers, plan.originals, plan.spared, ours=ours)
    values = frozenset(
        (edit.label, segment.text[edit.start : edit.end])
        for segment, own in zip(segments, plan.edits, strict=True)
        for edit in own
    )
    return Outbound(
        call.method, target, call.headers, payload, dict(minter.table), dict(plan.labels), values, _SEAL
    )


def without_body(method: str, path: str, query: tuple[tuple[str, str], ...] = ()) -> Outbound:
    """Return a request that carries nothing of the caller's but a route of ours (a list of models)."""
    return Outbound(
        method, f"{path}?{urlencode(query)}" if query else path, (), b"", {}, {}, frozenset(), _SEAL
    )


def _in_order_of_prompt(segments: Sequence[Segment], wire: WireFormat) -> list[int]:
    """Return the segments with the messages last: what a later turn adds comes after all that there was."""
    return sorted(range(len(segments)), key=lambda at: segments[at].place.path[0] == wire.turns)


def _replaced(text: str, edits: Sequence[Edit], mint: Any, salt: bytes) -> str:
    pieces: list[str] = []
    done = 0
    for edit in edits:
        original = text[edit.start : edit.end]
        pieces += (
            text[done : edit.start],
            apply(edit.action, edit.label, original, mint=mint, salt=salt),
        )
        done = edit.end
    return "".join((*pieces, text[done:]))


def _refuse_unrestorable(call: Call) -> None:
    for what in call.wire.refused_when_hidden:
        if what.is_asked(call.body):
            raise Refused(what.message, code="cannot_be_restored", path=what.member, member=what.member)
