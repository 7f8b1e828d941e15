"""Where values stand in a text as values of their own, not as parts of longer words or numbers."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import ahocorasick

from gateway.wire.strict_json import escape

#: Digits from which a value is so particular that only more digits make it another one.
_PARTICULAR_DIGITS = 6
_Joins = Callable[[str, str], bool]


class Occurrences:
    """Finds many values in a text in one pass, also as they stand in JSON, escaped once or twice.

    Made once for a call: what is to be hidden does not change between its steps.
    """

    def __init__(self, values: Iterable[str]) -> None:
        forms: dict[str, list[tuple[str, _Joins]]] = {}
        for value in set(values):
            said = (value, _continues if _is_particular(value) else _joins)
            once = escape(value)
            # Most values need no escape.
            for form in {value} if once == value else {value, once, escape(once)}:
                forms.setdefault(form, []).append(said)
        forms.pop("", None)
        self._forms: ahocorasick.Automaton = ahocorasick.Automaton()
        for form, meant in forms.items():
            self._forms.add_word(form, (len(form), meant))
        if self._forms:
            self._forms.make_automaton()

    def of(self, text: str, hidden: Sequence["Span"] = ()) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, value) of each occurrence that no letter or digit runs into, by its end.

        Of what is ``hidden`` (in order, without overlap) nothing is left, and nothing runs on from it.
        """
        if not self._forms:
            return
        starts, ends = [span.start for span in hidden], [span.end for span in hidden]
        for last, (length, meant) in self._forms.iter(text):
            start, end = last + 1 - length, last + 1
            at = bisect_right(ends, start)
            if at < len(starts) and starts[at] < end:
                continue
            before = text[start - 1] if start and not (at and ends[at - 1] == start) else " "
            after = text[end] if end < len(text) and not (at < len(starts) and starts[at] == end) else " "
            for value, joins in meant:
                if not (joins(before, text[start]) or joins(after, text[last])):
                    yield start, end, value


class Span(Protocol):
    """A part of a text, its end exclusive."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The end."""


def _is_particular(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= _PARTICULAR_DIGITS


def _joins(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one word: letters and digits do, and so do hyphenated words."""
    return inside.isalnum() and (outside.isalnum() or outside in "-‑_")


def _continues(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one number or word: ``nas_212345672`` holds a number of its own."""
    return (inside.isdigit() and outside.isdigit()) or (inside.isalpha() and outside.isalpha())
