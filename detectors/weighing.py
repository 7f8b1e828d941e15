"""Whether a name that the model marks is a person: its own score, weighed against what is known around it.

The model reads a window of words. It does not see that a whole page names nothing but towns and firms, or
that a list knows the word for a surname. The weights are those of a logistic regression on marked documents
that the model was not trained on; they moved little from one training of the model to the next.
"""

import math
import re
from collections.abc import Iterator, Sequence
from enum import Enum

from detectors.counterevidence import names_a_thing
from detectors.gazetteer import is_given, is_name
from detectors.normalise import fold
from detectors.reading import NameSpan

#: Head start that the model is asked with: what it then finds for nothing is dropped here.
LEAN = 2.0

_BIAS = 1.0
_OWN_SCORE = 0.56
_GIVEN = 1.1
_SURNAME = 0.3
_LOWER_CASE = -1.4
_CAPITALS = -0.6
_THING = -3.2
_DIGIT = -3.0
_DENSITY = 0.7
_SHARE_OF_THINGS = -2.6

#: Log-odds of a name that is sure by the model's score alone, and the most that a score may count.
_SURE = 3.0
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


def weigh(text: str, names: Sequence[NameSpan], strictness: float = 0.0) -> Iterator[tuple[NameSpan, float]]:
    """Tell the people among the names of a normalised text, each with its chance of being one.

    ``names`` were asked for with a head start of `LEAN` and ``strictness``. A chance of 0.5 is an even one at
    strictness 0; at 2 it is given to nearly all that the model marks.
    """
    own = [_log_odds(name.score) - LEAN - strictness for name in names]
    sure = sum(name.kind == "PERSON" and odds > _SURE for name, odds in zip(names, own, strict=True))
    things = sum(name.kind in ("ORG", "LOC") for name in names)
    size = 1 + len(text.split()) / _USUAL if names else 1.0
    case = _case(text) if names else Case.MIXED
    for name, odds in zip(names, own, strict=True):
        if name.kind != "PERSON":
            continue
        others = sure - (odds > _SURE)
        around = _DENSITY * max(_SPARSEST, math.log((others + 0.5) / size))
        around += _SHARE_OF_THINGS * things / (things + others + 1)
        total = _BIAS + strictness + _OWN_SCORE * min(odds, _MOST) + around + _of_the_words(text, name, case)
        yield name, 1 / (1 + math.exp(-total))


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


def _of_the_words(text: str, name: NameSpan, case: Case) -> float:
    """Return what the words of a name, and those right around it, say; its case, where the text's differs."""
    written = text[name.start : name.end]
    words = fold(written).split()
    weight = _GIVEN if any(map(is_given, words)) else _SURNAME if any(map(is_name, words)) else 0.0
    if written.islower() and case is not Case.LOWER:
        weight += _LOWER_CASE
    elif written.isupper() and len(written) > 1 and case is not Case.UPPER:
        weight += _CAPITALS
    if any(map(str.isdigit, written)):
        weight += _DIGIT
    return weight + (_THING if names_a_thing(text, name.start, name.end) else 0.0)


def _log_odds(score: float) -> float:
    return math.log(max(score, 1e-6) / max(1 - score, 1e-4))
