import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.embedded import escape_like, read, unescape, write

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
).filter(lambda value: isinstance(value, dict | list))


@given(JSON, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_unchanged_json_keeps_every_byte(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert read(text) == value
    assert write(text, value) == text


@given(JSON, st.sampled_from([None, 3]))
def test_what_changed_is_read_back_and_only_that_is_spelled_anew(value, indent):
    def changed(item):
        if isinstance(item, dict):
            return {f"{name}\n": changed(inner) for name, inner in item.items()}
        if isinstance(item, list):
            return [changed(inner) for inner in item]
        return f'«{item}"' if isinstance(item, str | int | float) and not isinstance(item, bool) else item

    text = json.dumps(value, indent=indent)
    rewritten = write(text, changed(value))
    assert json.loads(rewritten) == changed(value)


def test_the_layout_of_a_file_survives_a_change():
    text = '{\n    "nom" :  "Andr\\u00e9",\n    "prix": 1.50, "note": "Caf\\u00e9"\n}\n'
    assert write(text, {"nom": "X", "prix": 1.5, "note": "Café"}) == (
        '{\n    "nom" :  "X",\n    "prix": 1.50, "note": "Caf\\u00e9"\n}\n'
    )


@pytest.mark.parametrize(
    "text",
    ["", "bonjour", '"texte"', "12", "{", "[1,", '{"a":1,"a":2}', '["\\ud83d"]', "[PERSON-K7Q2M9-A3X] dit"],
)
def test_other_texts_are_only_texts(text):
    assert read(text) is None


@given(st.text(st.characters(min_codepoint=0xA0, max_codepoint=0xFFFF, exclude_categories=["Cs"])))
def test_letters_are_read_from_their_escapes_and_escaped_again(letters):
    log = f"nom={json.dumps(letters)}"
    assert unescape(log) == f'nom="{letters}"'
    assert escape_like(log, unescape(log)).lower() == log.lower()


@pytest.mark.parametrize("text", ["\\u0022", "\\\\u00e9", "\\ud83d\\ude00", "\\u00", "é", "\\n"])
def test_escapes_that_are_not_of_letters_stay(text):
    assert unescape(text) == text


def test_a_text_with_letters_of_its_own_is_not_escaped():
    assert escape_like("é \\u00e9", "é à") == "é à"
