"""What is wrong with a configuration, told so that it can be put right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Key = tuple[str | int, ...]
"""Where a value stands in the document: `("providers", "openai", "base_url")`."""


def phrase(message: str) -> str:
    """Mark a message for the translation catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a key. Never holds the value found there: it may be a secret.

    ``message`` is a printf template, the msgid of a translation; ``values`` fill it.
    """

    key: Key
    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def tell(self, translate: Callable[[str], str] = str) -> str:
        """Return the message in the reader's language."""
        return translate(self.message) % self.values


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault and the place in the file where it can be put right; lines start at 1, 0 is the whole file."""

    file: Path
    line: int
    fault: Fault

    @property
    def key(self) -> str:
        """The key in dotted form, as an operator would say it."""
        return ".".join(map(str, self.fault.key))

    def tell(self, translate: Callable[[str], str] = str) -> str:
        """Return `file:line: key: message`."""
        place = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        key = f" {self.key}:" if self.fault.key else ""
        return f"{place}:{key} {self.fault.tell(translate)}"


class ConfigError(Exception):
    """The configuration cannot be used; `problems` is never empty and is in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(problem.tell() for problem in self.problems))
