"""Keyed names that stand for values: minted the same again by every turn and every replica.

A pseudonym is ``[TAG-IIIIII-FFC]``: the tag says the kind, ``I`` who or what (the same for each form of one
person's name), ``F`` which written form, ``C`` is a check character. ASCII; no character that JSON, HTML or a
shell escapes; fixed width for each tag, so that none is the beginning of another.
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from detectors.labels import Label

#: Crockford's base 32: no I, L, O or U, so that neither a reader nor a model takes one for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
#: Each byte of a digest as a character.
_SPELLED = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))
#: What a character adds to the check, by its byte (one outside the alphabet counts as its last): as it is,
#: and doubled, the digits of that number in base 32 added up.
_VALUES = bytes(ALPHABET.find(chr(byte)) % 32 for byte in range(256))
_DOUBLED = bytes(2 * value // 32 + 2 * value % 32 for value in _VALUES)
_TAGS = {
    Label.PERSON: "PERSON",
    Label.STREET_ADDRESS: "ADDRESS",
    Label.CA_POSTAL_CODE: "POSTAL",
    Label.EMAIL_ADDRESS: "EMAIL",
    Label.PHONE_NUMBER: "PHONE",
    Label.DATE_OF_BIRTH: "BIRTHDATE",
    Label.CA_SIN: "SIN",
    Label.QC_HEALTH_INSURANCE_NUMBER: "HEALTH",
    Label.QC_DRIVER_LICENCE: "LICENCE",
    Label.QC_PERMANENT_CODE: "STUDENT",
    Label.CA_PASSPORT: "PASSPORT",
    Label.CA_IMMIGRATION_ID: "IMMIGRATION",
    Label.CREDIT_CARD: "CARD",
    Label.CA_BANK_ACCOUNT: "ACCOUNT",
    Label.IP_ADDRESS: "IP",
    Label.VEHICLE_PLATE: "PLATE",
    Label.USERNAME: "USER",
    Label.ID_NUMBER: "NUMBER",
    Label.SECRET: "SECRET",
    Label.CONFIDENTIAL_TERM: "TERM",
}
#: A text that looks like a pseudonym, minted or not.
LOOKALIKE = re.compile(r"\[[A-Z]+-[0-9A-Z]{6}-[0-9A-Z]{3}\]")


def tag_of(label: str) -> str:
    """Return the tag of a label; an operator's own label gives its letters."""
    known = _TAGS.get(label)  # type: ignore[call-overload]
    return known or re.sub(r"[^A-Z]", "", label.upper())[:16] or "VALUE"


def check_character(body: str) -> str:
    """Return the check character of a pseudonym's letters and digits (Luhn mod N, N = 32).

    It shows every single wrong character and most neighbours that changed places.
    """
    letters = body.encode("ascii", "replace")
    total = sum(letters[::-2].translate(_DOUBLED)) + sum(letters[-2::-2].translate(_VALUES))
    return ALPHABET[-total % 32]


class Hidden(NamedTuple):
    r"""What a pseudonym stands for.

    ``token`` is how it stood in JSON, if it did: a number, or a string, with whoever's escapes
    (``"Marie-\u00c8ve"``). Strings and prose share a pseudonym however they are spelled, since a model's own
    words must come back to it the same; a number has another one where strings have the first.
    """

    original: str
    label: str
    token: str = ""


