"""From a request and a plan to what may leave. The only maker of `Outbound`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from gateway.errors import Refused
from gateway.privacy import last_check, note
from gateway.privacy.decide import Edit, Plan, in_order_of_prompt
from gateway.privacy.identity import Identities
from gateway.privacy.offsets import sent
from gateway.privacy.operators import StandIns
from gateway.privacy.pseudonyms import Hidden, Minter
from gateway.privacy.resent import Known, Telling
from gateway.privacy.segments import OUTSIDE, Segment
from gateway.privacy.sources import Pieces, Source, sources_of, told_out
from gateway.privacy.surrogates import Surrogates
from gateway.wire.format import WireFormat
from gateway.wire.pictures import filled
from gateway.wire.spelling import Edit as Part
from gateway.wire.spelling import Edited, token_of
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
    #: What all calls have in common whose ``values`` are the same ones: a keyed digest, or nothing.
    hides_same: bytes = field(default=b"", repr=False, compare=False)
    #: The lookalikes of pseudonyms that the caller wrote.
    reserved: frozenset[str] = field(default=frozenset(), repr=False)
    #: The documents that an answer may cite, by number.
    sources: tuple[Source | None, ...] = field(default=(), repr=False)

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
    known: Known | None = None,
    pictures: Sequence[str] = (),
) -> Outbound:
    """Return the request with every planned value replaced, after a last look at its bytes.

    ``known`` remembers stand-ins from one call to the next; the result is the same without. ``pictures`` go
    into the slots of the body, last: letters that encode an image say nothing.

    Raises `LeakPrevented` when the last check finds an original, `Refused` when the caller asks for output
    that could not be restored.
    """
    carried = bool(minter.table)
    if plan.hides or carried:
        _refuse_unrestorable(call)
    body: Any = call.body
    ours: tuple[str, ...] = ()
    hides_same = b""
    sources: tuple[Source | None, ...] = ()
    wants_note = with_note and bool(call.wire.system)
    codes = any(name.startswith("[") for name in minter.table)
    if codes and wants_note and not plan.hides:
        body, ours = note.add_to_system(body, call.wire), note.ADDED
    if plan.hides:
        told = codes or any(edit.action == "pseudonymize" for own in plan.edits for edit in own)
        wants_note = wants_note and told
        opening = wants_note and (codes or note.opens_conversation(segments, plan.edits, body, call.wire))
        behind = note.carrier(segments, plan.edits, body, call.wire) if wants_note and not opening else None
        replaced = [""] * len(segments)
        pieces: list[Pieces] = [()] * len(segments)
        mint = _Mint(minter)
        surrogates = Surrogates(minter, mint.identity, (segment.text for segment in segments))
        stand_ins = StandIns(mint, salt, surrogates.of)
        telling = Telling(Known(0) if known is None else known, minter, stand_ins, salt)
        for at in in_order_of_prompt(segments, call.wire.turns):
            pieces[at] = _pieces(segments[at].text, plan.edits[at], telling, segments[at].place)
            replaced[at] = _joined(segments[at].text, pieces[at], note.BEHIND if at == behind else "")
        ours = note.ADDED if opening or behind is not None else ()
        hides_same = telling.told
        # What is not part of the body comes first among the segments.
        turn = iter(
            (at, segment) for at, segment in enumerate(segments) if segment.place.path[0] not in OUTSIDE
        )

        def visit(place: Place, text: str) -> str:
            at, segment = next(turn)
            if segment.text != text or segment.place != place:
                raise AssertionError("extraction and rewriting took different ways")
            return replaced[at]

        body = walk(body, call.wire.request, visit)
        sources = sources_of(call.body, call.wire, segments, pieces)
        body = told_out(call.body, body, call.wire.resent_sources, sources)
        body = sent(call.body, body, call.wire.resent)
        if opening:
            body = note.add_to_system(body, call.wire)
    payload = dump(body).encode("utf-8")
    target = f"{call.path}?{urlencode(call.query)}" if call.query else call.path
    last_check.check(payload, target, call.headers, plan.occurrences, plan.spared, ours=ours)
    values = frozenset(
        (edit.label, segment.text[edit.start : edit.end])
        for segment, own in zip(segments, plan.edits, strict=True)
        for edit in own
    )
    hidden, labels = dict(minter.table), dict(plan.labels)
    return Outbound(
        call.method,
        target,
        call.headers,
        _with(pictures, payload, body),
        *(hidden, labels, values, _SEAL),
        reserved=minter.reserved,
        sources=sources,
        hides_same=hides_same,
    )


class _Mint:
    """Mints for one call. Who is who follows from the order in which values came, earlier calls' first."""

    def __init__(self, minter: Minter) -> None:
        self._minter = minter
        self._identities = Identities()
        self._met = 0

    def __call__(self, label: str, original: str, token: str = "") -> str:
        known = self._minter.known(label, original, token)
        if known is None:
            known = self._minter.mint(label, self.identity(label, original), original, token)
            self._met = len(self._minter.table)
        return known

    def identity(self, label: str, original: str) -> str:
        """Return who or what a value is."""
        for hidden in islice(self._minter.table.values(), self._met, None):
            self._identities.of(hidden.label, hidden.original)
        self._met = len(self._minter.table)
        return self._identities.of(label, original)


