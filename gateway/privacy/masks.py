"""Surrogates seen in an answer, and what each stands for: whole, in part, in another case or spacing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import ahocorasick

from detectors.labels import Label
from gateway.privacy.glyphs import Cut
from gateway.privacy.identity import fold
from gateway.privacy.namewords import Role, words_of
from gateway.privacy.pseudonyms import Hidden

_DIGIT = re.compile(r"\d")
#: How people write a number of so many digits.
_SHAPES: Mapping[int, tuple[str, ...]] = {
    10: (
        *("ddd-ddd-dddd", "(ddd) ddd-dddd", "ddd ddd-dddd", "ddd.ddd.dddd", "ddd ddd dddd", "dddddddddd"),
        *("+1 ddd-ddd-dddd", "+1 ddd ddd dddd", "1-ddd-ddd-dddd", "+1dddddddddd", "+1 (ddd) ddd-dddd"),
    ),
    9: ("ddd ddd ddd", "ddd-ddd-ddd", "ddddddddd"),
}
#: Characters of a phrase by which most texts are known not to begin one.
_HEAD = 2


@dataclass(slots=True)
class _Phrase:
    """What a surrogate in lower case stands for, as it was written and in any other case."""

    written: dict[str, str] = field(default_factory=dict)
    #: Whether its case follows: names do, addresses and numbers do not.
    follows: bool = False
    #: Whether a hyphen makes it part of another name, as in "Anne-Julie".
    joins: bool = False
    #: Whether two people have it, so that it is nobody's.
    doubtful: bool = False

    def original(self, surface: str) -> str:
        known = self.written.get(surface)
        if known is not None:
            return known
        first = next(iter(self.written.values()))
        if not self.follows:
            return first
        if surface.islower():
            return first.lower()
        if surface.isupper():
            return first.upper()
        return first.title() if first.isupper() or first.islower() else first


class Masks:
    """The surrogates of one call. A hidden value whose name is no code in brackets is one."""

    def __init__(self, hidden: Mapping[str, Hidden]) -> None:
        self._phrases: dict[str, _Phrase] = {}
        masks = [(name, what) for name, what in hidden.items() if name[:1] != "["]
        for name, what in masks:
            self._add(name, what.original, follows=what.label == Label.PERSON)
        for name, what in masks:
            self._add_parts(name, what)
        self._phrases = {key: phrase for key, phrase in self._phrases.items() if not phrase.doubtful}
        self._lengths = sorted({len(key) for key in self._phrases}, reverse=True)
        self._heads = {key[:_HEAD] for key in self._phrases}
        self._beginnings = {key[:length] for key in self._phrases for length in range(1, len(key))}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._phrases)

    @property
    def longest(self) -> int:
        """The characters of the longest, and of what must be seen behind it."""
        return self._lengths[0] + 2 if self._lengths else 0

    @property
    def starts(self) -> str:
        """A pattern for where one may begin."""
        first = "".join(sorted({re.escape(key[0] + key[0].upper()) for key in self._phrases}))
        return rf"(?<![^\W_])[{first}]"

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where one may begin, from one place to the next, by their ends."""
        automaton = ahocorasick.Automaton()
        for key in self._phrases:
            automaton.add_word(key, len(key))
        automaton.make_automaton()
        for last, length in automaton.iter(lowered(text)):
            yield last + 1 - length, last + 2 - length

    def at(self, text: str, at: int, *, final: bool) -> tuple[int, str] | None:
        """Return the end and the original of the longest that begins at a place. Raises `Cut`."""
        before = text[at - 1 : at] if at else ""
        if before.isalnum():
            return None
        window = lowered(text[at : at + self.longest])
        if window[:_HEAD] not in self._heads and len(window) >= _HEAD:
            return None
        whole = at + len(window) == len(text) and not final
        if whole and window in self._beginnings:
            raise Cut
        for length in self._lengths:
            phrase = self._phrases.get(window[:length])
            if phrase is not None and len(window) >= length:
                following = window[length:]
                if whole and following in ("", "s"):
                    raise Cut
                if _ends(following, before, phrase):
                    return at + length, phrase.original(text[at : at + length])
        return None

    def _add(self, name: str, original: str, *, follows: bool = False, joins: bool = False) -> None:
        phrase = self._phrases.setdefault(lowered(name), _Phrase(follows=follows, joins=joins))
        known = next(iter(phrase.written.values()), original)
        if fold(known) != fold(original) and name in phrase.written:
            phrase.doubtful = True
        phrase.written.setdefault(name, original)

    def _add_parts(self, name: str, what: Hidden) -> None:
        if what.label == Label.PERSON:
            for stands, original, joins in _parts(name, what.original):
                self._add(stands, original, follows=True, joins=joins)
            return
        digits, own = _digits(name), _digits(what.original)
        if len(digits) == len(own):
            for shape in _SHAPES.get(len(digits), ()):
                self._phrases.setdefault(
                    _shaped(shape, digits).lower(), _Phrase({_shaped(shape, digits): _shaped(shape, own)})
                )
        if what.label == Label.CA_POSTAL_CODE:
            bare, real = (re.sub(r"\W", "", value) for value in (name, what.original))
            for between in ("", " ", "-"):
                key = bare[:3] + between + bare[3:]
                self._phrases.setdefault(
                    key.lower(), _Phrase({key: real[:3] + between + real[3:]}, follows=True)
                )


def lowered(text: str) -> str:
    """Return a text in lower case, each character at the place where it was."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _parts(name: str, original: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the surrogate of each word of a name, and an initial with the surname."""
    stands, real = words_of(name), words_of(original)
    if len(stands) != len(real):
        return
    given: tuple[str, str] | None = None
    for mask, word in zip(stands, real, strict=True):
        if word.role in (Role.GIVEN, Role.SURNAME) and fold(mask.text) != fold(word.text):
            yield mask.text, word.text, word.role is Role.GIVEN
            given = given or ((mask.text, word.text) if word.role is Role.GIVEN else None)
    for mask, word in zip(stands, real, strict=True):
        if word.role is Role.SURNAME and given is not None:
            for between in (". ", ".", " "):
                yield f"{given[0][0]}{between}{mask.text}", f"{given[1][0]}{between}{word.text}", False


def _ends(following: str, before: str, phrase: _Phrase) -> bool:
    """Whether no letter or digit runs on: the s of a plural may."""
    if phrase.joins and "-" in (before, following[:1]):
        return False
    if following[:1] == "s" and phrase.follows:
        following = following[1:]
    return not following[:1].isalnum()


def _digits(value: str) -> str:
    return "".join(_DIGIT.findall(value))


def _shaped(shape: str, digits: str) -> str:
    following = iter(digits)
    return "".join(next(following) if letter == "d" else letter for letter in shape)


def merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return places in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
