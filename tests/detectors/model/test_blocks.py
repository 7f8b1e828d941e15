import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.model.blocks import LONGEST, blocks


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", " ", "\n", ". ", "\n\n", "é"]), st.integers(1, 60_000)), max_size=8
    )
)
def test_blocks_are_the_text_in_order(parts):
    text = "".join(piece * times for piece, times in parts)
    found = list(blocks(text))
    assert "".join(block for _, block in found) == text
    assert [start for start, _ in found] == [sum(len(b) for _, b in found[:i]) for i in range(len(found))]
    assert all(len(block) <= LONGEST for _, block in found)


@pytest.mark.parametrize(("cut", "other"), [("\n\n", "\n"), ("\n", ". "), (". ", " "), (" ", "a")])
def test_the_best_cut_is_taken(cut, other):
    before = "x" * (LONGEST - 3000)
    first, second = blocks(before + cut + "y" * 1000 + other + "z" * 3000)
    assert first == (0, before + cut)
    assert second[0] == len(before + cut)


def test_a_short_text_is_one_block():
    assert list(blocks("Marie\n\nRoy")) == [(0, "Marie\n\nRoy")]
