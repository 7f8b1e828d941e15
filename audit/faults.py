"""What `audit.verify` can find wrong, and how it tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LISTED = 100
"""The most problems that a verification lists: the first tell enough."""


class Fault(StrEnum):
    """What is wrong with an event or a row."""

    GAP = "gap"
    """Events are missing before this one."""
    BROKEN = "broken"
    """The event does not follow from the one before it: a link or a spine column was changed."""
    EDITED = "edited"
    """A detail is not the one that was put on record, or is gone."""
    ERASURE = "erasure"
    """What is gone is not what this event says was erased."""
    STRAY = "stray"
    """A row that no event accounts for."""
    TAIL = "tail"
    """Events that must be there are missing at the end."""
    HEAD = "head"
    """The head does not name the last event."""
    REPLACED = "replaced"
    """The event is not the one of a receipt or checkpoint."""
    SIGNATURE = "signature"
    """A checkpoint is not signed by a key that is trusted."""
    KEY = "key"
    """A staff key is not as the chain knows it."""
    REGISTER = "register"
    """An entry of the registers, or a call that it names, is not as the chain knows it."""
    VALIDATION = "validation"
    """What a person said of an answer is not as the chain knows it."""
    OPEN = "open"
    """A call that is said to be open has ended, or one that has not is left out."""
    HELD = "held"
    """A call held for approval is not as the chain knows it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, where it is (the event's sequence; 0 outside the chain), and in which part."""

    sequence: int
    fault: Fault
    part: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: how many events, the last one, the first `LISTED` problems in order."""

    events: int
    sequence: int
    digest: str
    erased: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems
