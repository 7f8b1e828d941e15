"""Pseudonyms back into originals: whole texts here, streams in `gateway.privacy.stream`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gateway.privacy.pseudonyms import Hidden
from gateway.wire.strict_json import escape

#: What a model may have made of a pseudonym: brackets lost, letters in lower case. The tag, the code and its
#: check character must still be those of one that this call minted.
_SEEN = re.compile(
    r"(\[)?(?<![A-Za-z0-9])([A-Za-z]{2,16}-[0-9A-Za-z]{6}-[0-9A-Za-z]{3})(?![A-Za-z0-9])(?(1)\]?)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A pseudonym seen in a text, and what is written in its place."""

    start: int
    end: int
    original: str


class Restorer:
    """Restores what one call hid, and counts it.

    ``restored`` counts pseudonyms put back, ``unresolved`` texts that look like one and are not ours.
    """

    def __init__(self, hidden: Mapping[str, Hidden]) -> None:
        self._originals = {name[1:-1]: what.original for name, what in hidden.items()}
        self._escaped = {name: escape(original) for name, original in self._originals.items()}
        self.restored = 0
        self.unresolved = 0
        names = {name.lower() for name in self._originals}
        self._longest = max(map(len, names), default=0) + 1
        self._beginnings = {
            whole[:length]
            for name in names
            for whole in (f"[{name}", name)
            for length in range(1, len(whole) + 1)
        }

    def __bool__(self) -> bool:
        """Whether there is anything to restore."""
        return bool(self._originals)

    def text(self, text: str) -> str:
        """Return a whole text restored, in one pass: nothing that was put back is looked at again."""
        return _applied(text, self.spans(text))

    def json_text(self, text: str) -> str:
        """Return the inside of a JSON document, or a fragment of one, restored with JSON escapes."""
        return _applied(text, self.spans(text, json=True))

    def spans(self, text: str, start: int = 0, *, json: bool = False) -> list[Span]:
        """Return the pseudonyms in ``text[start:]``, in offsets from ``start``, in order.

        What stands before ``start`` only tells whether a word begins there.
        """
        if not self._originals or "-" not in text:
            return []
        originals, found = self._escaped if json else self._originals, []
        for match in _SEEN.finditer(text, start):
            original = originals.get(match[2].upper())
            if original is None:
                self.unresolved += match[0].startswith("[")
            else:
                self.restored += 1
                found.append(Span(match.start() - start, match.end() - start, original))
        return found

    def unsettled(self, text: str) -> int:
        """Return how many characters at the end of a text may be the start of a pseudonym still to come."""
        tail = text[-self._longest :].lower()
        for start in range(len(tail)):
            if tail[start:] in self._beginnings:
                return len(tail) - start
        return 0


def _applied(text: str, spans: list[Span]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for span in spans:
        pieces += (text[done : span.start], span.original)
        done = span.end
    return "".join((*pieces, text[done:]))