def without_body(
    method: str,
    path: str,
    query: tuple[tuple[str, str], ...] = (),
    hidden: Mapping[str, Hidden] | None = None,
    reserved: frozenset[str] = frozenset(),
) -> Outbound:
    """Return a request that carries nothing of the caller's but a route of ours (a list of models).

    ``hidden`` and ``reserved`` are what earlier calls hid and took note of in what the route names.
    """
    target = f"{path}?{urlencode(query)}" if query else path
    return Outbound(method, target, (), b"", hidden or {}, {}, frozenset(), _SEAL, reserved=reserved)


def _with(pictures: Sequence[str], payload: bytes, body: Any) -> bytes:
    return dump(filled(body, pictures)).encode("utf-8") if pictures else payload


def _pieces(text: str, edits: Sequence[Edit], telling: Telling, place: Place) -> list[tuple[str, str]]:
    """Return a text in pieces, each as it is and as it leaves."""
    pieces: list[tuple[str, str]] = []
    done = 0
    values = [text[start:end] for start, end, _label, _action in edits]
    plain = type(text) is str
    tokens = [] if plain else [token_of(text, start, end) for start, end, _label, _action in edits]
    if values == [text] and "*" in place.path and not any(tokens):
        # All of a string of JSON, which is not to come back as a number.
        tokens = [json.dumps(text, ensure_ascii=False)]
    for edit, value, stand_in in zip(edits, values, telling.of(edits, values, tokens), strict=True):
        kept = text[done : edit.start]
        pieces += (kept, kept), (value, stand_in)
        done = edit.end
    return [*pieces, (text[done:], text[done:])]


def _joined(text: str, pieces: Pieces, behind: str) -> str:
    """Return a text as it leaves, with ``behind`` behind it, and what became of which part of it."""
    if not behind and (not pieces or (len(pieces) == 1 and pieces[0][1] == text)):
        return text
    joined = _Joined("".join([new for _old, new in pieces]) + behind)
    joined.pieces = (*pieces, ("", behind)) if behind else pieces
    return joined


class _Joined(Edited):
    """A text that was put together; what became of its parts is asked for few of them."""

    pieces: Pieces

    @cached_property
    def edits(self) -> tuple[Part, ...]:  # type: ignore[override]
        """The parts that changed."""
        edits: list[Part] = []
        done = 0
        for old, new in self.pieces:
            if old != new:
                edits.append(Part(done, done + len(old), new))
            done += len(old)
        return tuple(edits)


def _refuse_unrestorable(call: Call) -> None:
    for what in call.wire.refused_when_hidden:
        if what.is_asked(call.body):
            raise Refused(
                what.message,
                code="cannot_be_restored",
                path=what.member,
                member=what.member,
                value=what.value or "",
            )
