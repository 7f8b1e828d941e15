import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.wire.spelling import IN_STRING, OF_LETTER, Edit, digits, edited, edits_of, token_of, written

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def in_string(token):
    return written(json.loads(token), token[1:-1], IN_STRING)


@given(TEXT, st.booleans(), st.data())
def test_a_part_of_a_string_is_found_in_its_spelling(text, plain, data):
    token = json.dumps(text, ensure_ascii=plain)
    read = in_string(token)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    assert json.loads(f'"{read.raw[read.where(start) : read.where(end)]}"') == text[start:end]
    said = read.token(start, end)
    assert said == "" or json.loads(said) == text[start:end]
    assert said == "" or plain


@pytest.mark.parametrize(
    ("token", "part", "told"),
    [
        (r'"Marie-\u00c8ve est l\u00e0"', "Marie-Ève", r'"Marie-\u00c8ve"'),
        (r'"Marie-\u00C8ve est l\u00e0"', "Marie-Ève", r'"Marie-\u00C8ve"'),
        (r'"Marie-Ève est l\u00e0"', "Marie-Ève", ""),
        (r'"C:\/Zo\u00eb"', "C:/Zoë", r'"C:\/Zo\u00eb"'),
        (r'"\ud83c\udf41\n12, rue"', "12, rue", ""),
        (r'"12, rue\u000aX"', "12, rue\nX", r'"12, rue\u000aX"'),
    ],
)
def test_only_a_spelling_of_its_own_is_told(token, part, told):
    read = in_string(token)
    start = read.index(part)
    assert token_of(read, start, start + len(part)) == told


def test_what_would_be_no_json_string_is_not_told():
    log = written('nom="Zoë"', 'nom="Zo\\u00eb"', OF_LETTER)
    assert token_of(log, 0, len(log)) == ""
    assert token_of(log, 5, 8) == '"Zo\\u00eb"'


def test_a_number_is_told_whole_and_any_other_text_not_at_all():
    assert token_of(digits("558073029", "558073029.0"), 0, 9) == "558073029.0"
    assert token_of(digits("558073029", "558073029"), 1, 9) == ""
    assert token_of("558073029", 0, 9) == ""


@given(TEXT, st.lists(st.tuples(st.integers(0, 12), TEXT), max_size=4))
def test_edits_make_the_text(text, cuts):
    edits, done = [], 0
    for start, new in sorted(cuts):
        if done <= start <= len(text):
            edits.append(Edit(start, min(start + 1, len(text)), new))
            done = edits[-1].end
    made = edited(text, edits)
    assert edits_of(text, made) == tuple(edits)
    pieces = [*text, ""]
    for start, end, new in reversed(edits):
        pieces[start:end] = [new]
    assert made == "".join(pieces)


def test_where_nothing_is_known_all_was_changed():
    assert edits_of("a", "a") == ()
    assert edits_of("a", "bc") == (Edit(0, 1, "bc"),)
