"""What is known of a text that comes in pieces."""

import re
from dataclasses import dataclass, field

from gateway.privacy.lookalikes import Lookalikes
from gateway.privacy.nesting import Nesting

#: Characters before a place that tell whether a word begins there and whether a title stands before it.
BEFORE = 16
_BRACKET = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Span:
    """A pseudonym seen in a text, and what is written in its place."""

    start: int
    end: int
    original: str


@dataclass(slots=True)
class Reading:
    """What is known of a text that comes in pieces: all that stands before the next one."""

    nesting: Nesting = field(default_factory=Nesting)
    before: str = ""
    #: How many square brackets are open.
    depth: int = 0
    #: Whether a pseudonym with its closing bracket has just ended.
    closed: bool = False
    lookalikes: Lookalikes = field(default_factory=Lookalikes)

    def passed(self, text: str) -> None:
        """Take what stays as it is."""
        self.nesting.feed(text)
        if "[" in text or "]" in text:
            for bracket in _BRACKET.findall(text):
                self.depth = max(0, self.depth + (1 if bracket == "[" else -1))
