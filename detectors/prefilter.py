"""One pass over a text that tells which recognizers need not run."""

from collections.abc import Iterable

import re2

from detectors.reading import Reading
from detectors.recognizers.recognizer import Recognizer
from detectors.relax import options

_MEMORY = 64 << 20


class Prefilter:
    """The gates of all recognizers as one automaton: its cost is that of one linear pass."""

    def __init__(self, recognizers: Iterable[Recognizer]) -> None:
        self._set = re2.Set.SearchSet(options(_MEMORY))
        self._set.Add(b"")  # always matches: without it in the answer, the automaton gave up
        self._gated: list[str] = []
        for recognizer in recognizers:
            if recognizer.GATE is not None:
                self._set.Add(recognizer.GATE.encode("ascii"))
                self._gated.append(recognizer.name)
        self._all = frozenset(self._gated)
        self._set.Compile()

    def idle(self, reading: Reading) -> frozenset[str]:
        """Return the names of the recognizers that cannot find anything in a text."""
        encoded = reading.encoded
        if reading.repaired is not None:
            encoded += b"\n" + reading.repaired.encoded
        if reading.spoken is not None:
            encoded += b"\n" + reading.spoken.encoded
        matched = self._set.Match(encoded)
        if not matched or 0 not in matched:
            return frozenset()
        return self._all.difference(self._gated[index - 1] for index in matched if index)
