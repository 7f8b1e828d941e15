from hypothesis import given
from hypothesis import strategies as st

from detectors.recent import Recent


def test_what_was_put_is_there_until_it_is_replaced():
    recent = Recent(10, 10_000)
    assert recent.get(b"a") is None
    recent.put(b"a", "x", 1)
    recent.put(b"a", "y", 2)
    assert recent.get(b"a") == "y"
    assert len(recent) == 1


def test_the_least_recently_used_goes_first():
    recent = Recent(2, 10_000)
    recent.put(b"a", 1, 0)
    recent.put(b"b", 2, 0)
    recent.get(b"a")
    recent.put(b"c", 3, 0)
    assert [recent.get(key) for key in (b"a", b"b", b"c")] == [1, None, 3]


def test_what_is_larger_than_all_is_not_kept():
    recent = Recent(10, 1_000)
    recent.put(b"a", 1, 100)
    recent.put(b"b", 2, 2_000)
    assert len(recent) == recent.size == 0


@given(
    st.lists(st.tuples(st.binary(max_size=1), st.integers(0, 500))), st.integers(0, 5), st.integers(0, 2_000)
)
def test_it_stays_within_its_bounds(puts, entries, size):
    recent = Recent(entries, size)
    for key, weight in puts:
        recent.put(key, weight, weight)
        assert len(recent) <= entries
        assert recent.size <= size
        assert recent.get(key) in (weight, None)
