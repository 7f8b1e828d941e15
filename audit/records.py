"""What is put on record: one frozen value for each event, without any text of a caller.

Strings are identifiers (a model, a project, a policy), never content: one line of at most `LONGEST`
characters. Another one is refused with `RecordInvalid`; `fit` makes one that passes. Times are aware
datetimes, kept to the microsecond. Counts and sizes are at least 0.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from audit.errors import RecordInvalid

LONGEST = 200
"""Characters of an identifier; it keeps each index entry well under PostgreSQL's 2,704 bytes."""

LONGEST_DETAIL = 2_000
"""Characters of one value of an `Administration`'s detail, such as the reason of a search."""

LARGEST = 2**63 - 1
"""The largest integer that both databases keep."""

_HEXADECIMAL = "0123456789abcdef"
_ENTRY_LENGTHS = frozenset(range(2, 129, 2))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What an event is. A name once used is never given another meaning: old rows keep it."""

    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    REFUSAL = "refusal"
    ADMINISTRATION = "administration"


ENDS = frozenset({Kind.ARRIVAL, Kind.REFUSAL})
"""The events after which a call is open no more."""


class Outcome(StrEnum):
    """How a call that left has ended."""

    DELIVERED = "delivered"
    PROVIDER_ERROR = "provider_error"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    UNREACHABLE = "unreachable"


_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def fit(text: str, longest: int = LONGEST) -> str:
    """Make an identifier of any string: what is unfit becomes U+FFFD, the end is cut."""
    return _UNFIT.sub("\ufffd", text[:longest])


def is_fit(text: str, longest: int = LONGEST) -> bool:
    """Tell whether a text is one line of at most so many characters, all of them printable."""
    return len(text) <= longest and (text.isprintable() or not _UNFIT.search(text))


def check(record: object) -> None:
    """Raise `RecordInvalid`, naming the field, if a value of this record cannot be kept as it is."""
    for name in record.__slots__:  # type: ignore[attr-defined]
        value = getattr(record, name)
        if isinstance(value, str):
            _check_text(name, value)
        elif isinstance(value, int):
            _check_count(name, value)
        elif isinstance(value, float):
            _check_duration(name, value)
        elif isinstance(value, datetime):
            _check_time(name, value)
        elif isinstance(value, Mapping):
            for key, item in value.items():
                _check_text(name, key)
                _check_item(name, item)


def _check_item(name: str, value: str | int) -> None:
    if isinstance(value, str):
        _check_text(name, value, LONGEST_DETAIL)
    else:
        _check_count(name, value)


def _check_text(name: str, value: str, longest: int = LONGEST) -> None:
    if not is_fit(value, longest):
        raise RecordInvalid(f"{name} is longer than {longest} characters or has an unprintable one")


def _check_count(name: str, value: int) -> None:
    if not 0 <= value <= LARGEST:
        raise RecordInvalid(f"{name} is negative or too large")


def _check_entries(entries: Sequence[tuple[str, str]]) -> None:
    """Look at all of them at once: a call with a long history has hundreds."""
    for label in {label for label, _entry in entries}:
        _check_text("entries", label)
    written = [entry for _label, entry in entries]
    if not set(map(len, written)) <= _ENTRY_LENGTHS or "".join(written).strip(_HEXADECIMAL):
        raise RecordInvalid("entries has something that is not lower-case hexadecimal")


def _check_duration(name: str, value: float) -> None:
    if not 0 <= value <= LARGEST // 1000:  # false for nan too
        raise RecordInvalid(f"{name} is not a duration")


def _check_time(name: str, value: datetime) -> None:
    if value.tzinfo is None:
        raise RecordInvalid(f"{name} has no time zone")
    if value < _EPOCH:
        raise RecordInvalid(f"{name} is before 1970")


@dataclass(frozen=True, slots=True)
class Who:
    """The caller: the key used, its name, team and role when it was used."""

    key_id: str
    name: str
    team: str | None
    role: str

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class Departure:
    """A call is about to leave. Committed before the first byte does.

    ``location`` is the provider's country or province and ``assessment`` the reference of the transfer's
    assessment (Law 25, P-39.1 art. 17). ``scope`` is that of its pseudonyms. ``characters_analysed``
    equals ``characters_seen`` when the whole text was inspected. ``entries`` are pairs of a label and
    the hexadecimal blind index entry of a hidden value.
    """

    request_id: str
    at: datetime
    who: Who
    project: str | None
    purpose: str | None
    provider: str
    location: str
    assessment: str | None
    operation: str
    model: str | None
    stream: bool
    policy: str
    policy_version: str
    detector_version: str
    labels: Mapping[str, int]
    scope: str
    bytes_received: int
    bytes_sent: int
    segments: int
    characters_seen: int
    characters_analysed: int
    entries: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        check(self)
        _check_entries(self.entries)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call did not leave. ``path`` is where in the body, as names and indices, never text."""

    request_id: str
    at: datetime
    who: Who | None
    project: str | None
    purpose: str | None
    provider: str | None
    operation: str | None
    model: str | None
    code: str
    status: int
    labels: Mapping[str, int]
    path: str | None
    bytes_received: int
    policy: str | None
    policy_version: str | None
    detector_version: str | None
    characters_seen: int
    characters_analysed: int

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call that left has ended, however it did. Times are milliseconds since its departure."""

    request_id: str
    at: datetime
    outcome: Outcome
    status: int | None
    bytes_received: int
    bytes_delivered: int
    tokens_in: int | None
    tokens_out: int | None
    restored: int
    unresolved: int
    first_ms: float | None
    total_ms: float

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class Administration:
    """Someone changed or consulted the gateway: ``actor`` did ``action`` to ``subject``.

    ``action`` is a `source.verb` name such as ``key.created``; ``detail`` says more, in identifiers.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, str]

    def __post_init__(self) -> None:
        check(self)


Record = Departure | Refusal | Arrival | Administration
