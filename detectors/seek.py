"""Where a pattern matches a reading: what it needs and RE2 tell where one may start, Python decides."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from detectors.landmarks import LANDMARKS, SHORT
from detectors.needs import digits, longest, needed
from detectors.reading import Reading
from detectors.relax import lead, relax, searching

_MEMORY = 32 << 20
#: False starts after which Python may be quicker, and is where there is one in so many characters, and of a
#: pattern without bounds.
_PATIENCE = 8
_SPARSE = 48
_ENDURANCE = 64
#: RE2 looks at so many characters at a time, so that a false start never costs it the whole text.
_WINDOW = 8192
_LONGEST = 1024
#: A search costs as much as to look at so many characters, and a trial; places nearer than this are one.
_SEARCH = 200
_TRIAL = 25
_NEAR = 48
#: A string may stand so far in a match to tell where it starts, and so many digits tell it too.
_DEEP = 200
_SHALLOW = 40
_DIGITS = 4


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
        self._search = searching(relax(source, fold=fold, loose=True), _MEMORY)
        _, self._lead, self._first = lead(source, fold=fold)
        #: Characters of a match at most; 0 where that is unbounded.
        self._longest = size if (size := longest(source)) <= _LONGEST else 0
        needs = needed(source, fold=cased)
        #: What a text must hold for a match, a bit of `Reading.seen` each.
        self.needs = LANDMARKS.bits(need.strings for need in needs)
        deep = _DEEP if self._longest else _SHALLOW
        self._guides = [need for need in needs if need.before <= deep and min(map(len, need.strings)) > 1]
        for need in self._guides:
            LANDMARKS.place(need.strings)
        self._digits = count if self._longest and (count := digits(source)) >= _DIGITS else 0

    def matches(
        self, reading: Reading, near: Sequence[tuple[int, int]] | None = None
    ) -> Iterator[re.Match[str]]:
        """Tell the matches, as `re.finditer` does; those that touch no span of ``near`` may be left out.

        Where many of its candidates are none, the pattern itself is quicker, and takes over.
        """
        if self.needs & ~reading.seen.bits:
            return
        text = reading.text if self._cased else reading.folded
        encoded = reading.written if self._minds else reading.encoded
        search, match_at, before = self._search, self.compiled.match, self._lead
        at, size, reach = 0, len(encoded), 0 if reading.gaping else self._longest
        stretches, guided = self._stretches(reading, near)
        if guided and not reach:
            yield from self._tried(text, stretches)
            return
        for begin, stop in stretches:
            at, end, failed = max(at, begin), min(stop + reach, size) if reach else size, 0
            while (seen := search(encoded, max(at - before, 0), end)[0][0]) >= 0:
                # At the very start, what the pattern looks back on may be missing.
                start = seen + before if at or not self._first else 0
                if start >= stop:
                    break
                match = match_at(text, start)
                if match is not None and match.end() > start:
                    yield match
                    at = match.end()
                    continue
                failed, at = failed + 1, start + 1
                if guided or failed < _PATIENCE:
                    continue
                if failed * _SPARSE > at - begin or (failed >= _ENDURANCE and not reach):
                    yield from self.compiled.finditer(text, at)
                    return

    def _tried(self, text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """Tell the matches that start in one of the stretches: there is no telling how far to search."""
        at = 0
        for begin, stop in stretches:
            for start in range(max(at, begin), stop):
                if start >= at and (match := self.compiled.match(text, start)) and match.end() > start:
                    yield match
                    at = match.end()

    def _stretches(
        self, reading: Reading, near: Sequence[tuple[int, int]] | None
    ) -> tuple[Sequence[tuple[int, int]], bool]:
        """Return the parts of a text where a match may start, in order, and whether its needs told them."""
        reach, size = self._longest, len(reading.folded)
        if size <= SHORT or reading.gaping:
            return [(0, size)], False
        # What is told by a guide costs a search for each of its places, or a trial at each start.
        cheapest, deep, guide = size // (_SEARCH if reach else _TRIAL), 0, None
        for need in self._guides:
            starts = reading.seen.starts.get(need.strings, [])
            cost = len(starts) if reach else len(starts) * (need.before + 1)
            if cost <= cheapest:
                cheapest, deep, guide = cost, need.before, starts
        if self._digits and (crowds := reading.crowds(self._digits, reach, cheapest)) is not None:
            found = crowds
        elif guide is not None:
            found = [(max(start - deep, 0), start + 1) for start in sorted(guide)]
        elif not reach:
            return [(0, size)], False
        else:
            spans = [(0, size)] if near is None else [(max(one - 2 * reach, 0), last) for one, last in near]
            return [
                (begin, min(begin + _WINDOW, last))
                for first, last in spans
                for begin in range(first, last, _WINDOW)
            ], False
        if near is not None and reach:
            found = [one for one in found if _touches(one, near, 2 * reach)]
        return list(_joined(found, _NEAR if reach else 0)), True


def _touches(stretch: tuple[int, int], near: Sequence[tuple[int, int]], reach: int) -> bool:
    """Tell whether what starts in a stretch, or right behind that, may touch a span."""
    first, last = stretch
    at = bisect_right(near, first, key=itemgetter(1))
    return at < len(near) and near[at][0] < last + reach


def _joined(stretches: Iterable[tuple[int, int]], apart: int) -> Iterator[tuple[int, int]]:
    """Tell the stretches, those as one that lie no farther apart."""
    begun = done = 0
    for first, last in stretches:
        if first > done + apart or last - begun > _WINDOW:
            if done:
                yield begun, done
            begun = first
        done = max(done, last)
    if done:
        yield begun, done
