import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.strict_json import (
    NotJson,
    dump,
    dump_answer,
    escape,
    number_text,
    parse,
    parse_answer,
    parse_bytes,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_is_written_is_read_the_same(value):
    assert parse(dump(value)) == value
    assert parse_bytes(dump(value).encode()) == value
    assert parse_bytes(json.dumps(value).encode()) == value


@given(TEXT)
def test_an_escaped_text_is_that_text_between_quotes(text):
    assert json.loads(f'"{escape(text)}"') == text


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        "NaN",
        "[Infinity]",
        "[-Infinity]",
        "{",
        "",
        "'a'",
        "[" * 200_000,
        "9" * 5000,
    ],
)
def test_what_two_readers_could_take_for_two_things_is_not_json(text):
    with pytest.raises(NotJson) as refused:
        parse(text)
    assert refused.value.__cause__ is None
    assert refused.value.reason in {
        "duplicate member name",
        "NaN or Infinity",
        "number out of range",
        "not well-formed JSON",
        "nested too deeply",
    }


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff", "not UTF-8"),
        ("é".encode("latin-1"), "not UTF-8"),
        (b'{"a": "\\ud83d"}', "unpaired surrogate"),
        (b'{"\\udc00": 1}', "unpaired surrogate"),
        (b'{"a": "\xed\xa0\xbd"}', "not UTF-8"),
    ],
)
def test_a_body_that_is_not_unicode_is_not_json(body, reason):
    with pytest.raises(NotJson, match=reason):
        parse_bytes(body)


def test_a_byte_order_mark_and_surrogate_pairs_are_read():
    assert parse_bytes(b'\xef\xbb\xbf{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?", fullmatch=True)


@given(st.lists(NUMBERS, max_size=4))
def test_numbers_keep_their_digits(numbers):
    text = f"[{','.join(numbers)}]"
    assert dump(parse(text)) == text
    assert dump(parse_bytes(text.encode())) == text
    assert dump_answer(parse_answer(text)) == text.replace("[-0]", "[0]") or "-0" in numbers


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("5.58073029e8", "558073029"),
        ("558073029.0", "558073029"),
        ("558073029", "558073029"),
        ("1.50", "1.50"),
        ("45.50880123456789012345", "45.50880123456789012345"),
        ("1.25e-3", "0.00125"),
        ("1e400", "1e400"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_in_figures(written, text):
    assert number_text(parse(written)) == text


def test_numerals_are_the_same_that_are_written_the_same():
    assert parse("1.5") == parse("1.5") == 1.5
    assert parse("1.5") != parse("1.50")
    assert parse("1.5") != "1.5"
    assert hash(parse("1.5")) == hash(1.5)
    assert repr(parse("1.50")) == "1.50"
    with pytest.raises(TypeError):
        dump(object())


def test_what_a_provider_sent_is_written_whatever_it_holds():
    odd = {"cut": "\ud83d", "odds": [float("-inf"), 0.5], "é": 1}
    written = dump_answer(odd)
    written.encode()
    assert json.loads(written) == odd
    assert dump_answer({"é": "😀"}) == '{"é":"😀"}'
