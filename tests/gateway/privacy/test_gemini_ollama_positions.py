"""A value planted in any place of a request to Gemini or Ollama does not leave, nor when it comes back."""

import json

import pytest
from gemini_bodies import GEMINI_ANSWER, GEMINI_BATCH_EMBED, GEMINI_GENERATE
from ollama_bodies import OLLAMA_CHAT, OLLAMA_EMBED, OLLAMA_GENERATE
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
from gateway.privacy.note import NOTE
from gateway.privacy.restore import Restorer
from gateway.wire import ollama
from gateway.wire.deliver import deliver
from gateway.wire.gemini import BATCH_EMBED, COUNT, GENERATE, STREAM_GENERATE

COUNTED = {
    "generateContentRequest": {"model": "models/gemini-3-pro", "contents": GEMINI_GENERATE["contents"][2:]},
    "contents": GEMINI_GENERATE["contents"][:1],
}
every = pytest.mark.parametrize(
    ("wire", "body"),
    [
        (GENERATE, GEMINI_GENERATE),
        (COUNT, COUNTED),
        (BATCH_EMBED, GEMINI_BATCH_EMBED),
        (ollama.CHAT, OLLAMA_CHAT),
        (ollama.GENERATE, OLLAMA_GENERATE),
        (ollama.EMBED, OLLAMA_EMBED),
    ],
    ids=lambda each: getattr(each, "name", ""),
)


def test_the_stream_takes_the_same_requests():
    assert STREAM_GENERATE.request is GENERATE.request


@every
def test_the_example_itself_may_leave(wire, body):
    outbound = prepare(body, wire, VALUES)
    assert json.loads(outbound.body) == body


@every
def test_a_value_in_any_string_is_hidden(wire, body):
    for path in positions(body):
        for text in (*VALUES, f"Voici ({ALL}), merci.\nÀ « {ALL} »"):
            outbound = hidden(altered(body, path, lambda _old, text=text: text), wire)
            if wire is ollama.CHAT and path[-1] == "role":
                assert outbound is None
                continue
            assert outbound is not None
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
        parts = [{"text": value[:cut]}, {"text": value[cut:]}]
        outbound = hidden({"contents": [{"role": "user", "parts": parts}]}, GENERATE, VALUES)
        left = json.loads(outbound.body)["contents"][0]["parts"]
        assert Restorer(outbound.hidden).text("".join(part["text"] for part in left)) == value


@pytest.mark.parametrize(
    "prompt",
    [
        None,
        {},
        {"parts": []},
        {"parts": [{"text": "Consigne."}]},
        {"role": "user", "parts": {"text": "Consigne."}},
    ],
)
@pytest.mark.parametrize("name", ["systemInstruction", "system_instruction"])
def test_the_note_is_the_last_part_of_the_system_instruction(name, prompt):
    body = {"contents": [{"role": "user", "parts": [{"text": "Zoé Roy"}]}]}
    outbound = prepare(body | ({name: prompt} if prompt is not None else {}), GENERATE, {"Zoé Roy": "PERSON"})
    left = json.loads(outbound.body)
    kept = "systemInstruction" if prompt is None else name
    assert left[kept]["parts"][-1] == {"text": NOTE}
    assert len({"systemInstruction", "system_instruction"} & set(left)) == 1


def test_the_note_stands_behind_the_first_words_that_hide_something_late():
    contents = [
        {"role": "user", "parts": [{"text": "Bonjour."}]},
        {"role": "model", "parts": [{"text": "Oui ?"}]},
        {"role": "user", "parts": [{"text": "Je suis Zoé Roy."}]},
    ]
    left = json.loads(prepare({"contents": contents}, GENERATE, {"Zoé Roy": "PERSON"}).body)
    assert left["contents"][:2] == contents[:2]
    assert NOTE in left["contents"][2]["parts"][0]["text"]
    assert "systemInstruction" not in left


