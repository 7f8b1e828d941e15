import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.embedded import escape_like, read, unescape, write
from gateway.wire.spelling import Edit, edited

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(
    SCALAR,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
).filter(lambda value: isinstance(value, dict | list))


#: Letters in JSON strings, spelled as some writer may.
LETTERS = st.sampled_from(
    [
        *("a", "É", "é", "\\u00e9", "\\u00C9", "\\u00c9", "\\/", "/", "\\n", "\\u000a", '\\"', "\\u0022"),
        *("\\\\", "\\u005c", "🍁", "\\ud83c\\udf41", "\\uD83C\\uDF41", "\\u0041", "\\t", "\u2028"),
    ]
)
LOG_LETTERS = st.sampled_from(
    ["a", "É", "\\u00e9", "\\u00C9", "\\\\u00e9", "\\n", "u00e9", "🍁", '"', "\\ud83c\\udf41"]
)


def spelled_texts(letters):
    return st.lists(letters, max_size=8).map("".join)


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
    assert escape_like(unescape(log), f"{letters}") == (json.dumps(letters)[1:-1] if letters else ""), (
        "what is new is escaped as all of the text was"
    )
    assert escape_like(unescape(log), edited(unescape(log), ())) == log


@pytest.mark.parametrize("text", ["\\u0022", "\\\\u00e9", "\\ud83d\\ude00", "\\u00", "é", "\\n"])
def test_escapes_that_are_not_of_letters_stay(text):
    assert unescape(text) == text


def test_a_text_with_letters_of_its_own_is_not_escaped():
    assert escape_like(unescape("é \\u00e9"), "é à") == "é à"


@given(spelled_texts(LOG_LETTERS), st.data())
def test_a_log_keeps_each_escape_of_what_was_not_touched(spelled, data):
    readable = unescape(spelled)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(readable))] * 2)))
    changed = escape_like(readable, edited(readable, [Edit(start, end, "[X]")]))
    before, behind = changed.split("[X]")
    assert spelled.startswith(before)
    assert spelled.endswith(behind)
    assert len(spelled) - len(before) - len(behind) >= end - start


@given(st.lists(st.lists(LETTERS, max_size=8), min_size=1, max_size=4), st.booleans(), st.data())
def test_a_string_keeps_each_escape_of_what_was_not_touched(strings, plain, data):
    """Each letter spells one character, so that what is to come out is known without reading it."""
    new = "[P-1]" if plain else "É"
    wanted, text = [], []
    changed = {}
    for at, letters in enumerate(strings):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(letters))] * 2)))
        spelling = f'"{at}{"".join(letters)}"'
        told = json.dumps(new, ensure_ascii=spelling.isascii())[1:-1]
        text.append(f"{spelling} :[{spelling}]")
        spelled = f'"{at}{"".join(letters[:start])}{told}{"".join(letters[end:])}"'
        wanted.append(f"{spelled} :[{spelled}]")
        old = json.loads(spelling)
        cut = edited(old, [Edit(1 + start, 1 + end, new)])
        changed[cut] = [cut]
    text, wanted = ("{" + ",\n".join(members) + "}" for members in (text, wanted))
    assert write(text, read(text)) == text
    rewritten = write(text, changed)
    assert rewritten == wanted
    assert edited(text, rewritten.edits) == wanted
    inner = json.dumps({"x": text})
    assert json.loads(write(inner, {"x": rewritten})) == {"x": wanted}


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        (
            '{"nom": "Marie-\\u00c8ve \\u00C0 Qu\\u00e9bec C:\\/x"}',
            '{"nom": "[P] \\u00C0 Qu\\u00e9bec C:\\/x"}',
        ),
        ('{"a": "é Marie-Ève \\u00c0 \\/"}', '{"a": "é [P] \\u00c0 \\/"}'),
        ('{"a": "\\ud83c\\udf41 Marie-\\u00c8ve\\t\\u0009"}', '{"a": "\\ud83c\\udf41 [P]\\t\\u0009"}'),
    ],
)
def test_escapes_beside_what_changed_stay_as_they_were(text, rewritten):
    value = read(text)
    (name,) = value
    start = value[name].index("Marie")
    changed = edited(value[name], [Edit(start, start + 9, "[P]")])
    assert write(text, {name: changed}) == rewritten
