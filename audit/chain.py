"""How an event is bound to the one before it, so that a change to any of them shows.

An event has a spine (`SPINE`), which is never erased, and up to three details, each of which can be
erased by itself once its purpose is met (Law 25, P-39.1 art. 23) while the chain still verifies, because
the chain binds the digests of the details and not the details. With ``||`` for concatenation, ``tag(x)``
for the ASCII text ``paravent/x/1`` and a newline, ``zero`` for 32 zero bytes, and JSON without spaces,
not escaped, in UTF-8::

    detail digest = SHA-256(tag(class) || salt || JSON array of its columns, in order)
    event digest  = SHA-256(tag("event") || digest of the event before, or zero for the first
                            || caller digest, or zero || main digest || index digest, or zero
                            || JSON array of sequence, at, kind, request id)

Each salt is 16 random bytes, erased with its detail: what is left of an erased detail is a digest that
nobody can test a guess against, and the number of the event that tells of the erasure. That event counts
the details that it erased and has the SHA-256 of their digests, joined in order. The last column of the
main detail is the array of its [label, count] pairs, sorted; the index detail is the sorted array of its
[label, hexadecimal entry] pairs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from operator import lt

import orjson

from audit.records import Administration, Arrival, Departure, Kind, Record, Refusal

Value = str | int | None

SALT_BYTES = 16
SALTS_BYTES = 3 * SALT_BYTES
ZERO = bytes(32)


class Detail(StrEnum):
    """A part of an event that has its own digest and its own retention."""

    CALLER = "caller"
    MAIN = "main"
    INDEX = "index"


class DetailClass(StrEnum):
    """What a detail is about, which decides how long it is kept."""

    CALLER = "caller"
    """Which member of staff."""
    CALL = "call"
    """What the call was: where it went, under which policy, with which labels, and how it ended."""
    ACTION = "action"
    """What an administrator or officer did."""
    INDEX = "index"
    """The blind index entries of the values that a call hid."""


def class_of(detail: Detail, kind: object) -> DetailClass:
    """Tell the class of a detail of an event of this kind."""
    if detail is Detail.MAIN:
        return DetailClass.ACTION if kind == Kind.ADMINISTRATION else DetailClass.CALL
    return DetailClass(detail.value)


ERASED = "detail.erased"
"""The action of the event that tells of an erasure; its subject is a `DetailClass`."""

SPINE = ("at", "kind", "request_id")

CALLER = ("key_id", "name", "role")

MAIN = (
    *("team", "project", "purpose"),
    *("provider", "location", "assessment", "operation", "model", "stream"),
    *("policy", "policy_version", "detector_version", "scope"),
    *("bytes_received", "bytes_sent", "segments", "characters_seen", "characters_analysed"),
    *("code", "status", "path"),
    *("outcome", "bytes_delivered", "tokens_in", "tokens_out", "restored", "unresolved"),
    *("first_us", "total_us"),
    *("action", "subject", "detail"),
)

_TAGS = {detail: f"paravent/{detail}/1\n".encode() for detail in Detail}
_EVENT = b"paravent/event/1\n"
_KEY = b"paravent/key/1\n"
_ENTRY = b"paravent/entry/1\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _encode(values: Sequence[object]) -> bytes:
    """Give the canonical JSON, the same bytes as Python's own `json`. Raises `TypeError` for what has none.

    orjson would write null for an infinite number, and SQLite keeps one in any column.
    """
    if float in map(type, values):
        raise TypeError("a number with a fraction is in no record")
    return orjson.dumps(values)


def microseconds(at: datetime) -> int:
    """Count whole microseconds since 1970-01-01 UTC, exactly."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(count: int) -> datetime:
    """Give the time of a count of microseconds."""
    return _EPOCH + timedelta(microseconds=count)


def digest_of(detail: Detail, salt: bytes, columns: Sequence[object]) -> bytes:
    """Digest a detail from its columns in order, as the database keeps them."""
    return sha256(_TAGS[detail] + salt + _encode(columns)).digest()


