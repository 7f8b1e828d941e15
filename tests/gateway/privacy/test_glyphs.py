import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.glyphs import Cut, Encoding, Sort, glyph_at


@pytest.mark.parametrize(
    ("written", "sort", "letter", "encoding"),
    [
        ("a", Sort.SIGN, "A", None),
        ("７", Sort.SIGN, "7", None),
        ("é", Sort.ACCENTED, "E", None),
        ("&#91;", Sort.OPEN, "", Encoding.HTML),
        ("&rsqb;", Sort.CLOSE, "", Encoding.HTML),
        ("%5B", Sort.OPEN, "", Encoding.PERCENT),
        ("%E2%80%91", Sort.HYPHEN, "", Encoding.PERCENT),
        ("%C2%A0", Sort.FILLER, " ", Encoding.PERCENT),
        ("\\u002d", Sort.HYPHEN, "", Encoding.ESCAPED),
        ("\\\\u005D", Sort.CLOSE, "", Encoding.ESCAPED),
        ("\\x5b", Sort.OPEN, "", Encoding.ESCAPED),
        ("\\n", Sort.FILLER, " ", None),
        ("\\", Sort.FILLER, "", None),
        ("\u00ad", Sort.FILLER, "", None),
        ("_", Sort.FILLER, "_", None),
        ("<wbr>", Sort.FILLER, "", None),
        ("<b", Sort.OTHER, "", None),
        ("%ZZ", Sort.OTHER, "", None),
        ("&unknown;", Sort.OTHER, "", Encoding.HTML),
        ("!", Sort.OTHER, "", None),
        ("漢", Sort.ACCENTED, "?", None),
    ],
)
def test_a_character_is_read_however_it_is_written(written, sort, letter, encoding):
    glyph = glyph_at(written + ".", 0, final=True)
    assert (glyph.sort, glyph.letter, glyph.encoding) == (sort, letter, encoding)
    assert glyph.end == (1 if sort is Sort.OTHER and encoding is None else len(written))


def test_only_a_backslash_before_another_character_escapes():
    assert glyph_at("\\[", 0, final=True).escapes
    assert not glyph_at("\\n", 0, final=True).escapes


@given(st.text("&#x5b;%E280\\u0-<wbr>[]a", max_size=10), st.integers(0, 9))
def test_what_is_read_of_a_part_is_what_is_read_of_the_whole(text, length):
    try:
        part = glyph_at(text[:length], 0, final=False)
    except Cut:
        return
    assert part == glyph_at(text, 0, final=True)


def test_the_end_of_a_text_is_nothing():
    assert glyph_at("a", 1, final=True) is None
    with pytest.raises(Cut):
        glyph_at("a", 1, final=False)
