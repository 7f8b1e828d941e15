import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.glyphs import Cut
from gateway.privacy.lookalikes import Lookalikes


def counted(text, cuts):
    """Count "<ab>", of which any "<" may be the beginning, over the pieces of a text."""
    counting, found = Lookalikes(), 0
    places = sorted({0, len(text), *(at % (len(text) + 1) for at in cuts)})
    for start, end in pairwise(places):
        piece = text[start:end]
        final = end == len(text)

        def resembling(whole, at, final=final):
            if match := re.compile("<a?b?>").match(whole, at):
                return match.end()
            if not final and re.compile(r"<a?b?\Z").match(whole, at):
                raise Cut
            return None

        found += counting.count(piece, [match.start() for match in re.finditer("[<a]", piece)], resembling)
    return found


@given(st.text("<ab>", max_size=20), st.lists(st.integers(0, 20), max_size=6))
def test_the_count_does_not_hang_on_the_cuts(text, cuts):
    assert counted(text, cuts) == counted(text, []) == len(re.findall("<a?b?>", text))
