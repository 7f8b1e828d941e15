"""Whose text is searched next: calls take turns, and long texts have a way of their own."""

import asyncio
from collections import deque
from collections.abc import Sequence

from detectors.errors import DetectionFailed
from detectors.findings import Finding

#: A batch ends at whichever is reached first: long enough to make the way there cheap, short enough that
#: several workers share a long call and that a short call seldom waits.
BATCH_CHARACTERS = 8_000
BATCH_TEXTS = 64
#: A text of more characters is searched alone, and never by the last worker that has none such: it cannot be
#: cut, and whoever came behind it would wait for all of it.
LONG = 50_000


class Call:
    """The texts of one caller, what was found so far, and the texts not yet given to a worker."""

    __slots__ = ("answer", "asked", "found", "long", "missing", "short", "texts")

    def __init__(self, texts: Sequence[str], answer: asyncio.Future[None]) -> None:
        self.texts = texts
        self.answer = answer
        #: Since when workers are at it, on the clock of the event loop.
        self.asked: float | None = None
        self.found: list[tuple[Finding, ...]] = [()] * len(texts)
        self.short = deque(at for at, text in enumerate(texts) if len(text) <= LONG)
        self.long = deque(at for at, text in enumerate(texts) if len(text) > LONG)
        self.missing = len(texts)

    def receive(self, index: int, found: tuple[Finding, ...] | str) -> None:
        """Take what was found in a text, or the name of what the engine raised."""
        if isinstance(found, str):
            self.fail(DetectionFailed(f"the engine raised {found}"))
            return
        self.found[index] = found
        self.missing -= 1
        if not self.missing and not self.answer.done():
            self.answer.set_result(None)

    def fail(self, error: DetectionFailed) -> None:
        """Give the whole call up."""
        self.leave()
        if not self.answer.done():
            self.answer.set_exception(error)

    def leave(self) -> None:
        """Ask for nothing more."""
        self.short.clear()
        self.long.clear()


Item = tuple[Call, int]


class Turns:
    """The calls that wait, in the order in which they are served, one text of each in turn."""

    def __init__(self) -> None:
        self._short: deque[Call] = deque()
        self._long: deque[Call] = deque()
        self._again: deque[list[Item]] = deque()

    @property
    def wants_long(self) -> bool:
        """Whether a long text waits."""
        return any(call.long for call in self._long)

    def add(self, call: Call) -> None:
        """Put a call behind the others."""
        if call.short:
            self._short.append(call)
        if call.long:
            self._long.append(call)

    def repeat(self, items: Sequence[Item]) -> None:
        """Put what ended a worker before all others: each call by itself, those of little text first.

        It was one call's text: the others must not share its fate again, nor wait behind it.
        """
        shares: dict[Call, list[Item]] = {}
        for item in items:
            shares.setdefault(item[0], []).append(item)
        for share in sorted(shares.values(), key=_characters, reverse=True):
            share[0][0].asked = None
            self._again.appendleft(share)

    def next_short(self) -> list[Item]:
        """Take a batch of texts that are not long."""
        while self._again:
            items = self._again.popleft()
            if not items[0][0].answer.done():
                return items
        items = []
        characters = 0
        while self._short and len(items) < BATCH_TEXTS and characters < BATCH_CHARACTERS:
            call = self._short.popleft()
            if not call.short:
                continue
            index = call.short.popleft()
            items.append((call, index))
            characters += len(call.texts[index])
            if call.short:
                self._short.append(call)
        return items

    def next_long(self) -> list[Item]:
        """Take one long text."""
        while self._long:
            call = self._long.popleft()
            if not call.long:
                continue
            index = call.long.popleft()
            if call.long:
                self._long.append(call)
            return [(call, index)]
        return []

    def refuse(self, error: DetectionFailed) -> None:
        """Fail whatever waits."""
        waiting = [*self._short, *self._long, *(call for items in self._again for call, _index in items)]
        self._short.clear()
        self._long.clear()
        self._again.clear()
        for call in waiting:
            call.fail(error)


def _characters(items: Sequence[Item]) -> int:
    return sum(len(call.texts[index]) for call, index in items)
