from hypothesis import given
from hypothesis import strategies as st

from detectors.cache import FindingsCache
from detectors.findings import Finding

FOUND = (Finding(0, 8, "PERSON", 0.9, "names"),)


def test_what_was_found_is_remembered_and_counted():
    cache = FindingsCache(b"k" * 32, 10)
    key = cache.key("v1", "Tremblay")
    assert cache.get(key) is None
    cache.put(key, FOUND)
    assert cache.get(key) == FOUND
    assert (cache.hits, cache.misses) == (1, 1)


def test_nothing_found_is_remembered_too():
    cache = FindingsCache(b"k" * 32, 10)
    cache.put(cache.key("v1", "rien"), ())
    assert cache.get(cache.key("v1", "rien")) == ()


def test_a_key_depends_on_the_secret_the_version_and_the_text():
    a, b = FindingsCache(b"a" * 32, 1), FindingsCache(b"b" * 32, 1)
    keys = [a.key("v1", "x"), a.key("v2", "x"), a.key("v1", "y"), a.key("v", "1x"), b.key("v1", "x")]
    assert len(set(keys)) == len(keys)
    assert a.key("v1", "\ud800")


def test_the_text_is_nowhere_in_it():
    cache = FindingsCache(b"k" * 32, 10)
    cache.put(cache.key("v1", "Marie-Ève Tremblay"), FOUND)
    assert "Tremblay" not in repr((vars(cache), vars(vars(cache)["_found"])))


def test_the_least_recently_used_is_forgotten_first():
    cache = FindingsCache(b"k" * 32, 2)
    one, two, three = (cache.key("v", text) for text in "123")
    cache.put(one, ())
    cache.put(two, ())
    cache.get(one)
    cache.put(three, ())
    assert cache.get(two) is None
    assert cache.get(one) == ()
    assert cache.get(three) == ()


def test_no_entries_means_no_memory():
    cache = FindingsCache(b"k" * 32, 0)
    cache.put(cache.key("v", "1"), FOUND)
    assert len(cache) == 0
    assert cache.size == 0


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30)), max_size=80))
def test_it_stays_within_its_bounds(puts):
    cache = FindingsCache(b"k" * 32, 7, size=9_000)
    for text, count in puts:
        cache.put(cache.key("v", str(text)), FOUND * count)
        assert len(cache) <= 7
        assert 0 <= cache.size <= 9_000
    assert (cache.size == 0) == (len(cache) == 0)
