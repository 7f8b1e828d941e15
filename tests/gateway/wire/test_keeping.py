import pytest

from gateway.wire.openai_kept import KEEPING
from gateway.wire.routes import ROUTES

RESPONSES = KEEPING["openai-responses"]
CONVERSATION = KEEPING["openai-conversation-create"]


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({}, ()),
        (None, ()),
        ([], ()),
        ({"previous_response_id": None, "conversation": None, "input": "x"}, ()),
        ({"previous_response_id": 3, "conversation": {"id": 4}, "input": {"id": "x"}}, ()),
        ({"previous_response_id": "r", "conversation": "c"}, ("r", "c")),
        ({"conversation": {"id": "c"}}, ("c",)),
        ({"input": [{"type": "item_reference", "id": "m"}, "x", None, {"type": "item_reference"}]}, ("m",)),
        # Without a type, an item that says nothing is an id; one that says something is a message.
        ({"input": [{"id": "m"}, {"id": "n", "content": "x"}, {"id": "o", "type": "reasoning"}]}, ("m",)),
        ({"previous_response_id": "r", "input": [{"id": "r"}]}, ("r",)),
    ],
)
def test_the_ids_that_a_request_refers_to(body, ids):
    assert RESPONSES.referred(body) == ids


def test_what_a_call_adds_to_and_what_is_kept():
    assert RESPONSES.joined({"conversation": {"id": "c"}, "previous_response_id": "r"}) == ("c",)
    assert RESPONSES.keeps({})
    assert RESPONSES.keeps({"store": None})
    assert not RESPONSES.keeps({"store": False})
    assert not KEEPING["openai-response-get"].keeps(None)
    assert CONVERSATION.keeps({"store": False}), "only where the operation knows the member"


def test_the_ids_that_an_answer_or_an_event_gives():
    output = [{"id": "m1"}, {"id": "m2"}, {}]
    whole = {"id": "r", "output": output}
    for answer in (whole, {"type": "response.created", "response": whole}):
        assert RESPONSES.begun(answer) == ("r",)
        assert RESPONSES.belonging(answer) == ("m1", "m2")
    assert RESPONSES.belonging({"type": "response.output_item.added", "item": {"id": "m3"}}) == ("m3",)
    for odd in (None, [], "x", {"response": None}, {"output": {"id": "x"}}):
        assert RESPONSES.begun(odd) == RESPONSES.belonging(odd) == ()


def test_each_operation_on_what_is_kept_has_its_route():
    routed = {route.name for route in ROUTES}
    assert KEEPING.keys() <= routed
    assert all(route.keeping for route in ROUTES if "{id}" in route.path)
