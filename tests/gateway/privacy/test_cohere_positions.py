"""A value planted in any place of a request to Cohere does not leave, nor when it comes back."""

import json

import pytest
from cohere_bodies import COHERE_CHAT, COHERE_EMBED, COHERE_RERANK
from planting import TIGHT, VALUES, branch, changed, leaks, objects, positions, prepare

from gateway.errors import GatewayError, Refused
from gateway.privacy.restore import Restorer
from gateway.wire import cohere
from gateway.wire.deliver import deliver

every = pytest.mark.parametrize(
    ("wire", "body"),
    [(cohere.CHAT, COHERE_CHAT), (cohere.EMBED, COHERE_EMBED), (cohere.RERANK, COHERE_RERANK)],
    ids=lambda each: getattr(each, "name", ""),
)
ALL = "; ".join(VALUES)


def hidden(body, wire, values=VALUES | TIGHT):
    """Return what leaves of a request with planted values, or None when it is refused."""
    try:
        return prepare(body, wire, values)
    except GatewayError as error:
        refused = error
    assert refused.code != "leak_prevented"
    assert not any(value in str(refused.facts) + str(refused.path) for value in values)
    return None


def plant(body, path, change):
    small, inside = branch(body, path) if path else (body, path)
    return changed(small, inside, change)


@every
def test_the_example_itself_may_leave(wire, body):
    assert json.loads(prepare(body, wire, VALUES).body) == body


@every
def test_a_value_in_any_string_is_hidden_or_refused(wire, body):
    for path in positions(body):
        for text in (*VALUES, f"Voici ({ALL}), merci.\nÀ « {ALL} »"):
            outbound = hidden(plant(body, path, lambda _old, text=text: text), wire)
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
    for path in positions(body):
        for planted in (*TIGHT, *map(int, filter(str.isdigit, TIGHT))):
            outbound = hidden(plant(body, path, lambda _old, planted=planted: planted), wire)
            assert outbound is None or not any(leaks(outbound, value) for value in TIGHT)


@every
def test_a_member_or_its_name_is_hidden_or_refused(wire, body):
    for path in objects(body):
        for name, value in ((f"de {ALL}", "x"), ("autre", {"x": [ALL, json.dumps({"y": [ALL]})]})):
            outbound = hidden(
                plant(body, path, lambda old, name=name, value=value: {**old, name: value}), wire
            )
            assert outbound is None or not any(leaks(outbound, value) for value in VALUES)


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
