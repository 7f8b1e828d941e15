"""What a later call needs to know of an earlier one, when the provider keeps what was said."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gateway.privacy.pseudonyms import Hidden, Minter
from gateway.wire.strict_json import dump


@dataclass(frozen=True, slots=True)
class Kept:
    """The pseudonyms of a conversation, in the order in which they were minted.

    ``key`` is what its pseudonyms are minted with ("" where none can be), ``reserved`` are the lookalikes
    that the caller wrote.
    """

    key: bytes = field(default=b"", repr=False)
    table: Mapping[str, Hidden] = field(default_factory=dict, repr=False)
    reserved: frozenset[str] = frozenset()

    @classmethod
    def of(cls, minter: Minter) -> "Kept":
        """Return what a call leaves to those that go on with it."""
        return cls(minter.key, dict(minter.table), minter.reserved)

    def minter(self) -> Minter:
        """Return the minter of a call that goes on."""
        return Minter.resumed(self.key, self.table, self.reserved)

    def encode(self) -> bytes:
        """Return it as bytes, which hold originals: to be encrypted."""
        table = [
            [name, hidden.label, hidden.original, *([hidden.token] if hidden.token else ())]
            for name, hidden in self.table.items()
        ]
        key = b64encode(self.key).decode()
        return dump({"key": key, "table": table, "reserved": sorted(self.reserved)}).encode("utf-8")

    @classmethod
    def decode(cls, encoded: bytes) -> "Kept":
        """Return what was encoded. Raises `ValueError` for anything else."""
        try:
            read = json.loads(encoded)
            table = {name: Hidden(original, label, *token) for name, label, original, *token in read["table"]}
            return cls(b64decode(read["key"], validate=True), table, frozenset(read["reserved"]))
        except (KeyError, TypeError) as error:
            raise ValueError(type(error).__name__) from None

    def since(self, before: "Kept") -> "Kept | None":
        """Return what came to it after ``before``, or None where nothing did."""
        table = {name: hidden for name, hidden in self.table.items() if name not in before.table}
        reserved = self.reserved - before.reserved
        return Kept(self.key, table, reserved) if table or reserved or not before.key else None


def merged(parts: Iterable[Kept]) -> Kept:
    """Return several as one: the first one's key mints.

    Raises `ValueError` where a pseudonym stands for two values.
    """
    key, reserved = b"", set[str]()
    table: dict[str, Hidden] = {}
    for part in parts:
        key = key or part.key
        reserved |= part.reserved
        for name, hidden in part.table.items():
            if table.setdefault(name, hidden) != hidden:
                raise ValueError("a pseudonym stands for two values")
    return Kept(key, table, frozenset(reserved))
