"""What tells, before the recognizers run, which of them need not."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from detectors.landmarks import LANDMARKS
from detectors.needs import needed, strings_of
from detectors.reading import Reading
from detectors.recognizers.recognizer import Recognizer
from detectors.relax import Search, searching

_MEMORY = 8 << 20


class _Gate(NamedTuple):
    """A recognizer's gate: the strings that open it, and the other patterns that do, with what these need."""

    name: str
    strings: int
    needs: tuple[int, ...]
    search: Search

    def is_open(self, landmarks: int, encoded: bytes) -> bool:
        if self.strings & landmarks:
            return True
        lacking = ~landmarks
        for need in self.needs:
            if not need & lacking:
                return self.search(encoded, 0, len(encoded))[0][0] >= 0
        return False


class Prefilter:
    """The gates of all recognizers. Most of a gate is strings, looked for together with all others."""

    def __init__(self, recognizers: Iterable[Recognizer]) -> None:
        self._gates = [_gate(one.name, one.GATE) for one in recognizers if one.GATE is not None]

    def idle(self, reading: Reading) -> frozenset[str]:
        """Return the names of the recognizers that cannot find anything in a text."""
        encoded, landmarks = reading.encoded, reading.seen.bits
        for other in (reading.repaired, reading.spoken):
            if other is not None:
                encoded += b"\n" + other.encoded
                landmarks |= other.seen.bits
        return frozenset(gate.name for gate in self._gates if not gate.is_open(landmarks, encoded))


def _gate(name: str, regex: str) -> _Gate:
    strings: set[str] = set()
    others: list[str] = []
    for alternative in _alternatives(regex):
        listed = strings_of(alternative)
        if listed is None:
            others.append(alternative)
        else:
            strings |= listed
    return _Gate(
        name,
        LANDMARKS.bits([frozenset(strings)]) if strings else 0,
        tuple(LANDMARKS.bits(need.strings for need in needed(other)) for other in others),
        searching("|".join(others).encode("ascii"), _MEMORY),
    )


def _alternatives(regex: str) -> Iterator[str]:
    """Tell the patterns that a pattern puts side by side, outside all brackets."""
    begun = at = depth = 0
    inside = False
    while at < len(regex):
        char = regex[at]
        if char == "\\":
            at += 1
        elif inside:
            inside = char != "]"
        elif char == "[":
            inside = True
            at += regex.startswith("]", at + 1) or 2 * regex.startswith("^]", at + 1)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield regex[begun:at]
            begun = at + 1
        at += 1
    yield regex[begun:]
