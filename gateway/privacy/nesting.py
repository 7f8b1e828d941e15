r"""How many JSON strings deep a place in a text lies, told from what stands before it, piece by piece.

A tool's argument may be JSON that holds JSON in a string: ``{"body": "{\"name\": \"…\"}"}``. What is put back
in there has to be escaped once for each string around it.
"""

import re
from enum import Enum, auto

_QUOTE = re.compile(r'(\\*)"')
#: What may stand before the first quote of a text that is JSON (nested, so its line ends are escapes).
_BLANK = re.compile(r"[\s\\nrt]*")
_OPENING = re.compile(r"[\s\\nrt]*[\[{][\s\[\]{},:0-9.eE+\-\\truefalsn]*")
_OPENED = re.compile(r"[\s\[\]{},:0-9.eE+\-\\truefalsn]*")
#: Each level doubles the backslashes, so nobody nests deeper.
_DEEPEST = 6


class _Content(Enum):
    """What is known of the text between a pair of quotes (or of the whole text)."""

    BLANK = auto()  # nothing but space so far
    OPENED = auto()  # a bracket, and nothing yet that JSON does not allow
    JSON = auto()
    PLAIN = auto()


class Nesting:
    """Follows a text that comes in pieces. The text itself may be JSON or not."""

    __slots__ = ("_levels", "_slashes")

    def __init__(self) -> None:
        self._levels = [_Content.BLANK]
        self._slashes = 0

    @property
    def depth(self) -> int:
        """The number of JSON strings that the end of what was fed lies in."""
        return len(self._levels) - 1

    def feed(self, text: str) -> None:
        """Take the next piece."""
        if not text or self._levels[0] is _Content.PLAIN:
            return
        done = 0
        for quote in _QUOTE.finditer(text):
            self._read(text[done : quote.start()])
            before = self._slashes if quote.start() == 0 else 0
            self._quote(_level(before + len(quote[1])))
            done = quote.end()
        self._read(text[done:])
        slashes = len(text) - len(text.rstrip("\\"))
        self._slashes = slashes + (self._slashes if slashes == len(text) else 0)

    def _read(self, text: str) -> None:
        content = self._levels[-1]
        if content is _Content.BLANK and not _BLANK.fullmatch(text):
            self._levels[-1] = _Content.OPENED if _OPENING.fullmatch(text) else _Content.PLAIN
        elif content is _Content.OPENED and not _OPENED.fullmatch(text):
            self._levels[-1] = _Content.PLAIN

    def _quote(self, level: int) -> None:
        if level < self.depth:
            del self._levels[level + 1 :]
            return
        content = self._levels[-1]
        if content is _Content.BLANK:
            self._levels[-1] = _Content.PLAIN
        elif level == self.depth and content is not _Content.PLAIN:
            self._levels[-1] = _Content.JSON
            if self.depth < _DEEPEST:
                self._levels.append(_Content.BLANK)


def _level(slashes: int) -> int:
    """Return how deep a quote with this many backslashes before it delimits a string.

    Undoing one level of escapes halves them; an odd one belonged to the quote.
    """
    level = 0
    while slashes % 2:
        slashes //= 2
        level += 1
    return level
