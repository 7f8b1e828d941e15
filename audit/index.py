"""The blind index: answers whether a value was in a call, without keeping any value.

Each hidden value of a call leaves entries: keyed hashes of what remains of it when accents, case, spacing
and punctuation are folded away. Whoever has the key, which is not in the database, can ask for a value;
nobody else can, nor read one. An entry begins with the id of its key, so that a key can be replaced: new
entries are made with the new one, and a search tries each key that is still kept.

What is folded to the same is the same: "Gagnon, Marie-Ève" and "MARIE EVE GAGNON", "514 555-0142" and
"+1 (514) 555.0142". A name also leaves an entry for each of its words, so that it is found by a part.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

NAME_LABELS = frozenset({"PERSON"})
"""The labels whose values are found by their words."""

KEY_ID_BYTES = 4
_HASH_BYTES = 16
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
_TITLES = frozenset(
    {
        *(
            "dr",
            "dre",
            "docteur",
            "docteure",
            "m",
            "mr",
            "mrs",
            "ms",
            "me",
            "mes",
            "mm",
            "mme",
            "mmes",
            "mlle",
        ),
        *("monsieur", "madame", "mademoiselle", "maitre", "pr", "prof"),
    }
)
_PARTICLES = frozenset(
    {"d", "da", "de", "del", "des", "du", "el", "l", "la", "le", "les", "of", "the", "van", "von"}
)
"""Words of many names, which find nobody by themselves."""


@dataclass(frozen=True, slots=True)
class IndexKey:
    """A key of the index: at least 32 secret bytes."""

    secret: bytes
    #: The key's name, with which each of its entries begins; it tells nothing of the secret.
    id: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.secret) < 32:  # noqa: PLR2004 - the size of what HMAC-SHA-256 keeps
            raise ValueError("a key of the index has at least 32 bytes")
        object.__setattr__(self, "id", self._hash("id", "", KEY_ID_BYTES))

    def __repr__(self) -> str:
        return f"IndexKey(id={self.id})"

    def entry(self, kind: str, folded: str) -> str:
        """Give the entry of a folded text, in hexadecimal."""
        return self.id + self._hash(kind, folded, _HASH_BYTES)

    def _hash(self, kind: str, text: str, size: int) -> str:
        return hmac.digest(self.secret, f"paravent/index/1\n{kind}\n{text}".encode(), "sha256")[:size].hex()


@dataclass(frozen=True, slots=True)
class Question:
    """The entries by which one key knows a value: of the whole, and of each word of a name."""

    whole: str
    parts: frozenset[str]


def entries_of(pairs: Iterable[tuple[str, str]], key: IndexKey) -> tuple[tuple[str, str], ...]:
    """Give the entries of (label, value) pairs: sorted pairs of a label and a hexadecimal entry."""
    found = set()
    for label, value in pairs:
        words = _fold(value)
        if not words:
            continue
        found.add((label, key.entry(*_whole(value, words))))
        if label in NAME_LABELS and not _is_code(value):
            found.update((label, key.entry("part", word)) for word in _parts(words))
    return tuple(sorted(found))


def questions(value: str, keys: Iterable[IndexKey]) -> tuple[Question, ...]:
    """Give what to look for to find a value, under each key; nothing where it has no letter or digit."""
    words = _fold(value)
    if not words:
        return ()
    parts = () if _is_code(value) else _parts(words)
    return tuple(
        Question(key.entry(*_whole(value, words)), frozenset(key.entry("part", word) for word in parts))
        for key in keys
    )


def _fold(value: str) -> list[str]:
    """Split a value into words of plain lower-case letters and digits."""
    bare = value
    if not value.isascii():
        bare = "".join(
            character
            for character in unicodedata.normalize("NFKD", value)
            if character.isascii() or unicodedata.category(character) not in {"Mn", "Cf"}
        )
    return re.findall(r"[^\W_]+", bare.casefold().translate(_LIGATURES))


def _is_code(value: str) -> bool:
    """Tell a number, an address or the like, whose order and every character count, from a name."""
    return "@" in value or any(character.isdigit() for character in value)


def _whole(value: str, words: Sequence[str]) -> tuple[str, str]:
    if not _is_code(value):
        return "words", " ".join(sorted(_without(_TITLES, words)))
    code = "".join(words)
    if len(code) == 11 and code.isdigit() and code[0] == "1":  # noqa: PLR2004 - +1 and a number of ten digits
        code = code[1:]
    return "code", code


def _parts(words: Sequence[str]) -> list[str]:
    """Give the words that can find someone: an initial cannot."""
    names = _without(_PARTICLES, _without(_TITLES, words))
    return [name for name in names if len(name) > 1 or not name.isascii()]


def _without(common: frozenset[str], words: Sequence[str]) -> Sequence[str]:
    """Leave out common words, unless there is no other."""
    return [word for word in words if word not in common] or words
