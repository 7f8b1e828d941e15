"""A value planted in any place of a request does not leave: it is hidden or the request is refused."""

import json
from contextlib import suppress

import pytest
from bodies import ANTHROPIC_ANSWER, ANTHROPIC_MESSAGES, OPENAI_ANSWER, OPENAI_CHAT
from openai_bodies import (
    MISTRAL_FIM,
    OPENAI_COMPLETIONS,
    OPENAI_CONVERSATION,
    OPENAI_EMBEDDINGS,
    OPENAI_MODERATIONS,
    OPENAI_RESPONSES,
    RESPONSES_ANSWER,
)
from planting import (
    ALL,
    TIGHT,
    VALUES,
    changed,
    hidden,
    leaks,
    objects,
    opened,
    plant,
    positions,
    prepare,
    spoken,
)

from gateway.errors import GatewayError, Refused
from gateway.privacy.restore import Restorer
from gateway.wire.anthropic_messages import COUNT_TOKENS, MESSAGES
from gateway.wire.deliver import deliver
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_completions import COMPLETIONS, FIM
from gateway.wire.openai_embeddings import EMBEDDINGS
from gateway.wire.openai_kept import CREATE_CONVERSATION
from gateway.wire.openai_moderations import MODERATIONS
from gateway.wire.openai_responses import INPUT_TOKENS, RESPONSES

FORMATS = [
    (CHAT, OPENAI_CHAT),
    (MESSAGES, ANTHROPIC_MESSAGES),
    (RESPONSES, OPENAI_RESPONSES),
    (CREATE_CONVERSATION, OPENAI_CONVERSATION),
    (COMPLETIONS, OPENAI_COMPLETIONS),
    (FIM, MISTRAL_FIM),
    (EMBEDDINGS, OPENAI_EMBEDDINGS),
    (MODERATIONS, OPENAI_MODERATIONS),
]


def over(formats):
    return pytest.mark.parametrize(("wire", "body"), formats, ids=lambda each: getattr(each, "name", ""))


every = over(FORMATS)
conversations = over([(wire, body) for wire, body in FORMATS if wire.system])


@every
def test_the_example_itself_may_leave_and_uses_all_there_is(wire, body):
    outbound = prepare(body, wire, VALUES)
    assert json.loads(outbound.body) == body
    assert not outbound.hidden
    assert len(list(positions(body))) > (100 if wire.system else 3)


def test_counting_tokens_reads_a_request_like_any_other():
    assert COUNT_TOKENS.request is MESSAGES.request
    assert INPUT_TOKENS.request is RESPONSES.request


@every
def test_a_value_in_any_string_is_hidden(wire, body):
    for path in positions(body):
        for text in (*VALUES, f"Voici ({ALL}), merci.\nÀ « {ALL} »"):
            outbound = hidden(plant(wire, body, path, text), wire)
            # Only a tag or a role can be spoiled so that the request is not understood any more.
            assert outbound is not None or path[-1] in ("type", "role")
            if outbound is not None:
                planted = {value for value in VALUES if value in text}
                assert {what.original for what in outbound.hidden.values()} == planted
                assert not any(leaks(outbound, value) for value in planted)


@every
def test_a_number_that_looks_like_an_identifier_is_hidden_or_refused(wire, body):
    for path in positions(body):
        for text in (*TIGHT, "x/" + "/".join(TIGHT)):
            outbound = hidden(plant(wire, body, path, text), wire)
            assert outbound is None or not any(leaks(outbound, value) for value in TIGHT)


@every
def test_a_number_in_any_place_is_hidden_or_refused(wire, body):
    value = "4520123456789017"
    for path in positions(body):
        for number in (int(value), [int(value)], {"n": int(value)}):
            outbound = hidden(plant(wire, body, path, number), wire)
            assert outbound is None or not leaks(outbound, value)


@every
def test_a_member_name_is_hidden_or_refused(wire, body):
    for path in objects(body):
        for value in (*VALUES, *TIGHT):
            outbound = hidden(plant(wire, body, path, lambda old, name=value: {**old, name: "x"}), wire)
            assert outbound is None or not leaks(outbound, value)
        outbound = hidden(plant(wire, body, path, lambda old: {**old, f"de {ALL}": "x"}), wire)
        assert outbound is None or not any(leaks(outbound, value) for value in VALUES)


@every
def test_a_new_member_of_any_object_is_hidden_or_refused(wire, body):
    nested = {"x": [ALL, json.dumps({"y": json.dumps([ALL])})]}
    for path in objects(body):
        outbound = hidden(plant(wire, body, path, lambda old: {**old, "autre": nested}), wire)
        assert outbound is not None
        assert not any(leaks(outbound, value) for value in VALUES)


