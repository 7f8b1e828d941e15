"""Whose pseudonym a text is: by its whole code, or by the part that says who, where that leaves no doubt."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import dropwhile

from detectors.labels import Label
from gateway.privacy.identity import fold
from gateway.privacy.namewords import Role, words_of
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.tagwords import FULL, GIVEN, SURNAME
from gateway.privacy.tagwords import words_of as tag_words_of

#: Letters and digits of the part that says who, and of a whole code.
WHO, CODE = 6, 9
#: What Crockford's alphabet leaves out reads as what it looks like.
_LOOKS_LIKE = str.maketrans("OIL", "011")
#: A change of up to so many characters never makes one person's code another's.
APART = 3
#: Before a name of which only the surname is wanted.
_TITLE = re.compile(
    r"(?:^|[^\w])(?:M|MM|Mr|Mrs|Ms|Mx|Mme|Mmes|Mlle|Dr|Dre|Me|Mes|Pr|Pre|Prof|[Mm]onsieur|[Mm]adame|[Mm]aître"
    r"|[Dd]octeure?|[Mm]ister|[Mm]iss|[Dd]octor)\.?[\s*_`]+$"
)
_WORD = re.compile(r"[^\s,;]+")


def as_code(letters: str) -> str:
    """Return letters and digits, in upper case, as a code has them."""
    return letters.translate(_LOOKS_LIKE)


class Names:
    """The pseudonyms of a call. What a caller wrote that looks like one (``reserved``) is nobody's."""

    def __init__(self, hidden: Mapping[str, Hidden], reserved: frozenset[str] = frozenset()) -> None:
        self.exact = {name: what for name, what in hidden.items() if name[:1] == "["}
        self._reserved = reserved

    @cached_property
    def widest(self) -> int:
        """The characters of the longest pseudonym."""
        return max(map(len, self.exact), default=0)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.exact)

    def begins_as_written(self, text: str, at: int) -> bool:
        """Whether a text ends, from a place on, with the beginning of a pseudonym as it left."""
        if text[at] != "[" or len(text) - at >= self.widest:
            return False
        begun = text[at:]
        place = bisect_right(self._sorted, begun)
        return place < len(self._sorted) and self._sorted[place].startswith(begun)

    @cached_property
    def _codes(self) -> dict[str, Hidden | None]:
        """What each code stands for; None where two tags have the same."""
        codes: dict[str, Hidden | None] = {}
        for name, what in self.exact.items():
            code = name[-11:-5] + name[-4:-1]
            codes[code] = None if code in codes else what
        return codes

    @cached_property
    def _people(self) -> dict[str, list[Hidden]]:
        people: dict[str, list[Hidden]] = {}
        for name, what in self.exact.items():
            people.setdefault(name[-11:-5], []).append(what)
        return people

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Every beginning of a code."""
        return frozenset(code[:length] for code in self._codes for length in range(1, CODE + 1))

    @cached_property
    def words(self) -> frozenset[str]:
        """What may stand where the tag does, in capitals without accents."""
        return tag_words_of({what.label for what in self.exact.values()}) | {
            name[1:-12] for name in self.exact
        }

    @cached_property
    def word_beginnings(self) -> frozenset[str]:
        """Every beginning of such a word."""
        return frozenset(word[:length] for word in self.words for length in range(1, len(word) + 1))

    def is_who(self, letters: str) -> bool:
        """Whether letters say who somebody or what something of this call is."""
        return letters in self._people

    def of_code(self, code: str) -> Hidden | None:
        """Return what a whole code stands for."""
        return self._codes.get(code)

    def of_who(self, who: str, *, said: str, before: str) -> str | None:
        """Return how to write someone of whom only ``who`` is certain, or None where that is not enough.

        ``said`` is what stands in the tag's or the form's place (`tagwords.bare`), ``before`` what stands
        before it.
        """
        forms = self._people.get(who)
        if not forms or not self._is_apart(who) or self._is_reserved(who, said):
            return None
        if any(form.label != forms[0].label for form in forms):
            return None
        if forms[0].label != Label.PERSON:
            return forms[0].original
        names = [form.original for form in forms]
        if said in GIVEN:
            return given_name(names)
        if said in SURNAME or (said not in FULL and _TITLE.search(before)):
            return surname(names)
        return fullest(names)

    def _is_reserved(self, who: str, said: str) -> bool:
        return any(literal[-11:-5] == who and literal[-4:-1] == said for literal in self._reserved)

    def _is_apart(self, who: str) -> bool:
        """Whether nobody else's letters are so near that a slip would make them these."""
        return all(other == who or distance(who, other) >= APART for other in self._people)


def fullest(names: list[str]) -> str:
    """Return the form with most of a name, the one not in capitals before that in capitals."""
    return max(names, key=lambda name: (len(_words(name)), not _shouts(name), _spelled(name)))


def surname(names: list[str]) -> str:
    """Return the surname alone, or the fullest form where what the surname is cannot be told."""
    return _part(names, last=True)


def given_name(names: list[str]) -> str:
    """Return the given name alone, or the fullest form where what it is cannot be told."""
    return _part(names, last=False)


def _part(names: list[str], *, last: bool) -> str:
    whole = fullest(names)
    words = list(dropwhile(lambda word: word.role is Role.KEPT, words_of(whole)))
    if len(words) != 2:  # noqa: PLR2004 - which of three are the surname's, nobody can tell
        return whole
    role = Role.SURNAME if last else Role.GIVEN
    wanted = next((word.text for word in words if word.role is role), whole)
    same = [name for name in names if fold(name) == fold(wanted) and not _shouts(name)]
    return max(same, key=_spelled, default=wanted)


def _words(name: str) -> list[str]:
    return _WORD.findall(name)


def _shouts(name: str) -> bool:
    return name.isupper()


def _spelled(name: str) -> int:
    """Prefer a name with its accents."""
    return sum(not character.isascii() for character in name)


def distance(one: str, other: str) -> int:
    """Return how many changes (one character more, less or other, two neighbours swapped) lie between two."""
    if one == other:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, character in enumerate(one):
        before, row, above = row, [at + 1], before
        for where, wanted in enumerate(other):
            cost = min(before[where] + (character != wanted), before[where + 1] + 1, row[where] + 1)
            swapped = at and where and character == other[where - 1] and one[at - 1] == wanted
            row.append(min(cost, above[where - 1] + 1) if swapped else cost)
    return row[-1]
