import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.json_array import Decoder

VALUES = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
ELEMENTS = st.lists(st.dictionaries(st.text(), VALUES), max_size=4)


def read(raw, size):
    decoder = Decoder()
    events = [event for at in range(0, len(raw), size) for event in decoder.feed(raw[at : at + size])]
    return [*events, *decoder.flush()]


@given(ELEMENTS, st.integers(1, 9), st.sampled_from([",", "\n,\r\n", " , "]), st.booleans())
def test_elements_are_found_however_the_bytes_are_cut(elements, size, comma, ascii_only):
    texts = [json.dumps(element, ensure_ascii=ascii_only) for element in elements]
    raw = f"[{comma.join(texts)}]\n".encode()
    events = read(raw, size)
    assert b"".join(event.raw for event in events) == raw
    assert [json.loads(event.data) for event in events if event.data is not None] == elements
    put = [event.raw if event.data is None else event.with_data("{}") for event in events]
    assert json.loads(b"".join(put)) == [{}] * len(elements)


def test_an_object_alone_is_one_element():
    (event, rest) = read(b'{"a": {"b": [1]}}\n', 3)
    assert json.loads(event.data) == {"a": {"b": [1]}}
    assert rest.data is None


def test_what_never_ends_is_not_gathered():
    decoder = Decoder(limit=50)
    with pytest.raises(ValueError, match="limit"):
        decoder.feed(b'[{"a": "' + b"x" * 60)
