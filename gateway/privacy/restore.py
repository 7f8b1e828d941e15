"""Pseudonyms back into originals: whole texts here, streams in `gateway.privacy.stream`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from gateway.privacy.nesting import Nesting
from gateway.privacy.pseudonyms import Hidden
from gateway.wire.strict_json import escape

#: What a model may have made of a pseudonym: brackets lost, letters in lower case, hyphens that do not break.
#: The tag, the code and its check character must still be those of one that this call minted.
_SEEN = re.compile(
    r"(\[)?(?<![A-Za-z0-9])([A-Za-z]{1,16}[-‐‑][0-9A-Za-z]{6}[-‐‑][0-9A-Za-z]{3})(?![A-Za-z0-9])(?(1)\]?)"
)
_HYPHENS = {ord(hyphen): "-" for hyphen in "‐‑"}
_ALONE = re.compile(r"[A-Za-z0-9]")


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
        self.restored = 0
        self.unresolved = 0
        self._longest = max(map(len, self._originals), default=0) + 1

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """Every beginning of a name of ours, in lower case: asked for by streams only."""
        return frozenset(
            whole[:length]
            for name in map(str.lower, self._originals)
            for whole in (f"[{name}", name)
            for length in range(1, len(whole) + 1)
        )

    def __bool__(self) -> bool:
        """Whether there is anything to restore."""
        return bool(self._originals)

    def text(self, text: str, *, whole_json: bool = False) -> str:
        """Return a whole text restored, in one pass: nothing that was put back is looked at again.

        ``whole_json`` says that a text which begins like a JSON document is one.
        """
        if whole_json and text.lstrip()[:1] in ("{", "["):
            return self.json_text(text)
        return _applied(text, self.spans(text, nesting=Nesting()))

    def json_text(self, text: str) -> str:
        """Return the inside of a JSON document, or a fragment of one, restored with JSON escapes."""
        return _applied(text, self.spans(text, nesting=Nesting(), json=True))

    def spans(self, text: str, start: int = 0, *, nesting: Nesting, json: bool = False) -> list[Span]:
        """Return the pseudonyms in ``text[start:]``, in offsets from ``start``, in order.

        What stands before ``start`` only tells whether a word begins there. ``nesting`` follows the text from
        its very beginning: an original inside of JSON strings is escaped for each of them, and at least once
        where the text is known to be ``json``.
        """
        if not self._originals:
            return []
        found, at, told = [], start, start
        while (match := _SEEN.search(text, at)) is not None:
            original = self._originals.get(match[2].translate(_HYPHENS).upper())
            if original is None:
                # Its end may be the beginning of one of ours.
                self.unresolved += match[0].startswith("[")
                at = match.start(2) + 1
                continue
            self.restored += 1
            nesting.feed(text[told : match.start()])
            for _string in range(max(nesting.depth, json)):
                original = escape(original)
            found.append(Span(match.start() - start, match.end() - start, original))
            told = at = match.end()
            nesting.feed(match[0])
        nesting.feed(text[told:])
        return found

    def unsettled(self, text: str, before: str = "") -> int:
        """Return how many characters at the end of a text may be the start of a pseudonym still to come.

        ``before`` is the character that the text follows.
        """
        whole = before + text
        first = max(len(before), len(whole) - self._longest)
        tail = whole[first:].translate(_HYPHENS).lower()
        for start, character in enumerate(tail):
            if tail[start:] in self._beginnings and (
                character == "[" or not _ALONE.fullmatch(whole[first + start - 1 : first + start])
            ):
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
