"""One channel of a stream: pieces of text in, the same pieces restored, each as soon as it is settled."""

from gateway.privacy.reading import Reading, Span
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
        self._reading = Reading()
        self._waiting: list[Piece] = []
        self._coming: list[str] = []
        self._held = ""

    def add(self, piece: Piece) -> None:
        """Take the next piece and settle what can be."""
        self.take(piece)
        self.catch_up()

    def take(self, piece: Piece) -> None:
        """Take the next piece, to be read with those that come at the same time by `catch_up`."""
        self._waiting.append(piece)
        self._coming.append(piece.raw)

    def catch_up(self) -> None:
        """Read what has come, and settle what can be."""
        if self._coming:
            text = "".join((self._held, *self._coming))
            self._coming.clear()
            spans, settled = self._restorer.read(text, self._reading, json=self._json, final=False)
            self._settle(text, settled, spans)

    def finish(self) -> None:
        """Settle everything: what was held turns out to be as it stands."""
        self.catch_up()
        spans, settled = self._restorer.read(self._held, self._reading, json=self._json)
        self._settle(self._held, settled, spans)

    def _settle(self, text: str, cut: int, spans: list[Span]) -> None:
        """Put ``text[:cut]`` restored into the waiting pieces that it came from, and hold the rest."""
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
        self._held = text[cut:]
