"""Which written values are one and the same: the parts of a name, a number with and without spaces."""

import re
import unicodedata

from detectors.labels import Label

_WORDS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
#: "m.-e. g.", folded: nothing but initials, two at least.
_INITIALS = re.compile(r"[^\W\d_](?:[.\s-]+[^\W\d_])+\.?")
_FIRST = re.compile(r"(?<![^\W_])[^\W\d_]")
_NO_WORD = re.compile(r"[\W_]+")
#: Accents, cedillas and the like, all of them combining (U+034F is not).
_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")


def fold(text: str) -> str:
    """Return a text without accents, case or differences of spacing."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    bare = _MARKS.sub("", decomposed)
    if not bare.isascii():
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


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
            return _NO_WORD.sub("", folded) or folded
        known = self._known.get(folded)
        if known is None:
            known = self._known[folded] = self._link(folded)
        return known

    def _link(self, folded: str) -> str:
        if _INITIALS.fullmatch(folded) and (known := self._of_initials(folded)) is not None:
            return known
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

    def _of_initials(self, folded: str) -> str | None:
        """Return who alone among those named so far has these initials, and no other names."""
        letters = sorted(filter(str.isalpha, folded))
        bearing = {
            identity
            for letter in letters
            for identity in self._by_letter.get(letter, {})
            if any(sorted(_FIRST.findall(" ".join(mention))) == letters for mention in self._people[identity])
        }
        return bearing.pop() if len(bearing) == 1 else None

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
    short, long = (words, mention) if len(words) <= len(mention) else (mention, words)
    if not short <= long and not (
        (_has_initial(short) or _has_initial(long))
        and all(any(_matches(word, other) for other in long) for word in short)
    ):
        return False
    return max(map(len, short), default=0) > 1


def _has_initial(words: frozenset[str]) -> bool:
    return 1 in map(len, words)


def _conflict(words: frozenset[str], mention: frozenset[str]) -> bool:
    """Whether two full names share a word and differ in another: two people of one family."""
    return len(words) > 1 and len(mention) > 1 and not _same(words, mention)
