"""What stood in for the values of a text, known again when its conversation sends it again.

A provider's API has no memory: each turn brings all the turns before it. Under a digest of all that a
conversation hid up to the end of a text, what stood in for the values of that text is remembered: pseudonyms,
which have left already, and no value.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from config.policy import Action
from detectors.recent import Recent
from gateway.privacy.decide import Edit
from gateway.privacy.operators import StandIns
from gateway.privacy.pseudonyms import Minter

#: Rough memory of a stand-in, measured on CPython 3.11, in bytes.
_STAND_IN_BYTES = 80


class Known(Recent[tuple[str, ...]]):
    """The stand-ins of at most ``entries`` texts, in at most ``size`` bytes: the memory of a process."""

    def __init__(self, entries: int = 20_000, size: int = 16 * 1024 * 1024) -> None:
        super().__init__(entries, size)


class Telling:
    """One call, told text by text in the order of the prompt.

    The digests are made with the minter's key, so that two scopes share nothing, and begin with all else that
    stand-ins hang upon: ``salt``, reserved lookalikes, what earlier calls hid. The minter adopts what is
    known again as if it had minted it now.
    """

    def __init__(self, known: Known, minter: Minter, stand_ins: StandIns, salt: bytes) -> None:
        self._known = known
        self._minter = minter
        self._stand_ins = stand_ins
        earlier = (
            f"{name}{_framed(what.label, what.original)}{what.token}" for name, what in minter.table.items()
        )
        self._told = self._digest(salt, [*sorted(minter.reserved), "", *earlier])

    def of(self, edits: Sequence[Edit], values: Sequence[str], tokens: Sequence[str] = ()) -> tuple[str, ...]:
        """Return what stands in for the values of the next text, each at the place of one of its edits.

        ``tokens`` are those of the values (`Hidden`), none where no value has one.
        """
        if not edits:
            return ()
        tokens = tokens if any(tokens) else [""] * len(values)
        said = [
            f"{action}:{len(label)}:{len(value)}:{label}{value}{token}"
            for (_start, _end, label, action), value, token in zip(edits, values, tokens, strict=True)
        ]
        self._told = self._digest(self._told, said)
        # What a surrogate may be hangs upon every text of the call.
        apart = _has_surrogate(edits)
        known = None if apart else self._known.get(self._told)
        if known is None:
            known = tuple(
                self._stand_ins.of(edit.action, edit.label, value, token)
                for edit, value, token in zip(edits, values, tokens, strict=True)
            )
            if not apart:
                self._known.put(self._told, known, _STAND_IN_BYTES * len(known))
            return known
        self._minter.adopt(
            (label, value, stand_in, token)
            for (_start, _end, label, action), value, stand_in, token in zip(
                edits, values, known, tokens, strict=True
            )
            if action is Action.PSEUDONYMIZE
        )
        return known

    @property
    def told(self) -> bytes:
        """A digest of all that was told: whoever has the same has hidden the same."""
        return self._told

    def _digest(self, before: bytes, parts: Iterable[str]) -> bytes:
        said = "\n".join(parts).encode("utf-8", "surrogatepass")
        return blake2b(
            len(before).to_bytes(4, "big") + before + said, key=self._minter.key, digest_size=24
        ).digest()


def _has_surrogate(edits: Sequence[Edit]) -> bool:
    return Action.SURROGATE in [edit[3] for edit in edits]


def _framed(label: str, value: str) -> str:
    """Return both with their lengths in front: no two lists of them look the same."""
    return f"{len(label)}:{len(value)}:{label}{value}"
