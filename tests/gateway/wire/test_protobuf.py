import pytest

from gateway.errors import Refused
from gateway.wire.protobuf import camel, choice, message, repeated
from gateway.wire.shape import OPAQUE, SEALED, TEXT
from gateway.wire.walk import walk


@pytest.mark.parametrize(
    ("name", "expected"), [("text", "text"), ("system_instruction", "systemInstruction"), ("a_b_c2", "aBC2")]
)
def test_a_field_has_its_json_name(name, expected):
    assert camel(name) == expected


def test_both_names_of_a_field_mean_the_same():
    shape = message(thought_signature=SEALED)
    assert shape.members["thoughtSignature"] is shape.members["thought_signature"] is SEALED


@pytest.mark.parametrize(
    "body", [{"inlineData": "x"}, {"inline_data": {"data": "x"}}, {"new": {}}, {"new": "x"}]
)
@pytest.mark.parametrize("listed", [True, False])
def test_what_is_not_known_or_not_text_is_refused_alone_and_in_a_list(body, listed):
    shape = repeated(choice(text=TEXT, inline_data=OPAQUE))
    with pytest.raises(Refused):
        walk([body] if listed else body, shape, lambda _place, text: text)


@pytest.mark.parametrize("body", [{"text": "x"}, [{"text": "x"}], [[{"text": "x"}]]])
def test_one_stands_for_a_list(body):
    seen = []
    walk(body, repeated(choice(text=TEXT)), lambda place, text: seen.append(place.path[-1]) or text)
    assert seen == ["text"]
