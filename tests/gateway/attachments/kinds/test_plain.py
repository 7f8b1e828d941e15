import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.attachments.kinds.plain import decode, read
from gateway.attachments.kinds.reading import Bounds, Document, Reason, Unfit
from tests.gateway.attachments.files import BOUNDS

TEXT = "Marie-Ève Gagnon; 1 200 $; « œuvre »"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_an_encoding_that_can_be_told_is_read(content):
    assert decode(content) == TEXT


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-16-le"),  # without a mark it is full of zeros
        "Иванова".encode("cp1251"),
        "Ève Gagnon".encode("mac-roman") + b"\x8e",
        b"a\x00b",
        b"\x81\x8d",
        codecs.BOM_UTF16_LE + b"\x00",
        codecs.BOM_UTF16_LE + b"\x00\xd8",
    ],
)
def test_another_encoding_is_refused_for_a_name_misread_is_a_name_missed(content):
    with pytest.raises(Unfit) as caught:
        decode(content)
    assert caught.value.reason is Reason.GARBLED


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1))
def test_text_in_utf_8_comes_as_it_is(text):
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


def test_lines_end_in_one_way():
    assert decode(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_too_much_is_refused():
    few = Bounds(pages=1, cells=1, characters=3, unpacked=1, ratio=2)
    with pytest.raises(Unfit) as caught:
        read(b"abcd", Document.TEXT, few)
    assert (caught.value.reason, caught.value.limit) == (Reason.TOO_LARGE, "characters")
    assert read(b"abcd", Document.CSV, BOUNDS).text == "abcd"
