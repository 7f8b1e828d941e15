import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.ndjson import Decoder


@given(
    st.lists(st.dictionaries(st.text(), st.text())),
    st.integers(1, 9),
    st.booleans(),
    st.sampled_from("\n \r\n"),
)
def test_lines_are_found_however_the_bytes_are_cut(values, size, ended, blank):
    raw = "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()
    raw += f"{blank}\n".encode() if ended else b""
    decoder = Decoder()
    lines = [line for at in range(0, len(raw), size) for line in decoder.feed(raw[at : at + size])]
    lines += decoder.flush()
    assert b"".join(line.raw for line in lines) == raw
    assert [json.loads(line.data) for line in lines if line.data] == values


def test_a_line_is_written_with_its_end():
    (line,) = Decoder().feed(b'{"a": 1}\r\n')
    assert line.with_data('{"a": 2}') == b'{"a": 2}\n'


def test_what_never_ends_is_not_gathered():
    with pytest.raises(ValueError, match="limit"):
        Decoder(limit=50).feed(b"x" * 60)
