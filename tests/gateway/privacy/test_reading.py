from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.reading import Reading


@given(st.lists(st.text('[]a"', max_size=4), max_size=6))
def test_brackets_are_counted_alike_whole_or_in_pieces(pieces):
    whole, cut = Reading(), Reading()
    whole.passed("".join(pieces))
    for piece in pieces:
        cut.passed(piece)
    assert cut.depth == whole.depth >= 0
    assert cut.nesting.depth == whole.nesting.depth
