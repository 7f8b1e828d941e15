from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.sse import Decoder, Event

STREAM = (
    ": bonjour\n\n"
    'event: a\ndata: {"x": "é😀"}\n\n'
    "data: un\ndata:deux\nid: 7\n\n"
    "data\n\n"
    "retry: 10\n\n"
    "data:  deux espaces\n\n"
    "data: [DONE]\n\n"
)
SAID = [None, '{"x": "é😀"}', "un\ndeux", "", None, " deux espaces", "[DONE]"]


def decoded(*chunks):
    decoder = Decoder()
    return [event for chunk in chunks for event in decoder.feed(chunk)] + decoder.flush()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_stream_cut_at_any_byte_gives_the_same_events(ending, mark):
    raw = mark + STREAM.replace("\n", ending).encode()
    whole = decoded(raw)
    assert [event.data for event in whole] == SAID
    assert b"".join(event.raw for event in whole) == raw.removeprefix(mark)
    for cut in range(len(raw) + 1):
        assert decoded(raw[:cut], raw[cut:]) == whole
    assert decoded(*(raw[at : at + 1] for at in range(len(raw)))) == whole


PIECES = st.lists(
    st.sampled_from(["\n", "\r", "\r\n", "data: a", "data:b", ":c", "id: 1", "\n\n", "data", "é"]),
    max_size=12,
)


@given(PIECES, st.lists(st.integers(0, 80), max_size=4))
def test_any_mixture_of_line_ends_cut_anywhere_gives_the_same_events(pieces, cuts):
    raw = "".join(pieces).encode()
    places = sorted({0, len(raw), *(cut % (len(raw) + 1) for cut in cuts)})
    chunks = [raw[start:end] for start, end in pairwise(places)]
    whole = decoded(raw)
    assert decoded(*chunks) == whole
    assert b"".join(event.raw for event in whole).rstrip() == raw.rstrip()


def test_the_last_event_needs_no_blank_line():
    assert [event.data for event in decoded(b"data: a\n\ndata: b")] == ["a", "b"]
    assert [event.data for event in decoded(b"data: a\n\r")] == ["a"]
    assert decoded(b"data: a\n\n\n") == [Event(b"data: a\n\n", "a")]
    assert decoded(b"\xef\xbb") == [Event(b"\xef\xbb")]


def test_broken_utf_8_is_no_reason_to_stop():
    assert decoded(b"data: \xff\n\n")[0].data == "\ufffd"


def test_other_data_takes_the_place_of_all_data_lines():
    (event,) = decoded(b": c\r\nevent: x\r\ndata: un\r\ndata: deux\r\nid: 3\r\n\r\n")
    assert event.with_data('{"é":1}') == ': c\nevent: x\ndata: {"é":1}\nid: 3\n\n'.encode()
    assert decoded(event.with_data("a\nb"))[0].data == "a\nb"


def test_an_event_over_the_limit_is_an_error_and_many_small_ones_are_not():
    decoder = Decoder(limit=20)
    assert len(decoder.feed(b"data: a\n\n" * 100)) == 100
    with pytest.raises(ValueError, match="larger than the limit"):
        decoder.feed(b"data: " + b"x" * 20)
