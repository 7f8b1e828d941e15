import json

import pytest

from gateway.wire.framing import ARRAY, LINES, SSE, framing_of


@pytest.mark.parametrize(
    ("framings", "media_type", "asked", "expected"),
    [
        ((SSE,), "text/event-stream", False, SSE),
        ((SSE,), "application/json", True, None),
        ((SSE, ARRAY), "application/json", True, ARRAY),
        ((SSE, ARRAY), "application/json", False, None),
        ((SSE, ARRAY), "", True, SSE),
        ((LINES,), "application/x-ndjson", True, LINES),
        ((LINES,), "text/plain", True, LINES),
        ((LINES,), "text/plain", False, None),
        ((LINES,), "text/html", True, None),
    ],
)
def test_a_framing_is_known_by_its_type_or_by_what_was_asked(framings, media_type, asked, expected):
    assert framing_of(framings, media_type, asked=asked) is expected


@pytest.mark.parametrize("framing", [SSE, LINES, ARRAY])
def test_what_is_written_can_be_read(framing):
    (event, *_rest) = framing.decoder().feed(framing.write('{"a": 1}', "error", True))
    assert json.loads(event.data) == {"a": 1}


def test_an_element_ends_the_array_that_it_goes_on_with():
    assert json.loads(b'[{"a": 1}' + ARRAY.write('{"b": 2}', "", False)) == [{"a": 1}, {"b": 2}]
