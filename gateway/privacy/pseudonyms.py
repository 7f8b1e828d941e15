"""Keyed names that stand for values: minted the same again by every turn and every replica.

A pseudonym is ``[TAG-IIIIII-FFC]``: the tag says the kind, ``I`` who or what (the same for each form of one
person's name), ``F`` which written form, ``C`` is a check character. ASCII; no character that JSON, HTML or a
shell escapes; fixed width for each tag, so that none is the beginning of another.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from detectors.labels import Label

#: Crockford's base 32: no I, L, O or U, so that neither a reader nor a model takes one for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
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
    factor, total = 2, 0
    for character in reversed(body):
        addend = factor * (ALPHABET.find(character) % 32)
        factor = 3 - factor
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a pseudonym stands for."""

    original: str
    label: str


class Minter:
    """Mints the pseudonyms of one call. Not shared between calls: its table is what may be restored.

    ``key`` is 32 secret bytes; ``scope`` says which calls share pseudonyms; ``reserved`` are the lookalikes
    that the caller wrote, which are never minted.
    """

    def __init__(self, key: bytes, scope: bytes, reserved: Iterable[str] = ()) -> None:
        self._key = hmac.digest(key, scope, "sha256")
        self._reserved = set(reserved)
        self._minted: dict[tuple[str, str], str] = {}
        self.table: dict[str, Hidden] = {}

    def reserve(self, literals: Iterable[str]) -> None:
        """Take note of lookalikes before the first pseudonym is minted."""
        self._reserved.update(literals)

    def known(self, label: str, original: str) -> str | None:
        """Return the pseudonym that this call already has for a value as written, or None."""
        return self._minted.get((label, original))

    def mint(self, label: str, identity: str, original: str) -> str:
        """Return the pseudonym of a value as written; the forms of one value share an ``identity``."""
        known = self.known(label, original)
        if known is not None:
            return known
        tag, attempt = tag_of(label), 0
        while True:
            pseudonym = self._name(tag, label, identity, original, attempt)
            if pseudonym not in self.table and pseudonym not in self._reserved:
                break
            attempt += 1
        self._minted[label, original] = pseudonym
        self.table[pseudonym] = Hidden(original, label)
        return pseudonym

    def _name(self, tag: str, label: str, identity: str, original: str, attempt: int) -> str:
        # The first attempts change only the form, so that a collision does not split a person in two.
        who = self._digest("who", label, identity, str(attempt // 64))
        form = self._digest("form", label, identity, original, str(attempt))
        head = _LETTERS[who[0] % len(_LETTERS)] + "".join(ALPHABET[byte & 31] for byte in who[1:6])
        tail = "".join(ALPHABET[byte & 31] for byte in form[:2])
        return f"[{tag}-{head}-{tail}{check_character(head + tail)}]"

    def _digest(self, *parts: str) -> bytes:
        # Lengths in front: no two lists of parts give the same message.
        message = b"".join(
            len(encoded).to_bytes(4, "big") + encoded
            for encoded in (part.encode("utf-8", "surrogatepass") for part in parts)
        )
        return hmac.digest(self._key, message, "sha256")
