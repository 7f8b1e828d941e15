"""Uses added up once more, by any of what they tell: a provider, a project, a team."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from audit.reports.uses import Count, Purpose, Use

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Tally:
    """Calls that left, and all that they tell. The keys of the counters are None where nothing was said."""

    calls: int = 0
    first: int | None = None
    last: int | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    refused: int = 0
    reasons: Counter[str | None] = field(default_factory=Counter)
    """Refusals by code; None where it was erased."""
    labels: Counter[str] = field(default_factory=Counter)
    teams: Counter[str | None] = field(default_factory=Counter)
    projects: Counter[str | None] = field(default_factory=Counter)
    purposes: Counter[str | None] = field(default_factory=Counter)
    destinations: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    """By provider and location."""

    def add(self, use: Use) -> None:
        """Count the calls of a use."""
        self.calls += use.calls
        self.first = use.first if self.first is None else min(self.first, use.first)
        self.last = use.last if self.last is None else max(self.last, use.last)
        self.tokens_in += use.tokens_in
        self.tokens_out += use.tokens_out
        self.teams[use.purpose.team] += use.calls
        self.projects[use.purpose.project] += use.calls
        self.purposes[use.purpose.purpose] += use.calls
        self.destinations[use.purpose.provider, use.purpose.location] += use.calls


def tally(
    key: Callable[[Purpose], Key], used: Iterable[Use], hidden: Iterable[Count] = ()
) -> dict[Key, Tally]:
    """Add up by a key of the purpose."""
    return tallies({"": key}, used, hidden)[""]


def tallies(
    keys: Mapping[str, Callable[[Purpose], Key]],
    used: Iterable[Use],
    hidden: Iterable[Count] = (),
    refused: Iterable[Count] = (),
) -> dict[str, dict[Key, Tally]]:
    """Add up by several keys at once, so that what is counted is gone through once and kept nowhere."""
    found: dict[str, dict[Key, Tally]] = {name: {} for name in keys}

    def each(purpose: Purpose) -> Iterator[Tally]:
        for name, key in keys.items():
            yield found[name].setdefault(key(purpose), Tally())

    for use in used:
        for one in each(use.purpose):
            one.add(use)
    for count in hidden:
        for one in each(count.purpose):
            one.labels[count.name or ""] += count.number
    for count in refused:
        for one in each(count.purpose):
            one.refused += count.number
            one.reasons[count.name] += count.number
    return found
