import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.inflating import Inflating

CODED = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without a header": lambda content: zlib.compress(content, wbits=-15),
}


def fed(undo: Inflating, body: bytes, size: int) -> bytes:
    return b"".join(part for at in range(0, len(body), size) for part in undo.feed(body[at : at + size]))


@given(st.binary(max_size=400), st.sampled_from(sorted(CODED)), st.integers(2, 50))
def test_what_was_compressed_comes_back_however_it_is_cut(content, how, size) -> None:
    undo = Inflating(how.partition(" ")[0])
    assert fed(undo, CODED[how](content), size) == content
    assert undo.ended


@given(st.binary(min_size=1, max_size=400), st.sampled_from(["gzip", "deflate"]), st.data())
def test_what_is_cut_short_has_not_ended(content, coding, data) -> None:
    body = CODED[coding](content)
    undo = Inflating(coding)
    fed(undo, body[: data.draw(st.integers(0, len(body) - 1))], 50)
    assert not undo.ended


def test_what_is_not_compressed_is_told() -> None:
    with pytest.raises(zlib.error):
        list(Inflating("gzip").feed(b"Marie Roy"))


def test_a_few_bytes_that_stand_for_many_come_in_parts() -> None:
    parts = Inflating("gzip").feed(gzip.compress(bytes(5 << 20)))
    assert len(next(parts)) == 1 << 20
    assert sum(map(len, parts)) == 4 << 20