@conversations
@pytest.mark.parametrize("value", VALUES)
def test_a_value_cut_over_text_parts_is_hidden(wire, body, value):
    for cut in range(1, len(value)):
        for bare in (False, True):
            for pieces in ([value[:cut], value[cut:]], [value[:cut], *value[cut:]]):
                parts = [piece if bare else {"type": "text", "text": piece} for piece in pieces]
                outbound = hidden({wire.turns: [{"role": "user", "content": parts}]}, wire, VALUES)
                assert not leaks(outbound, value)
                said = json.loads(outbound.body)[wire.turns][-1]["content"]
                answer = "".join(part if bare else part["text"] for part in said)
                assert Restorer(outbound.hidden).text(answer) == value


@every
@pytest.mark.parametrize("value", [*VALUES, *TIGHT])
def test_a_header_or_a_query_with_a_value_does_not_leave(wire, body, value):
    assert hidden(body, wire, headers=[("idempotency-key", value)]) is None
    assert hidden(body, wire, headers=[("idempotency-key", f"a, {value}")]) is None
    said = {wire.turns or "input": [{"role": "user", "content": value}]}
    with pytest.raises(GatewayError):
        prepare(said, wire, VALUES | TIGHT, query=[("after", value)])


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("levels", [1, 2, 3, 4])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_in_json_is_opened_to_the_bottom(value, levels, ascii_only):
    told = text = {"v": f"À {value}"}
    for _level in range(levels):
        text = {"x": json.dumps(text, ensure_ascii=ascii_only, indent=1)}
    call = {"function": {"name": "f", "arguments": json.dumps(text)}}
    outbound = prepare({"messages": [{"role": "assistant", "tool_calls": [call]}]}, CHAT, VALUES)
    assert not leaks(outbound, value)
    left = json.loads(outbound.body)["messages"][-1]["tool_calls"][0]["function"]["arguments"]
    restorer = Restorer(outbound.hidden)
    read = json.loads(restorer.json_text(left))
    for _level in range(levels):
        read = json.loads(read["x"])
    assert read == told


ANSWERS = [
    (CHAT, OPENAI_ANSWER, lambda answer: [answer["choices"][0]["message"]]),
    (MESSAGES, ANTHROPIC_ANSWER, lambda answer: [{"role": "assistant", "content": answer["content"]}]),
    (RESPONSES, RESPONSES_ANSWER, lambda answer: answer["output"]),
]


@pytest.mark.parametrize(("wire", "answer", "said"), ANSWERS, ids=["openai", "anthropic", "responses"])
@pytest.mark.parametrize(
    ("value", "label"), [*VALUES.items(), ('12, rue "X"\nC:\\Laval', "STREET_ADDRESS"), ("😀 Zoé", "PERSON")]
)
def test_what_is_restored_in_an_answer_is_hidden_when_it_comes_back(wire, answer, said, value, label):
    first = {"model": "m", wire.turns: [{"role": "user", "content": f"Je suis {value}."}]}
    outbound = prepare(first, wire, {value: label})
    (code,) = outbound.hidden
    kept = []
    for path in positions(answer):
        received = changed(answer, path, lambda _old: f"Oui, {code}.")
        restorer = Restorer(outbound.hidden)
        delivered = deliver(received, wire.answer, restorer.text, restorer.json_text)
        if path[-1] in ("type", "role") or delivered == received:
            kept.append(path[-1])
            continue
        assert opened(delivered) == opened(changed(answer, path, lambda _old: f"Oui, {value}."))
        echo = {**first, wire.turns: [*first[wire.turns], *said(delivered)]}
        again = prepare(echo, wire, {value: label})
        assert not leaks(again, value)
        then, now = json.loads(outbound.body)[wire.turns], json.loads(again.body)[wire.turns]
        assert now[: len(then)] == then
        # The provider sees its own words again.
        assert opened(now[len(then) :]) == opened(said(received))
    assert set(kept) <= {"type", "role"}


@conversations
def test_attachments_and_destinations_never_pass(wire, body):
    for kind in ("image_url", "input_audio", "file", "image", "container_upload", "video"):
        part = {"type": kind, kind: {"url": "https://exemple.ca"}}
        with pytest.raises(Refused):
            prepare({**body, wire.turns: [{"role": "user", "content": [part]}]}, wire, VALUES)
    for member in ("data_sources", "mcp_servers"):
        with suppress(Refused):
            outbound = prepare({**body, member: [{"url": "x", "key": "046 454 286"}]}, wire, VALUES)
            assert not leaks(outbound, "046 454 286")


def test_the_harness_sees_what_it_should():
    assert "a" in set(spoken({"x": json.dumps([json.dumps(["a"])])}))
