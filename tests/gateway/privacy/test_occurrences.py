import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy import Action
from gateway.privacy.decide import Edit
from gateway.privacy.occurrences import Occurrences


def found(text, *values):
    return [(start, text[start:end]) for start, end, _value in Occurrences(values).of(text)]


@pytest.mark.parametrize(
    ("value", "text", "times"),
    [
        ("Roy", "Roy, M. Roy et (Roy)", 3),
        ("Roy", "Royal, leRoy, Roy2, Marie-Roy, Roy_x, Roy-Côté", 0),
        ("046454286", "nas_046454286.pdf, id046454286, 046454286-x", 3),
        ("046454286", "10464542860 0464542861", 0),
        ("046 454 286", "NAS:046 454 286", 1),
        ("514-555-0123", "1-514-555-0123", 1),
        (" Roy ", "x Roy y", 1),
        ("aa", "aa aa", 2),
        ("😀", "a😀b", 1),
    ],
)
def test_a_value_is_found_where_it_stands_for_itself(value, text, times):
    assert len(found(text, value)) == times


@given(st.lists(st.text("ab é-1", min_size=1, max_size=4), max_size=6), st.text("ab é-1", max_size=30))
def test_it_finds_what_a_search_for_each_value_finds(values, text):
    def alone(value):
        for match in re.finditer(f"(?={re.escape(value)})", text):
            start, end = match.start(), match.start() + len(value)
            before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
            if not any(
                i.isalnum() and (o.isalnum() or o in "-_")
                for o, i in ((before, value[0]), (after, value[-1]))
            ):
                yield start, end, value

    assert sorted(Occurrences(values).of(text)) == sorted(
        each for value in set(values) for each in alone(value)
    )


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_value_is_found_in_the_escapes_of_json(times):
    value = text = 'Zoé "Z"\nRoy'
    for _time in range(times):
        text = json.dumps(text, ensure_ascii=False)[1:-1]
    assert [value for _start, _end, value in Occurrences([value]).of(f"x {text} y")] == [value]


def test_a_value_that_is_the_escaped_form_of_another_is_itself():
    values = ['a"b', 'a\\"b']
    assert {value for _start, _end, value in Occurrences(values).of('a\\"b')} >= {'a\\"b'}


def test_of_what_is_hidden_nothing_is_left_and_nothing_runs_on():
    hidden = [Edit(1, 4, "PERSON", Action.MASK), Edit(12, 15, "PERSON", Action.MASK)]
    text = "aZoéRoy Roy Zoé"
    assert [each[:2] for each in Occurrences(["Roy", "Zoé", "Roy Zoé"]).of(text, hidden)] == [(4, 7), (8, 11)]
    assert not list(Occurrences(["Roy Zoé", "é"]).of(text, hidden))


def test_no_value_is_nowhere():
    assert found("texte") == []
    assert found("", "texte") == []