class Minter:
    """Mints the pseudonyms of one call. Not shared between calls: its table is what may be restored.

    ``key`` is 32 secret bytes; ``scope`` says which calls share pseudonyms; ``reserved`` are the lookalikes
    that the caller wrote, which are never minted.
    """

    def __init__(self, key: bytes, scope: bytes, reserved: Iterable[str] = ()) -> None:
        self.key = hmac.digest(key, scope, "sha256")
        self._mac = hmac.new(self.key, digestmod="sha256")
        #: For each label, the beginnings of what tells who and in which form: a copy costs less than a key.
        self._begun: dict[str, tuple[hmac.HMAC, hmac.HMAC]] = {}
        self._reserved = set(reserved)
        self._minted: dict[tuple[str, str, str], str] = {}
        self.table: dict[str, Hidden] = {}

    @classmethod
    def resumed(cls, key: bytes, table: Mapping[str, Hidden], reserved: Iterable[str]) -> "Minter":
        """Return the minter of a conversation that goes on; ``key`` is the `key` of the one that began it."""
        minter = cls(b"", b"", reserved)
        minter.key = key
        minter._mac = hmac.new(key, digestmod="sha256")
        minter.table = dict(table)
        for name, hidden in table.items():
            minter._take((hidden.label, hidden.original), name, hidden.token)
        return minter

    @property
    def reserved(self) -> frozenset[str]:
        """The lookalikes that are never minted."""
        return frozenset(self._reserved)

    def reserve(self, literals: Iterable[str]) -> None:
        """Take note of lookalikes before the first pseudonym is minted."""
        self._reserved.update(literals)

    def known(self, label: str, original: str, token: str = "") -> str | None:
        """Return the pseudonym that this call already has for a value as written, or None.

        One that only stood in prose so far is that of whatever stands first in JSON.
        """
        name = self._minted.get((label, original, _kind(token)))
        if name is None:
            first = self._minted.get((label, original, ""))
            name = first if first is not None and not self.table[first].token else None
        if name is not None and token:
            self.adopt([(label, original, name, token)])
        return name

    def mint(self, label: str, identity: str, original: str, token: str = "") -> str:
        """Return the pseudonym of a value as written; the forms of one value share an ``identity``."""
        known = self.known(label, original, token)
        if known is not None:
            return known
        tag, attempt = tag_of(label), 0
        another = _kind(token) if (label, original, "") in self._minted else ""
        while True:
            pseudonym = self._name(tag, label, identity, original + another, attempt)
            if pseudonym not in self.table and pseudonym not in self._reserved:
                break
            attempt += 1
        self.adopt([(label, original, pseudonym, token)])
        return pseudonym

    def adopt(self, named: Iterable[tuple[str, str, str, str]]) -> None:
        """Take the pseudonyms that a minter of the same scope gave values, all before them being the same.

        Each is a label, an original, its pseudonym and its token.
        """
        table = self.table
        for label, original, pseudonym, token in named:
            known = table.get(pseudonym)
            if known is None:
                table[pseudonym] = Hidden(original, label, token)
            elif token and known.token in ("", _spelled(original)):
                table[pseudonym] = known._replace(token=token)
            self._take((label, original), pseudonym, token)

    def _take(self, value: tuple[str, str], name: str, token: str) -> None:
        for kind in {"", _kind(token)}:
            self._minted.setdefault((*value, kind), name)

    def _name(self, tag: str, label: str, identity: str, spelling: str, attempt: int) -> str:
        # The first attempts change only the form, so that a collision does not split a person in two.
        begun = self._begun.get(label) or self._begin(label)
        named = _framed(identity)
        who = _digest(begun[0], named + _framed(str(attempt // 64)))
        form = _digest(begun[1], named + _framed(spelling) + _framed(str(attempt)))
        code = (who[1:6] + form[:2]).translate(_SPELLED).decode("ascii")
        code = _LETTERS[who[0] % len(_LETTERS)] + code
        return f"[{tag}-{code[:6]}-{code[6:]}{check_character(code)}]"

    def _begin(self, label: str) -> tuple[hmac.HMAC, hmac.HMAC]:
        who, form = self._mac.copy(), self._mac.copy()
        who.update(_framed("who") + _framed(label))
        form.update(_framed("form") + _framed(label))
        self._begun[label] = who, form
        return who, form


def _kind(token: str) -> str:
    """Return what has a pseudonym of its own: prose and strings alike, and each way to write a number."""
    return token[:1] if token[:1] == '"' else token


def _spelled(original: str) -> str:
    """Return a value as anybody would write it in JSON."""
    return json.dumps(original, ensure_ascii=False)


def _framed(part: str) -> bytes:
    """Return a text with its length in front: no two lists of parts give the same message."""
    encoded = part.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(4, "big") + encoded


def _digest(begun: hmac.HMAC, message: bytes) -> bytes:
    mac = begun.copy()
    mac.update(message)
    return mac.digest()
