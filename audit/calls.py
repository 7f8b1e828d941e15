"""What the officer reads: events as values, and the calls they make up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from audit.chain import DetailClass
from audit.records import LARGEST, Kind, Outcome


class Ending(StrEnum):
    """How a call stands: as its arrival tells, or without one."""

    DELIVERED = Outcome.DELIVERED.value
    PROVIDER_ERROR = Outcome.PROVIDER_ERROR.value
    CANCELLED = Outcome.CANCELLED.value
    INTERRUPTED = Outcome.INTERRUPTED.value
    UNREACHABLE = Outcome.UNREACHABLE.value
    REFUSED = "refused"
    """It did not leave."""
    OPEN = "open"
    """It left, or was about to: under way, or nobody was left to tell how it ended."""
    ERASED = "erased"
    """It ended, and how was erased since."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the chain. ``values`` has its filled columns, ``erased`` the details it lost."""

    sequence: int
    at: datetime
    kind: Kind
    request_id: str | None
    digest: str
    values: Mapping[str, str | int]
    labels: Mapping[str, int]
    erased: tuple[DetailClass, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """All that is on record of one request: it has a departure, a refusal, or both.

    Both means that it was recorded as leaving and did not: the departure could not be confirmed in time.
    """

    request_id: str
    departure: Event | None
    refusal: Event | None
    arrival: Event | None

    @property
    def opening(self) -> Event:
        """The event that says who asked for what: the departure, or the refusal."""
        event = self.departure or self.refusal or self.arrival
        assert event is not None
        return event

    @property
    def ending(self) -> Ending:
        """How it stands."""
        if self.refusal is not None:
            return Ending.REFUSED
        if self.arrival is None:
            return Ending.OPEN
        return Ending(str(self.arrival.values.get("outcome", Ending.ERASED)))


@dataclass(frozen=True, slots=True)
class Search:
    """Which calls to list; None is any. Times are of the event that opens a call, ``until`` excluded.

    ``caller`` is a key's name and ``request_id`` the beginning of one; ``text`` is a part of any identifier
    on record (of a request, a key, a team, a project, a purpose, a provider, a model, a policy, a refusal),
    whatever the case of its plain letters. With an ``ending``, a call is listed at the time it ended.
    """

    since: datetime | None = None
    until: datetime | None = None
    caller: str | None = None
    team: str | None = None
    project: str | None = None
    provider: str | None = None
    model: str | None = None
    label: str | None = None
    ending: Ending | None = None
    request_id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends. Its text can be given back to have the next one."""

    at: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.at}.{self.sequence}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read a cursor. Raises `ValueError`."""
        at, _, sequence = text.partition(".")
        cursor = cls(int(at), int(sequence))
        if not (abs(cursor.at) <= LARGEST and 0 <= cursor.sequence <= LARGEST):
            raise ValueError("no database keeps such a number")
        return cursor


@dataclass(frozen=True, slots=True)
class Page:
    """Some calls, the newest first, and where the next page starts, if there is one."""

    calls: tuple[Call, ...]
    following: Cursor | None


class Strength(StrEnum):
    """How surely a call had a value."""

    WHOLE = "whole"
    """The value itself, whatever its accents, case, spacing and order of names."""
    PARTS = "parts"
    """Each word of it, in this call's names: a part of a longer name, or of several."""


@dataclass(frozen=True, slots=True)
class Match:
    """A call in which a value was found, and the labels under which it was."""

    call: Call
    strength: Strength
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Some matches, the newest first, and the sequence after which to go on, if there are more."""

    matches: tuple[Match, ...]
    following: int | None
