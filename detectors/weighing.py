"""Whether a name that the model marks is a person: its own score, weighed against what is known around it.

The model reads a window of words. It does not see that a whole page names nothing but towns and firms, that a
list of streets goes on, or that the word is half of a full name two pages before. The weights are those of a
logistic regression on marked documents that the model was not trained on, rounded; it was checked on others.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum

from detectors.counterevidence import names_a_thing
from detectors.enumerations import is_of_a_kind, listed_with_things
from detectors.gazetteer import NEVER, is_given, is_name
from detectors.normalise import fold
from detectors.reading import NameSpan

#: Head start that the model is asked with: what it then finds for nothing is dropped here.
LEAN = 2.0

_BIAS = 1.6
_OWN_SCORE = 0.46
#: What the whole text says: how thick people are in it, whether it names one in full, how many things.
_DENSITY = 0.45
_FULL_NAME = 0.1
_SHARE_OF_THINGS = -2.5
#: What the same text elsewhere says: the name again, as a part of a longer one, or as a kind of goods.
_AGAIN = 0.6
_PART = 1.2
_KIND_ELSEWHERE = -1.9
#: What the words right around say.
_LISTED = -4.4
_KIND = -3.2
_THING = -2.2
_DETERMINED = -1.05
_QUOTED = -0.4
#: What the words themselves say.
_SINGLE = -0.75
_GIVEN = 0.6
_SURNAME = 0.1
_LOWER_CASE = -1.0
_CAPITALS = -1.05
_DIGIT = -1.65
#: One word that begins or forbids a name ("tsé", "Dossier") is none.
_NO_NAME = -4.0

#: Log-odds of a name that is sure by the model's score alone, of one that is likely, and the most that count.
_SURE = 3.0
_LIKELY = 1.0
_MOST = 6.0
#: In a text in small letters, one letter in so many at most is a capital.
_RARE = 200
#: Capitals and letters of Latin-1, by their bytes, and what it does not have (a question mark stands for it).
_UPPER = bytes(code for code in range(256) if chr(code).isupper())
_ALPHA = bytes(code for code in range(256) if chr(code).isalpha())
_BEYOND = re.compile("[^\x00-\xff]")
#: Words among which one name is usual, and the least that their absence may count.
_USUAL = 50
_SPARSEST = -2.0
#: "la Rose", "un Ricardo", "the Vezina"; not "les Ouellet", who are a family, nor "notre Théo".
_DETERMINER = re.compile(
    r"(?:(?<![^\W_])(?:le|la|une?|du|au|cet?|cette|chaque|the|an?|this|that|each) |(?<![^\W_])l')\Z",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[«\"] ?\Z")
#: How a text ends before a word that one of these two tells of.
_APART = (" ", "'", "«", '"')


def weigh(text: str, names: Sequence[NameSpan], strictness: float = 0.0) -> Iterator[tuple[NameSpan, float]]:
    """Tell the people among the names of a normalised text, each with its chance of being one.

    ``names`` were asked for with a head start of `LEAN` and ``strictness``. A chance of 0.5 is an even one at
    strictness 0; at 2 it is given to nearly all that the model marks.
    """
    marked = [(name, _log_odds(name.score) - LEAN - strictness) for name in names if name.kind == "PERSON"]
    if not marked:
        return
    page = _Page(text, marked, sum(name.kind in ("ORG", "LOC") for name in names))
    case = _case(text)
    for name, odds in marked:
        total = _BIAS + strictness + _OWN_SCORE * min(odds, _MOST)
        total += page.speaks(name, odds) + _of_the_place(text, name) + _of_the_words(text, name, case)
        yield name, 1 / (1 + math.exp(-total))


class _Page:
    """What a whole text says of each name in it, from all that the model marks there."""

    def __init__(self, text: str, marked: Sequence[tuple[NameSpan, float]], things: int) -> None:
        self._words = {id(name): fold(text[name.start : name.end]).split() for name, _ in marked}
        self._things = things
        self._size = 1 + len(text.split()) / _USUAL
        self._sure = sum(odds > _SURE for _, odds in marked)
        self._times = Counter(" ".join(words) for words in self._words.values())
        longer = (self._words[id(name)] for name, odds in marked if odds > 0)
        self._parts = {word for words in longer if len(words) > 1 for word in words}
        self._against = {id(name): _thinghood(text, name) for name, _ in marked}
        self._kinds: dict[str, set[int]] = {}
        for name, _ in marked:
            if self._against[id(name)] in (_LISTED, _KIND):
                self._kinds.setdefault(" ".join(self._words[id(name)]), set()).add(id(name))
        self._full = {id(name) for name, odds in marked if odds > _LIKELY and self._is_full(name)}

    def speaks(self, name: NameSpan, odds: float) -> float:
        """Return what the text says of one of its names, by what else there is."""
        words = self._words[id(name)]
        others = self._sure - (odds > _SURE)
        weight = self._against[id(name)] + _DENSITY * max(_SPARSEST, math.log((others + 0.5) / self._size))
        weight += _SHARE_OF_THINGS * self._things / (self._things + others + 1)
        weight += _FULL_NAME * (len(self._full) > (id(name) in self._full))
        called = " ".join(words)
        weight += _AGAIN * (self._times[called] > 1)
        weight += _KIND_ELSEWHERE * (called in self._kinds and not self._kinds[called] <= {id(name)})
        return weight + _PART * (len(words) == 1 and words[0] in self._parts)

    def _is_full(self, name: NameSpan) -> bool:
        words = self._words[id(name)]
        return len(words) > 1 and is_given(words[0]) and is_name(words[-1]) and not self._against[id(name)]


def addresses(names: Sequence[NameSpan], strictness: float = 0.0) -> Iterator[tuple[NameSpan, float]]:
    """Tell the addresses among the names, each with the log-odds that its own score gives.

    Strictness does not count here: an address has its number and its street to be known by.
    """
    yield from values(names, "ADDRESS", strictness)


def values(names: Sequence[NameSpan], kind: str, strictness: float = 0.0) -> Iterator[tuple[NameSpan, float]]:
    """Tell what the model marks as one kind, each with the log-odds that its own score gives."""
    for name in names:
        if name.kind == kind:
            yield name, _log_odds(name.score) - LEAN - strictness


class Case(Enum):
    """How a whole text is written."""

    MIXED = 0
    LOWER = 1
    UPPER = 2


def _case(text: str) -> Case:
    latin, others = text.encode("latin-1", "replace"), _BEYOND.findall(text)
    capitals = len(latin) - len(latin.translate(None, _UPPER)) + sum(map(str.isupper, others))
    letters = len(latin) - len(latin.translate(None, _ALPHA)) + sum(map(str.isalpha, others))
    if capitals * _RARE < letters:
        return Case.LOWER
    return Case.UPPER if capitals * 2 > letters else Case.MIXED


def _of_the_place(text: str, name: NameSpan) -> float:
    """Return what the words right around a name say."""
    before = text[max(0, name.start - 10) : name.start]
    apart = before.endswith(_APART)
    weight = _DETERMINED if apart and _DETERMINER.search(before) else 0.0
    if apart and _QUOTE.search(before) and " " not in text[name.start : name.end]:
        weight += _QUOTED
    return weight


def _thinghood(text: str, name: NameSpan) -> float:
    """Return what the words that lead to a name, and go on it, say against a person."""
    if listed_with_things(text, name.start):
        return _LISTED
    if is_of_a_kind(text, name.start):
        return _KIND
    return _THING if names_a_thing(text, name.start, name.end) else 0.0


def _of_the_words(text: str, name: NameSpan, case: Case) -> float:
    """Return what the words of a name say; its case, where the text's differs."""
    written = text[name.start : name.end]
    words = fold(written).split()
    weight = _GIVEN if any(map(is_given, words)) else _SURNAME if any(map(is_name, words)) else 0.0
    if len(words) == 1:
        weight += _SINGLE
        weight += _NO_NAME * (words[0] in NEVER)
    if written.islower() and case is not Case.LOWER:
        weight += _LOWER_CASE
    elif written.isupper() and len(written) > 1 and case is not Case.UPPER:
        weight += _CAPITALS
    if any(map(str.isdigit, written)):
        weight += _DIGIT
    return weight


def _log_odds(score: float) -> float:
    return math.log(max(score, 1e-6) / max(1 - score, 1e-4))
