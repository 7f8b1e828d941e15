import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import TooLarge, Unreadable, UnsupportedEncoding
from gateway.http.body import parse_body, read_body
from gateway.wire.strict_json import dump


class Chunks:
    """A body that comes in pieces, and how many of them were taken."""

    def __init__(self, *chunks):
        self._chunks = chunks
        self.taken = 0

    async def __aiter__(self):
        for chunk in self._chunks:
            self.taken += 1
            yield chunk


async def test_a_body_is_put_together_up_to_its_limit():
    assert await read_body({}, aiter(Chunks(b"ab", b"", b"c")), 3) == b"abc"
    assert await read_body({}, aiter(Chunks()), 3) == b""


async def test_a_body_over_the_limit_is_not_read_to_its_end():
    body = Chunks(b"ab", b"cd", b"ef")
    with pytest.raises(TooLarge) as caught:
        await read_body({}, aiter(body), 3)
    assert body.taken == 2
    assert caught.value.facts["limit"] == 3


async def test_a_declared_length_over_the_limit_is_believed_and_no_other():
    body = Chunks(b"a")
    with pytest.raises(TooLarge):
        await read_body({"content-length": "4"}, aiter(body), 3)
    assert body.taken == 0
    with pytest.raises(TooLarge):
        await read_body({"content-length": "1"}, aiter(Chunks(b"abcd")), 3)
    assert await read_body({"content-length": "what"}, aiter(Chunks(b"abc")), 3) == b"abc"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON; charset=UTF-8",
        "application/vnd.api+json",
        "application/json; charset=utf8",
        'application/json; charset="us-ascii"',
    ],
)
async def test_json_is_read(kind):
    assert await read_body({"content-type": kind}, aiter(Chunks(b"{}")), 9) == b"{}"


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/jsonl"},
        {"content-type": ""},
        {"content-encoding": "br"},
        {"content-encoding": "zstd"},
        {"content-encoding": "gzip, gzip"},
        {"content-encoding": "identity, br"},
        {"content-encoding": ""},
    ],
)
async def test_what_cannot_be_looked_into_is_not_even_read(headers):
    body = Chunks(b"{}")
    with pytest.raises(UnsupportedEncoding):
        await read_body(headers, aiter(body), 9)
    assert body.taken == 0


async def test_identity_is_no_encoding():
    assert await read_body({"content-encoding": "Identity"}, aiter(Chunks(b"{}")), 9) == b"{}"


async def test_a_compressed_body_is_read_up_to_what_it_becomes():
    compressed = gzip.compress(b"{}")
    headers = {"content-encoding": "GZip", "content-length": str(len(compressed))}
    assert await read_body(headers, aiter(Chunks(compressed[:5], compressed[5:])), 99) == b"{}"
    body = Chunks(gzip.compress(b" " * 100))
    with pytest.raises(TooLarge):
        await read_body({"content-encoding": "gzip"}, aiter(body), 99)
    with pytest.raises(Unreadable):
        await read_body({"content-encoding": "gzip"}, aiter(Chunks(compressed[:-1])), 99)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"Roy"', b"null", b"3", b'{"Roy"', b'{"a":1,"a":2}', b"\xff{}"]
)
def test_what_is_no_json_object_is_told_without_being_quoted(body):
    with pytest.raises(Unreadable) as caught:
        parse_body(body)
    assert "Roy" not in caught.value.message % caught.value.facts
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


WORDS = st.text(st.characters(codec="utf-8"), max_size=5)


@given(st.dictionaries(WORDS, WORDS | st.integers() | st.none() | st.lists(WORDS, max_size=2), max_size=3))
def test_an_object_is_read_as_it_was_written(value):
    assert parse_body(dump(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_read_or_turned_down(body):
    with suppress(Unreadable):
        assert isinstance(parse_body(body), dict)
