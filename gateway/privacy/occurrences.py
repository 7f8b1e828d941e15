"""Where values stand in a text as values of their own, not as parts of longer words or numbers."""

from collections.abc import Iterable, Iterator

import ahocorasick

from gateway.wire.strict_json import escape

#: Digits from which a value is so particular that only more digits make it another one.
_PARTICULAR_DIGITS = 6


class Occurrences:
    """Finds many values in a text in one pass, also as they stand in JSON, escaped once or twice."""

    def __init__(self, values: Iterable[str]) -> None:
        self._forms: ahocorasick.Automaton = ahocorasick.Automaton()
        for value in sorted(values):
            once = escape(value)
            # Most values need no escape. A value's own spelling wins where it is also another's escaped form.
            for form in (value,) if once == value else (value, once, escape(once)):
                if form and (form == value or form not in self._forms):
                    self._forms.add_word(form, (value, len(form)))
        if self._forms:
            self._forms.make_automaton()

    def of(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, value) of each occurrence that no letter or digit runs into."""
        if not self._forms:
            return
        for last, (value, length) in self._forms.iter(text):
            start, end = last + 1 - length, last + 1
            before = text[start - 1] if start else " "
            after = text[end] if end < len(text) else " "
            joins = _continues if _is_particular(value) else _joins
            if not (joins(before, text[start]) or joins(after, text[last])):
                yield start, end, value


def _is_particular(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= _PARTICULAR_DIGITS


def _joins(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one word: letters and digits do, and so do hyphenated words."""
    return inside.isalnum() and (outside.isalnum() or outside in "-‑_")


def _continues(outside: str, inside: str) -> bool:
    """Whether two neighbours belong to one number or word: ``nas_212345672`` holds a number of its own."""
    return (inside.isdigit() and outside.isdigit()) or (inside.isalpha() and outside.isalpha())
