import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import TooLarge, Unreadable
from gateway.http.compressed import CODINGS, Decompression

MIB = 1 << 20
COMPRESS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress}


def undone(coding, content, limit=MIB, size=1 << 16):
    undo = Decompression(coding, limit)
    out = b"".join(undo.feed(content[at : at + size]) for at in range(0, len(content), size))
    undo.end()
    return out


@given(st.sampled_from(sorted(CODINGS)), st.binary(max_size=300), st.integers(1, 40))
def test_what_was_compressed_comes_back_however_it_is_cut(coding, content, size):
    assert undone(coding, COMPRESS[coding](content), size=size) == content


@pytest.mark.parametrize("coding", CODINGS)
def test_the_limit_is_for_what_it_becomes_and_exact(coding):
    content = bytes(range(256)) * 40
    assert undone(coding, COMPRESS[coding](content), limit=len(content)) == content
    with pytest.raises(TooLarge):
        undone(coding, COMPRESS[coding](content), limit=len(content) - 1)


def test_a_bomb_is_not_set_off():
    undo = Decompression("gzip", 1 << 30)
    bomb = gzip.compress(bytes(64 * MIB))
    made = 0
    with suppress(TooLarge):
        for at in range(0, len(bomb), 1024):
            made += len(undo.feed(bomb[at : at + 1024]))
    assert 0 < made <= MIB + 1024 * 1100
    with pytest.raises(TooLarge):
        undone("gzip", bomb, limit=1 << 30)


def test_a_text_that_repeats_itself_is_no_bomb():
    content = "".join(
        f'{{"n": {n}, "nom": "Mme Julie Tremblay", "ville": "Rimouski"}},' for n in range(60_000)
    )
    assert undone("gzip", gzip.compress(content.encode()), limit=10 * MIB) == content.encode()


WHOLE = gzip.compress(b'{"nom": "Roy"}', mtime=0)
DAMAGED = {
    "cut": WHOLE[:-1],
    "nothing": b"",
    "plain": b'{"nom": "Roy"}',
    "checksum": WHOLE[:-8] + b"\0\0\0\0" + WHOLE[-4:],
    "more behind": WHOLE + b"x",
    "two members": WHOLE + WHOLE,
}


@pytest.mark.parametrize("case", DAMAGED)
def test_what_is_damaged_is_told_without_being_quoted(case):
    with pytest.raises(Unreadable) as caught:
        undone("gzip", DAMAGED[case])
    assert "Roy" not in f"{caught.value.message} {caught.value.facts}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@given(st.sampled_from(sorted(CODINGS)), st.binary(max_size=60))
def test_any_bytes_are_undone_or_turned_down(coding, content):
    with suppress(Unreadable):
        assert isinstance(undone(coding, content), bytes)
