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
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

NAME_LABELS = frozenset({"PERSON"})
"""The labels whose values are found by their words."""

KEY_ID_BYTES = 4
_HASH_BYTES = 16
_PREFIX = "paravent/index/1"
_WORDS = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
#: Values whose entries are remembered: about 10 MiB of keyed hashes.
_REMEMBERED = 20_000
#: Entries of whole calls that are remembered, 15 MiB at most.
_OF_CALLS = 100_000
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
_TELLING = 3
"""Letters from which a word of a name tells of somebody in a sentence."""


@dataclass(frozen=True, slots=True)
class IndexKey:
    """A key of the index: at least 32 secret bytes."""

    secret: bytes
    #: The key's name, with which each of its entries begins; it tells nothing of the secret.
    id: str = field(init=False, compare=False)

    #: Entries made before, by a keyed hash of their (label, value): calls resend what earlier ones said.
    known: "_Known" = field(init=False, compare=False, repr=False)
    _begun: dict[str, hmac.HMAC] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < 32:  # noqa: PLR2004 - the size of what HMAC-SHA-256 keeps
            raise ValueError("a key of the index has at least 32 bytes")
        object.__setattr__(self, "_begun", {})
        object.__setattr__(self, "known", _Known(hmac.digest(self.secret, b"known", "sha256")))
        object.__setattr__(self, "id", self._hash("id", "", KEY_ID_BYTES))

    def __repr__(self) -> str:
        return f"IndexKey(id={self.id})"

    def entry(self, kind: str, folded: str) -> str:
        """Give the entry of a folded text, in hexadecimal."""
        return self.id + self._hash(kind, folded, _HASH_BYTES)

    def _hash(self, kind: str, text: str, size: int) -> str:
        begun = self._begun.get(kind)
        if begun is None:
            begun = self._begun[kind] = hmac.new(self.secret, f"{_PREFIX}\n{kind}\n".encode(), "sha256")
        mac = begun.copy()
        mac.update(text.encode())
        return mac.digest()[:size].hex()


class _Known:
    """The entries of values that were hidden before, without the values. The least recent are forgotten."""

    def __init__(self, key: bytes, most: int = _REMEMBERED) -> None:
        self._key = key
        self._most = most
        self._entries: OrderedDict[bytes, tuple[str, ...]] = OrderedDict()
        self._calls: OrderedDict[bytes, tuple[tuple[str, str], ...]] = OrderedDict()
        self._kept = 0

    def __len__(self) -> int:
        return len(self._entries)

    def of(self, label: str, value: str, index: IndexKey) -> tuple[str, ...]:
        """Give the entries of a value, made if need be."""
        which = blake2b(f"{label}\n{value}".encode(), key=self._key, digest_size=16).digest()
        entries = self._entries.get(which)
        if entries is None:
            entries = self._entries[which] = tuple(_entries(label, value, index))
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)
        else:
            self._entries.move_to_end(which)
        return entries

    def of_call(self, which: bytes) -> tuple[tuple[str, str], ...] | None:
        """Give the entries of a whole call, if one with the same values was among the last."""
        return self._calls.get(which)

    def keep_call(self, which: bytes, entries: tuple[tuple[str, str], ...]) -> None:
        """Remember the entries of a whole call."""
        self._kept += len(entries)
        self._calls[which] = entries
        while self._kept > _OF_CALLS:
            self._kept -= len(self._calls.popitem(last=False)[1])


@dataclass(frozen=True, slots=True)
class Question:
    """The entries by which one key knows a value: of the whole, and of each word of a name."""

    whole: str
    parts: frozenset[str]


def entries_of(
    pairs: Iterable[tuple[str, str]], key: IndexKey, same: bytes = b""
) -> tuple[tuple[str, str], ...]:
    """Give the entries of (label, value) pairs: sorted pairs of a label and a hexadecimal entry.

    ``same`` is a keyed digest that only calls with the same pairs have, if there is one.
    """
    entries = key.known.of_call(same) if same else None
    if entries is None:
        entries = tuple(
            sorted({(label, entry) for label, value in pairs for entry in key.known.of(label, value, key)})
        )
        if same:
            key.known.keep_call(same, entries)
    return entries


def _entries(label: str, value: str, key: IndexKey) -> Iterator[str]:
    words = _fold(value)
    if not words:
        return
    yield key.entry(*_whole(value, words))
    if label in NAME_LABELS and not _is_code(value):
        for word in _parts(words):
            yield key.entry("part", word)


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
    if value.isascii():
        return _WORDS.findall(value.casefold())
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", value))
    if not bare.isascii():
        bare = "".join(
            character
            for character in bare
            if character.isascii() or unicodedata.category(character) not in {"Mn", "Cf"}
        )
    return _WORDS.findall(bare.casefold().translate(_LIGATURES))


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


def repeats(value: str, text: str) -> bool:
    """Tell whether a text says a value again, or a word of a name, whatever its accents, case and spacing."""
    words, said = _fold(value), _fold(text)
    if not words:
        return False
    names = [] if _is_code(value) else [name for name in _parts(words) if len(name) >= _TELLING]
    return "".join(words) in "".join(said) or not set(names).isdisjoint(said)
