import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.nesting import Nesting

MARK = "@"


def depths(text):
    """Return the depth at each mark of a text."""
    nesting, found = Nesting(), []
    for character in text:
        if character == MARK:
            found.append(nesting.depth)
        nesting.feed(character)
    return found


def fed(text, pieces):
    nesting = Nesting()
    for piece in pieces:
        nesting.feed(piece)
    return nesting.depth


VALUES = st.recursive(
    st.sampled_from([MARK, '[X] dit "a"', "a\nb", "", 'C:\\x\\"', "{non", 3, None, True, " \n"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "é", ""]), inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2).map(
            lambda v: json.dumps(v, indent=1)
        )
    ),
    max_leaves=10,
)


def expected(value, depth=1):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from expected(name, depth)
            yield from expected(item, depth)
    elif isinstance(value, list):
        for item in value:
            yield from expected(item, depth)
    elif isinstance(value, str):
        if value[:1] == "{" and value != "{non":
            yield from expected(json.loads(value), depth + 1)
        else:
            yield from [depth] * value.count(MARK)


@given(
    st.lists(VALUES, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), VALUES),
    st.sampled_from([None, 2]),
)
def test_the_depth_is_that_of_the_strings_around(value, indent):
    assert depths(json.dumps(value, indent=indent)) == list(expected(value))


@given(
    st.lists(st.sampled_from(['"', "\\", "{", "[", "]", "a", " ", "\n", ":", "\\n", "true"]), max_size=20),
    st.data(),
)
def test_where_a_text_is_cut_does_not_matter(pieces, data):
    text = "".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert fed(text, [text]) == fed(text, parts) == fed(text, text)


@pytest.mark.parametrize(
    "text",
    [
        'Il dit : « @ » et "@"',
        '[PERSON-K7Q2M9-A3X] "@"',
        '"@"',
        '{pas du json "@"',
        '[peut-être "@"]',
        "",
        " @",
    ],
)
def test_prose_is_not_json(text):
    assert set(depths(text)) <= {0}


def test_a_string_that_begins_like_json_but_is_none():
    assert depths(json.dumps({"a": 'dit "@"', "b": '[1] "@"', "c": '[sic] @ "@"', "d": '"@"'})) == [
        1,
        2,
        1,
        1,
        1,
    ]


def test_it_stops_somewhere():
    text = "@"
    for _level in range(8):
        text = json.dumps([text])
    assert max(depths(text)) == 6
