"""What the gateway remembers between calls, in memory and without any text."""

import hmac
from collections import OrderedDict

_ENTRIES = 50_000


class SealedMemory:
    """Remembers which signed texts a provider has sent, as keyed hashes.

    A caller must send such a text back unchanged, so it cannot be pseudonymized; one that did not come from
    the provider is looked at like any other.
    """

    def __init__(self, key: bytes, entries: int = _ENTRIES) -> None:
        self._key = key
        self._entries = entries
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def remember(self, text: str, signature: str) -> None:
        """Note that the provider signed this text."""
        digest = self._digest(text, signature)
        self._known[digest] = None
        self._known.move_to_end(digest)
        if len(self._known) > self._entries:
            self._known.popitem(last=False)

    def knows(self, text: str, signature: str) -> bool:
        """Return whether the provider signed this text, as far as this process remembers."""
        return self._digest(text, signature) in self._known

    def _digest(self, text: str, signature: str) -> bytes:
        message = f"{len(text)}:{text}{signature}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, message, "sha256")
