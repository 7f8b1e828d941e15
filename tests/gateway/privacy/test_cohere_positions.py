"""A value planted in any place of a request to Cohere does not leave, nor when it comes back."""

import json

import pytest
from cohere_bodies import COHERE_CHAT, COHERE_EMBED, COHERE_RERANK
from planting import (
    ALL,
    VALUES,
    altered,
    changed,
    hidden,
    leaks,
    no_member_leaks,
    no_number_leaks,
    positions,
    prepare,
)

from gateway.errors import Refused
from gateway.privacy.restore import Restorer
from gateway.wire import cohere
from gateway.wire.deliver import deliver

every = pytest.mark.parametrize(
    ("wire", "body"),
    [(cohere.CHAT, COHERE_CHAT), (cohere.EMBED, COHERE_EMBED), (cohere.RERANK, COHERE_RERANK)],
    ids=lambda each: getattr(each, "name", ""),
)


@every
def test_the_example_itself_may_leave(wire, body):
    assert json.loads(prepare(body, wire, VALUES).body) == body


@every
def test_a_value_in_any_string_is_hidden_or_refused(wire, body):
    for path in positions(body):
        for text in (*VALUES, f"Voici ({ALL}), merci.\nÀ « {ALL} »"):
            outbound = hidden(altered(body, path, lambda _old, text=text: text), wire)
            if path[-1] in ("role", "type") and "response_format" not in path:
                # A closed list of types; where it is none, the value was hidden.
                assert outbound is None or not any(
                    leaks(outbound, value) for value in VALUES if value in text
                )
                continue
            assert outbound is not None, path
            planted = {value for value in VALUES if value in text}
            assert {what.original for what in outbound.hidden.values()} == planted
            assert not any(leaks(outbound, value) for value in planted)


@every
def test_a_number_in_any_place_is_hidden_or_refused(wire, body):
    no_number_leaks(wire, body)


@every
def test_a_member_or_its_name_is_hidden_or_refused(wire, body):
    no_member_leaks(wire, body)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_cut_over_parts_is_hidden(value):
    for cut in range(1, len(value)):
        parts = [{"type": "text", "text": value[:cut]}, {"type": "text", "text": value[cut:]}]
        outbound = hidden({"messages": [{"role": "user", "content": parts}]}, cohere.CHAT, VALUES)
        left = json.loads(outbound.body)["messages"][-1]["content"]
        said = "".join(part["text"] for part in left)
        assert Restorer(outbound.hidden).text(said).startswith(value)


@pytest.mark.parametrize(
    ("wire", "body"),
    [
        (cohere.CHAT, {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]}),
        (cohere.CHAT, {"messages": [{"role": "user", "content": [{"type": "video", "x": "y"}]}]}),
        (cohere.CHAT, {"messages": [{"role": "chatbot", "content": "x"}]}),
        (cohere.EMBED, {"images": ["data:image/png;base64,AAAA"]}),
        (cohere.EMBED, {"inputs": [{"content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}),
        (cohere.CHAT, {"logprobs": True, "messages": [{"role": "user", "content": ALL}]}),
        (cohere.RERANK, {"query": ALL, "documents": [], "relevant_spans": {"mode": "enabled"}}),
    ],
)
def test_what_cannot_be_read_or_restored_is_refused(wire, body):
    with pytest.raises(Refused):
        prepare(body, wire, VALUES)


def test_an_answer_is_hidden_when_it_comes_back():
    values = {'Zoé "Z" Roy': "PERSON"}
    first = {"messages": [{"role": "user", "content": 'Zoé "Z" Roy'}]}
    outbound = prepare(first, cohere.CHAT, values)
    (code,) = outbound.hidden
    received = COHERE_CHAT["messages"][2]
    restored = json.dumps('Zoé "Z" Roy', ensure_ascii=False)[1:-1]
    for path in positions(received):
        if path[-1] in ("role", "type", "id", "name", "tool_call_id"):
            continue
        message = changed(received, path, lambda _old: f"Oui, {code}.")
        restorer = Restorer(outbound.hidden)
        delivered = deliver({"message": message}, cohere.CHAT.answer, restorer.text, restorer.json_text)
        assert code not in json.dumps(delivered)
        assert restored in json.dumps(delivered, ensure_ascii=False).replace("\\\\\\", "\\")
        again = prepare({"messages": [*first["messages"], delivered["message"]]}, cohere.CHAT, values)
        assert json.loads(again.body)["messages"] == [*json.loads(outbound.body)["messages"], message]
