from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.patterns import Patterns

NAMES = ("a", "b", "c")
BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=2),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(NAMES), below, max_size=3),
)
PATTERNS = st.tuples(
    st.lists(st.sampled_from((*NAMES, "*")), max_size=4).map(tuple), st.sampled_from(NAMES)
).map(lambda parts: (*parts[0], parts[1]))


def at(value, pattern, elements=()):
    """Yield what one pattern names, read as it is written."""
    if not pattern:
        if value is not None:
            yield elements, value
    elif pattern[0] == "*":
        for position, item in enumerate(value if isinstance(value, list) else ()):
            yield from at(item, pattern[1:], (*elements, position))
    elif isinstance(value, dict):
        yield from at(value.get(pattern[0]), pattern[1:], elements)


@given(st.dictionaries(st.sampled_from(NAMES), BODIES), st.lists(PATTERNS, max_size=5))
def test_one_walk_finds_what_each_pattern_names_by_itself(body, patterns):
    found = Patterns(patterns).find(body)
    assert [one.pattern for one in found] == sorted(one.pattern for one in found)
    for number, pattern in enumerate(patterns):
        own = [one for one in found if one.pattern == number]
        assert [(one.elements, one.value) for one in own] == list(at(body, pattern))
        assert all(one.holder[pattern[-1]] is one.value for one in own)


def test_patterns_that_begin_alike_do_not_mix():
    patterns = Patterns([("a", "*", "b"), ("a", "b"), ("a", "*", "b", "c")])
    assert [(one.pattern, one.elements) for one in patterns.find({"a": [{"b": 1}, {"b": {"c": 2}}]})] == [
        (0, (0,)),
        (0, (1,)),
        (2, (1,)),
    ]
    assert [one.pattern for one in patterns.find({"a": {"b": 1, "*": {"b": 2}}})] == [1]


def test_a_holder_is_the_object_itself():
    body = {"a": [{"b": "x"}]}
    (found,) = Patterns([("a", "*", "b")]).find(body)
    found.holder["b"] = "y"
    assert body == {"a": [{"b": "y"}]}
