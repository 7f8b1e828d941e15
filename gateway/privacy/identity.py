"""Which written values are one and the same: the parts of a name, a number with and without spaces."""

import re
import unicodedata

from detectors.labels import Label

_WORDS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")


def fold(text: str) -> str:
    """Return a text without accents, case or differences of spacing."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


class Identities:
    """Gives each value of a call its identity, in order of first appearance.

    The order makes it stable: what a later turn adds never changes the identity of an earlier mention, so
    the bytes of a resent history stay the same. A mention that could be of two people is of neither.
    """

    def __init__(self) -> None:
        self._people: dict[str, set[frozenset[str]]] = {}
        self._known: dict[str, str] = {}
        #: Who bears a word, and who bears one that begins with a letter.
        self._by_word: dict[str, dict[str, None]] = {}
        self._by_letter: dict[str, dict[str, None]] = {}

    def of(self, label: str, original: str) -> str:
        """Return the identity of a value."""
        folded = fold(original)
        if label != Label.PERSON:
            return re.sub(r"[\W_]+", "", folded) or folded
        known = self._known.get(folded)
        if known is None:
            known = self._known[folded] = self._link(folded)
        return known

    def _link(self, folded: str) -> str:
        words = frozenset(word.rstrip(".") for word in _WORDS.findall(folded))
        candidates = [
            identity
            for identity in self._sharing(words)
            if any(_same(words, mention) for mention in self._people[identity])
            and not any(_conflict(words, mention) for mention in self._people[identity])
        ]
        identity = candidates[0] if len(candidates) == 1 else folded
        self._people.setdefault(identity, set()).add(words)
        for word in words:
            self._by_word.setdefault(word, {})[identity] = None
            self._by_letter.setdefault(word[:1], {})[identity] = None
        return identity

    def _sharing(self, words: frozenset[str]) -> dict[str, None]:
        """Return those who have a word of these, or an initial that may stand for one."""
        found: dict[str, None] = {}
        for word in words:
            found |= self._by_word.get(word, {})
            found |= self._by_letter.get(word, {}) if len(word) == 1 else self._by_word.get(word[:1], {})
        return found


def _matches(word: str, other: str) -> bool:
    return (
        word == other
        or (len(word) == 1 and other.startswith(word))
        or (len(other) == 1 and word.startswith(other))
    )


def _same(words: frozenset[str], mention: frozenset[str]) -> bool:
    """Whether every word of the shorter name is in the longer one (an initial stands for its word)."""
    short, long = sorted((words, mention), key=len)
    shared = all(any(_matches(word, other) for other in long) for word in short)
    return bool(short) and shared and any(len(word) > 1 for word in short)


def _conflict(words: frozenset[str], mention: frozenset[str]) -> bool:
    """Whether two full names share a word and differ in another: two people of one family."""
    return len(words) > 1 and len(mention) > 1 and not _same(words, mention)
