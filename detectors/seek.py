"""Where a pattern matches a reading: RE2 finds in linear time where one may start, Python decides."""

import re
from collections.abc import Iterator

from detectors.landmarks import LANDMARKS, needed
from detectors.reading import Reading
from detectors.relax import relax, searching

_MEMORY = 32 << 20
_PATIENCE = 8


class Seek:
    """A Python pattern, and its relaxed form that leads to where it may match.

    It is matched against the folded text, or against the text as it is written when ``cased``; then the
    relaxed form tells capitals from small letters only when it ``minds`` them.
    """

    def __init__(self, regex: str | re.Pattern[str], *, cased: bool = False, minds: bool = False) -> None:
        self.compiled = re.compile(regex)
        self._cased = cased
        self._minds = minds
        source = regex if isinstance(regex, str) else regex.pattern
        fold = (cased and not minds) or bool(self.compiled.flags & re.IGNORECASE)
        self._search = searching(relax(source, fold=fold), _MEMORY)
        #: What a text must hold for a match, of `Reading.landmarks`.
        self.needs = LANDMARKS.bits(needed(source, fold=cased))

    def matches(self, reading: Reading) -> Iterator[re.Match[str]]:
        """Tell the matches, as `re.finditer` does.

        Where many of its candidates are none, the pattern itself is quicker, and takes over.
        """
        if self.needs & ~reading.landmarks:
            return
        text = reading.text if self._cased else reading.folded
        encoded = reading.written if self._minds else reading.encoded
        search, match_at, size = self._search, self.compiled.match, len(encoded)
        at = failed = 0
        while failed < _PATIENCE and (start := search(encoded, at, size)[0][0]) >= 0:
            match = match_at(text, start)
            if match is not None and match.end() > match.start():
                yield match
                at = match.end()
            else:
                failed += 1
                at = start + 1
        if failed == _PATIENCE:
            yield from self.compiled.finditer(text, at)