def digest_after(
    previous: bytes, sequence: int, spine: Iterable[Value], digests: Iterable[bytes | None]
) -> bytes:
    """Digest an event from that of the event before it, its spine and its three detail digests."""
    details = b"".join(digest or ZERO for digest in digests)
    return sha256(_EVENT + previous + details + _encode([sequence, *spine])).digest()


def digest_of_key(columns: Iterable[object]) -> bytes:
    """Digest the row of a staff key, its token's hash in hexadecimal."""
    shown = [column.hex() if isinstance(column, bytes) else column for column in columns]
    return sha256(_KEY + _encode(shown)).digest()


def digest_of_entry(salt: bytes, columns: Sequence[object], calls: Iterable[Sequence[object]]) -> bytes:
    """Digest an entry of a register, with the [request id, how it was found] pairs of its calls."""
    return sha256(_ENTRY + salt + _encode([*columns, sorted(list(call) for call in calls)])).digest()


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event as the database will keep it, but for its place in the chain.

    ``digests`` and ``salts`` are those of the caller, the main and the index detail; None where the event
    has no such detail.
    """

    spine: tuple[Value, ...]
    caller: tuple[Value, ...]
    main: tuple[Value, ...]
    labels: tuple[tuple[str, int], ...]
    entries: tuple[tuple[str, str], ...]
    digests: tuple[bytes | None, bytes | None, bytes | None]
    salts: tuple[bytes | None, bytes | None, bytes | None]


def seal(record: Record, salt: bytes) -> Sealed:
    """Turn a record into columns and digests. ``salt`` is `SALTS_BYTES` fresh random bytes."""
    kind, request_id, caller, main = _columns(record)
    labels: tuple[tuple[str, int], ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    if isinstance(record, Departure | Refusal):
        labels = tuple(sorted(record.labels.items()))
    if isinstance(record, Departure):
        entries = record.entries
        if not all(map(lt, entries, islice(entries, 1, None))):  # as those of a long history mostly are
            entries = tuple(sorted(set(entries)))
    main_columns = tuple(map(main.get, MAIN))
    first, second, third = (salt[start : start + SALT_BYTES] for start in (0, SALT_BYTES, 2 * SALT_BYTES))
    return Sealed(
        spine=(microseconds(record.at), kind.value, request_id),
        caller=caller or (None,) * len(CALLER),
        main=main_columns,
        labels=labels,
        entries=entries,
        digests=(
            digest_of(Detail.CALLER, first, caller) if caller else None,
            digest_of(Detail.MAIN, second, (*main_columns, labels)),
            digest_of(Detail.INDEX, third, entries) if entries else None,
        ),
        salts=(first if caller else None, second, third if entries else None),
    )


_OWN = {kind: tuple(set(MAIN).intersection(kind.__slots__)) for kind in (Departure, Refusal, Arrival)}
"""The columns that each kind of record has under the same name."""


_Columns = tuple[Kind, str | None, tuple[Value, ...] | None, dict[str, Value]]


def _columns(record: Record) -> _Columns:
    main: dict[str, Value]
    if isinstance(record, Administration):
        detail = orjson.dumps(dict(sorted(record.detail.items()))).decode()
        main = {"action": record.action, "subject": record.subject, "detail": detail}
        return Kind.ADMINISTRATION, None, (None, record.actor, None), main
    main = {name: getattr(record, name) for name in _OWN[type(record)]}
    if isinstance(record, Arrival):
        main["outcome"] = record.outcome.value
        main["first_us"] = None if record.first_ms is None else round(record.first_ms * 1000)
        main["total_us"] = round(record.total_ms * 1000)
        return Kind.ARRIVAL, record.request_id, None, main
    kind = Kind.REFUSAL
    if isinstance(record, Departure):
        kind = Kind.DEPARTURE
        main["stream"] = int(record.stream)
    if record.who is None:
        return kind, record.request_id, None, main
    main["team"] = record.who.team
    return kind, record.request_id, (record.who.key_id, record.who.name, record.who.role), main