@pytest.mark.parametrize(
    ("value", "label"), [*VALUES.items(), ('12, rue "X"\nC:\\Laval', "STREET_ADDRESS"), ("😀 Zoé", "PERSON")]
)
def test_what_is_restored_in_an_answer_is_hidden_when_it_comes_back(value, label):
    first = {"contents": [{"role": "user", "parts": [{"text": f"Je suis {value}."}]}]}
    outbound = prepare(first, GENERATE, {value: label})
    (code,) = outbound.hidden
    for path in positions(GEMINI_ANSWER):
        received = changed(GEMINI_ANSWER, path, lambda _old: f"Oui, {code}.")
        restorer = Restorer(outbound.hidden)
        delivered = deliver(received, GENERATE.answer, restorer.text, restorer.json_text)
        assert delivered == changed(GEMINI_ANSWER, path, lambda _old: f"Oui, {value}.")
        said = [one["candidates"][0]["content"] for one in (delivered, received)]
        again = prepare({"contents": [*first["contents"], said[0]]}, GENERATE, {value: label})
        left = json.loads(again.body)["contents"]
        assert left == [*json.loads(outbound.body)["contents"], said[1]]


@pytest.mark.parametrize("signature", ["AbC+/w==", "AbC-_w==", "q" * 400])
def test_a_signature_stays_as_it_is(signature):
    part = {"text": "Zoé Roy", "thoughtSignature": signature}
    body = {"contents": [{"role": "user", "parts": [part]}, {"role": "model", "parts": [part]}]}
    outbound = prepare(body, GENERATE, {"Zoé Roy": "PERSON"})
    left = json.loads(outbound.body)["contents"]
    assert {one["parts"][0]["thoughtSignature"] for one in left} == {signature}
    restorer = Restorer(outbound.hidden)
    answer = {"candidates": [{"content": left[1]}]}
    back = deliver(answer, GENERATE.answer, restorer.text, restorer.json_text)
    assert back["candidates"][0]["content"] == body["contents"][1]


@pytest.mark.parametrize(
    "part",
    [
        {"inlineData": {"data": "AAAA"}},
        {"inline_data": {"data": "AAAA"}},
        {"fileData": {"fileUri": "x"}},
        {"functionResponse": {"name": "f", "parts": [{"inlineData": {"data": "AAAA"}}]}},
        {"text": "x", "videoMetadata": {"startOffset": "1s"}},
        {"nouveau": "x"},
    ],
)
@pytest.mark.parametrize("alone", [True, False])
def test_what_is_no_text_is_refused_also_where_it_stands_for_a_list(part, alone):
    contents = {"parts": part} if alone else [{"role": "user", "parts": [{"text": "x"}, part]}]
    for member in ("contents", "systemInstruction"):
        said = contents if member == "contents" else {"parts": part}
        with pytest.raises(Refused):
            prepare({member: said}, GENERATE, VALUES)


def test_an_ollama_answer_is_hidden_when_it_comes_back():
    values = {'Zoé "Z" Roy': "PERSON"}
    first = {"model": "m", "messages": [{"role": "user", "content": 'Zoé "Z" Roy'}]}
    outbound = prepare(first, ollama.CHAT, values)
    (code,) = outbound.hidden
    call = {"function": {"name": "f", "arguments": {"nom": code, code: [code]}}}
    message = {"role": "assistant", "content": f"À {code}", "thinking": code, "tool_calls": [call]}
    restorer = Restorer(outbound.hidden)
    answer = {"message": message, "done": True}
    delivered = deliver(answer, ollama.CHAT.answer, restorer.text, restorer.json_text)["message"]
    assert code not in json.dumps(delivered)
    again = prepare({**first, "messages": [*first["messages"], delivered]}, ollama.CHAT, values)
    assert json.loads(again.body)["messages"] == [*json.loads(outbound.body)["messages"], message]
