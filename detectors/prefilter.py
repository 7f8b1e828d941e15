"""One pass over a text that tells which recognizers need not run."""

from collections.abc import Iterable

import re2

from detectors.reading import Reading
from detectors.recognizers.recognizer import Recognizer

_MEMORY = 64 << 20


class Prefilter:
    """The gates of all recognizers as one automaton: its cost is that of one linear pass."""

    def __init__(self, recognizers: Iterable[Recognizer]) -> None:
        options = re2.Options()
        options.max_mem = _MEMORY
        self._set = re2.Set.SearchSet(options)
        self._set.Add("")  # always matches: without it in the answer, the automaton gave up
        self._gated: list[str] = []
        for recognizer in recognizers:
            if recognizer.GATE is not None:
                self._set.Add(recognizer.GATE)
                self._gated.append(recognizer.name)
        self._all = frozenset(self._gated)
        self._set.Compile()

    def idle(self, reading: Reading) -> frozenset[str]:
        """Return the names of the recognizers that cannot find anything in a text."""
        folded = reading.folded if reading.repaired is None else f"{reading.folded}\n{reading.repaired.folded}"
        matched = self._set.Match(folded.encode("utf-8", "replace"))
        if not matched or 0 not in matched:
            return frozenset()
        return self._all.difference(self._gated[index - 1] for index in matched if index)
