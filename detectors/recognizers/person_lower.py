"""A known given name and a known surname, in small letters: "julie gagnon"."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detectors.counterevidence import names_a_thing
from detectors.findings import Why
from detectors.gazetteer import GIVEN, HOMONYMS, NEVER, PLACES, WORDS, is_given, is_surname
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer

_GIVEN_START = 3
_LOWER = re.compile(r"(?<![\w.@'/-])[a-z][a-z'-]+(?: [a-z][a-z'-]+)+(?![\w@/])")
#: The given names that may begin a name in small letters, as `Reading.small_words` writes them.
_GIVEN_SMALL = frozenset(
    name.encode("latin-1", "replace") for name in GIVEN - WORDS - NEVER - PLACES - HOMONYMS
)


class PersonInSmallLetters(Recognizer):
    """Two or three words in small letters: a known given name and surnames that are no everyday words."""

    LABEL = Label.PERSON
    FINDS: ClassVar = ("dis à [[julie gagnon]] que c'est beau", "avec [[marie-eve tremblay roy]] demain")
    SPARES: ClassVar = ("les pages roses sont belles", "la rue julie gagnon", "une rose blanche")

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell the pairs, and the surname that may go on them."""
        text, folded = reading.text, reading.folded
        small = reading.small_words
        if small.isdisjoint(_GIVEN_SMALL) and not any(
            b"-" in word and is_given(word.decode("latin-1")) for word in small
        ):
            return
        for run in _LOWER.finditer(folded):
            words = run[0].split(" ")
            if GIVEN.isdisjoint(words) and "-" not in run[0]:
                continue
            yield from self._lower_pairs(text, run.start(), words)

    def _lower_pairs(self, text: str, at: int, words: list[str]) -> Iterator[Hit]:
        index = 0
        while index < len(words) - 1:
            first, second = words[index], words[index + 1]
            size = 2 if _is_lower_pair(first, second) else 0
            if size:
                third = words[index + 2] if index + 2 < len(words) else ""
                if third and _plain(third) and is_surname(third):
                    size = 3
                length = sum(map(len, words[index : index + size])) + size - 1
                written = text[at : at + length]
                if written.islower() and not names_a_thing(text, at, at + length):
                    yield Hit(at, at + length, 0.85, Why("pair in lower case"))
                at += length + 1
                index += size
            else:
                at += len(first) + 1
                index += 1


def _plain(word: str) -> bool:
    """Tell whether a folded word is no everyday word, so that its case need not prove that it is a name."""
    return word not in WORDS and word not in NEVER and word not in PLACES and len(word) >= _GIVEN_START


def _is_lower_pair(first: str, second: str) -> bool:
    if not (is_given(first) and is_surname(second)) or first in NEVER or second in NEVER:
        return False
    return _plain(first) and _plain(second) and first not in HOMONYMS
