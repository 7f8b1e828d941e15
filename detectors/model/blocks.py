"""Cuts a very long text where nobody's name is: memory follows the block, not the text."""

from collections.abc import Iterator

#: Characters of a block at most.
LONGEST = 100_000
#: Where to cut, the best first; only the second half of a block is searched.
_CUTS = ("\n\n", "\n", ". ", " ")


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Tell the offset and the text of each block; together they are the whole text."""
    start = 0
    while len(text) - start > LONGEST:
        end = start + LONGEST
        for cut in _CUTS:
            at = text.rfind(cut, start + LONGEST // 2, end)
            if at >= 0:
                end = at + len(cut)
                break
        yield start, text[start:end]
        start = end
    yield start, text[start:]
