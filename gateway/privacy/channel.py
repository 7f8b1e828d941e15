"""One channel of a stream: pieces of text in, the same pieces restored, each as soon as it is settled."""

from gateway.privacy.nesting import Nesting
from gateway.privacy.restore import Restorer


class Piece:
    """The text of one event on one channel. ``settled`` once nothing to come can change it."""

    __slots__ = ("left", "raw", "restored", "settled")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.left = len(raw)
        self.restored = ""
        self.settled = False


class Channel:
    """Restores pseudonyms cut over pieces. What a pseudonym stands for goes to the piece it begins in."""

    def __init__(self, restorer: Restorer, *, json: bool = False) -> None:
        self._restorer = restorer
        self._json = json
        self._nesting = Nesting()
        self._waiting: list[Piece] = []
        self._before = ""
        self._held = ""

    def add(self, piece: Piece) -> None:
        """Take the next piece and settle what can be."""
        self._waiting.append(piece)
        text = self._held + piece.raw
        self._settle(text, len(text) - self._restorer.unsettled(text, self._before))

    def finish(self) -> None:
        """Settle everything: what was held turns out to be as it stands."""
        self._settle(self._held, len(self._held))

    def _settle(self, text: str, cut: int) -> None:
        """Restore ``text[:cut]`` into the waiting pieces that it came from, and hold the rest."""
        spans = self._restorer.spans(
            self._before + text[:cut], len(self._before), nesting=self._nesting, json=self._json
        )
        spans.reverse()
        start = done = 0
        for piece in self._waiting:
            end = min(start + piece.left, cut)
            at = max(start, done)
            while spans and spans[-1].start < end:
                span = spans.pop()
                piece.restored += text[at : span.start] + span.original
                at = done = span.end
            piece.restored += text[at:end]
            start += piece.left
            piece.left = max(0, start - max(cut, start - piece.left))
            piece.settled = piece.left == 0
        self._waiting = [piece for piece in self._waiting if not piece.settled]
        self._before = (self._before + text[:cut])[-1:]
        self._held = text[cut:]
