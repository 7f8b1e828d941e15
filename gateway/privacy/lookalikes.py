"""Counts what looks like a pseudonym and could not be proven to be one. No text waits for that."""

from collections.abc import Callable

from gateway.privacy.glyphs import Cut

#: Returns the end of what looks like a pseudonym at a place, or None. Raises `Cut`.
Resembling = Callable[[str, int], int | None]


class Lookalikes:
    """Follows a text that comes in pieces: each place is looked at once enough has come to tell."""

    __slots__ = ("_counted", "_places", "_text")

    def __init__(self) -> None:
        self._text = ""
        self._places: list[int] = []
        self._counted = 0

    def count(self, piece: str, places: list[int], resembling: Resembling) -> int:
        """Take the next piece and its doubtful places; return how many lookalikes are now known for such."""
        if not places and not self._places:
            self._counted = max(0, self._counted - len(piece))
            return 0
        text = self._text + piece
        doubtful = [*self._places, *(len(self._text) + place for place in places)]
        found, done = 0, 0
        try:
            while done < len(doubtful):
                place = doubtful[done]
                # What stands within one that was counted is part of it.
                if place >= self._counted and (end := resembling(text, place)) is not None:
                    found += 1
                    self._counted = end
                done += 1
            first = len(text)
        except Cut:
            first = doubtful[done]
        self._text = text[first:]
        self._places = [place - first for place in doubtful[done:]]
        self._counted = max(0, self._counted - first)
        return found
