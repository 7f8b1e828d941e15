"""Realistic stand-ins: invented people and numbers that a model reads as it would the real ones.

A surrogate is drawn by HMAC from scope, label and identity, and taken only if no text of the call holds it.
The parts of a name keep their own: after "Marie-Ève Gagnon" became "Julie Lauzon", "Mme Gagnon" is "Mme
Lauzon".
"""

import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from detectors.labels import Label
from gateway.privacy import invented
from gateway.privacy.identity import fold
from gateway.privacy.namelists import gender_of, given_names, surnames
from gateway.privacy.namewords import Role, Word, words_of
from gateway.privacy.pseudonyms import Minter

_INITIALS = "ABCDEGJLMNPRS"


@dataclass(slots=True)
class _Person:
    """Who somebody is in this call: the surrogate of each word of the name, by its folded form."""

    given: dict[str, str] = field(default_factory=dict)
    surname: dict[str, str] = field(default_factory=dict)

    def of(self, word: Word) -> dict[str, str]:
        return self.given if word.role is Role.GIVEN else self.surname

    def known(self, folded: str) -> str | None:
        return self.given.get(folded) or self.surname.get(folded)


class Surrogates:
    """Chooses the surrogates of one call.

    ``identify(label, original)`` tells who or what a value is, ``texts`` are all the texts of the call. Where
    nothing suits, `of` gives a pseudonym.
    """

    def __init__(self, minter: Minter, identify: Callable[[str, str], str], texts: Iterable[str]) -> None:
        self._minter = minter
        self._identify = identify
        self._texts = texts
        self._people: dict[str, _Person] = {}
        self._used: set[str] = set()

    @cached_property
    def _said(self) -> str:
        """What the call says, folded: read once, and only where a surrogate is asked for."""
        for name, hidden in list(self._minter.table.items()):
            if not name.startswith("["):
                self._recall(name, hidden.label, hidden.original)
        return fold("\n".join(self._texts))

    def of(self, label: str, original: str) -> str:
        """Return what stands for a value as it is written."""
        known = self._minter.known(label, original)
        if known is not None:
            return known
        _read = self._said
        identity = self._identify(label, original)
        made = (
            self._name(identity, original)
            if label == Label.PERSON
            else self._value(label, identity, original)
        )
        if made is None or made in self._minter.table:
            # Each written form must come back as it was: two forms never share a surrogate.
            return self._minter.mint(label, identity, original)
        self._minter.adopt([(label, original, made, "")])
        return made

    def _value(self, label: str, identity: str, original: str) -> str | None:
        draw = _Draw(self._minter.key, label, identity)
        for made in invented.candidates(label, original, draw):
            if self._is_free(made):
                return made
        return None

    def _name(self, identity: str, original: str) -> str | None:
        person = self._people.setdefault(identity, _Person())
        words = words_of(original)
        chosen: dict[int, str] = {}
        for at, word in enumerate(words):
            if word.role not in (Role.GIVEN, Role.SURNAME):
                continue
            folded = fold(word.text).rstrip(".")
            made = person.known(folded) or self._word(identity, folded, word.role)
            if made is None:
                return None
            person.of(word).setdefault(folded, made)
            chosen[at] = _cased(made, word.text)
        if not chosen:
            return None
        return "".join(self._pieces(original, words, chosen, person))

    def _pieces(
        self, original: str, words: Sequence[Word], chosen: dict[int, str], person: _Person
    ) -> Iterator[str]:
        done = 0
        for at, word in enumerate(words):
            yield original[done : word.start]
            if word.role is Role.INITIAL:
                yield self._initial(word.text, person)
            else:
                yield chosen.get(at, word.text)
            done = word.end
        yield original[done:]

    def _initial(self, text: str, person: _Person) -> str:
        """Return the initial of whom the person became; any, where the given name is not known."""
        drawn = _Draw(self._minter.key, "initial", *person.surname)(len(_INITIALS))
        given = next(iter(person.given.values()), _INITIALS[drawn])
        return given[0] + ("." if text.endswith(".") else "")

    def _word(self, identity: str, folded: str, role: Role) -> str | None:
        names = given_names(gender_of(folded)) if role is Role.GIVEN else surnames()
        draw = _Draw(self._minter.key, role.name, identity + "\0" + folded)
        start = draw(len(names))
        for step in range(len(names)):
            made = names[(start + step) % len(names)]
            if self._is_free(made):
                self._used.add(fold(made))
                return made
        return None

    def _is_free(self, made: str) -> bool:
        folded = fold(made)
        return folded not in self._used and folded not in self._said

    def _recall(self, name: str, label: str, original: str) -> None:
        """Take up what an earlier call of the conversation chose."""
        if label != Label.PERSON:
            self._used.add(fold(name))
            return
        person = self._people.setdefault(self._identify(label, original), _Person())
        for word, stands in zip(words_of(original), words_of(name), strict=False):
            if word.role in (Role.GIVEN, Role.SURNAME):
                made = stands.text.capitalize()
                person.of(word).setdefault(fold(word.text).rstrip("."), made)
                self._used.add(fold(made))


class _Draw:
    """Numbers that follow from a key and a value, and tell nothing of either."""

    def __init__(self, key: bytes, *parts: str) -> None:
        self._key = key
        self._parts = "".join(f"{len(part)}:{part}" for part in ("surrogate", *parts))
        self._drawn = 0

    def __call__(self, below: int) -> int:
        message = f"{self._parts}{self._drawn}".encode("utf-8", "surrogatepass")
        self._drawn += 1
        return int.from_bytes(hmac.digest(self._key, message, "sha256")[:8], "big") % below


def _cased(made: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return made.upper()
    return made.lower() if like.islower() else made
