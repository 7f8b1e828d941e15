import pytest

from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.format import Unrestorable, look_up
from gateway.wire.openai_chat import CHAT


@pytest.mark.parametrize(
    ("wire", "body", "wanted"),
    [
        (CHAT, {"response_format": {"type": "json_schema"}}, True),
        (CHAT, {"response_format": {"type": "json_object"}}, True),
        (CHAT, {"response_format": {"type": "text"}}, False),
        (CHAT, {"response_format": "json"}, False),
        (CHAT, {}, False),
        (MESSAGES, {"output_config": {"format": {"type": "json_schema"}}}, True),
        (MESSAGES, {"output_format": {"type": "json_schema"}}, True),
        (MESSAGES, [], False),
    ],
)
def test_a_request_for_one_json_document_is_known(wire, body, wanted):
    assert wire.wants_json(body) is wanted


def test_looking_up_what_is_not_there_gives_nothing():
    assert look_up({"a": {"b": 1}}, ("a", "b")) == 1
    assert look_up({"a": [1]}, ("a", "b")) is None


def test_what_cannot_be_restored_is_asked_for_by_a_member_or_by_one_value_of_it():
    member, value = Unrestorable("logprobs", "m"), Unrestorable("include", "m", "x")
    assert [member.is_asked(body) for body in ({}, {"logprobs": False}, {"logprobs": 3})] == [
        False,
        False,
        True,
    ]
    bodies = ({}, {"include": None}, {"include": "x"}, {"include": ["y"]}, {"include": ["y", "x"]})
    assert [value.is_asked(body) for body in bodies] == [False, False, False, False, True]
