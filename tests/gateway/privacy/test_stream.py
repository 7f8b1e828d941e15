import json

import pytest
from streaming import ROY, SIN, TABLE, ZOE, call, choice, chunk, events, run, sse, through

from gateway.privacy.restore import Restorer
from gateway.privacy.stream import StreamRestorer
from gateway.wire.openai_chat import CHAT
from gateway.wire.sse import Decoder

CONVERSATION = sse(
    chunk(choice(role="assistant", content="")),
    chunk(choice(content="Bonjour [PERSON-K7"), choice(1, content="SIN-B00")),
    chunk(choice(1, content="B1E-ZZ9 et"), choice(content="Q2M9-A3X], merci")),
    chunk(choice(tool_calls=[call(0, '{"nom": "[PER', id="call_1")])),
    chunk(choice(tool_calls=[call(0, 'SON-K7Q2M9-A3X]"}')])),
    chunk(choice(tool_calls=[call(1, '{"nas": "[SIN-B00B1E-ZZ9]', id="call_2")])),
    chunk(choice(tool_calls=[call(1, '"}')])),
    chunk(choice(finish="tool_calls"), choice(1, finish="stop")),
    {**chunk(), "usage": {"prompt_tokens": 3, "completion_tokens": 5}},
    "[DONE]",
)


def test_a_stream_cut_at_any_byte_is_delivered_alike():
    whole = b"".join(run(CONVERSATION))
    for cut in range(len(CONVERSATION)):
        assert b"".join(run(CONVERSATION, cuts=[cut])) == whole
    said = events(whole)
    assert len(said) == len(events(CONVERSATION))
    arguments = [
        c for e in said if e != "[DONE]" for h in e["choices"] for c in h["delta"].get("tool_calls", [])
    ]
    assert json.loads("".join(c["function"]["arguments"] for c in arguments if c["index"] == 0)) == {
        "nom": ZOE
    }
    assert json.loads("".join(c["function"]["arguments"] for c in arguments if c["index"] == 1)) == {
        "nas": "046 454 286"
    }
    assert [c["id"] for c in arguments if "id" in c] == ["call_1", "call_2"]
    assert said[1]["choices"][0]["delta"]["content"] == f"Bonjour {ZOE}"
    assert said[2]["choices"][0]["delta"]["content"] == " et"
    assert {e["id"] for e in said if e != "[DONE]"} == {"chatcmpl-1"}


def test_what_has_nothing_to_restore_keeps_its_bytes():
    raw = b': ping\r\n\r\nevent: x\r\nid: 4\r\ndata:  {"choices" : [ {"delta":{"content":"a"}} ]}\r\n\r\ndata: [DONE]\r\n\r\n'
    assert b"".join(run(raw)) == raw
    assert b"".join(run(raw, table={})) == raw
    assert b"".join(run(sse(chunk(choice(content=ROY))), table={})) == sse(chunk(choice(content=ROY)))


def test_an_event_waits_only_while_its_text_may_change_and_those_behind_wait_for_it():
    raw = [
        sse(chunk(choice(content="a "))),
        sse(chunk(choice(content="[SIN-"))),
        b": ping\n\n",
        sse(chunk(choice(content="x"))),
    ]
    cuts = [len(b"".join(raw[:at])) for at in range(len(raw))]
    out = run(b"".join(raw), cuts=cuts)
    assert [len(each) > 0 for each in out] == [True, False, False, True, False]
    assert b"".join(out) == b"".join(raw)


@pytest.mark.parametrize(
    "last",
    [
        [chunk(choice(finish="stop"))],
        [{"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]}],
        ["[DONE]"],
        [],
        [{"error": {"message": "trop tard"}}],
    ],
)
@pytest.mark.parametrize("text", ["[SIN-B00B1E-ZZ9", "SIN-B00B1E-ZZ9", "[SIN-B0", "[SIN-B00B1E-ZZ9]"])
def test_the_end_of_a_stream_settles_everything(last, text):
    received = through(chunk(choice(content="x " + text)), *last)
    assert received[0]["choices"][0]["delta"]["content"] == Restorer(TABLE).text("x " + text)
    assert received[1:] == last


def test_a_last_event_without_its_blank_line_is_restored():
    raw = sse(chunk(choice(content="[SIN-")), chunk(choice(content="B00B1E-ZZ9]"))).rstrip()
    assert "046 454 286" in b"".join(run(raw)).decode()


def test_a_finish_in_the_same_event_and_one_of_another_choice():
    received = through(
        chunk(choice(0, content="[SIN-"), choice(1, content="[SIN-")),
        chunk(choice(0, "stop", content="x")),
        chunk(choice(1, "stop", content="B00B1E-ZZ9]")),
    )
    assert [c["delta"]["content"] for e in received for c in e["choices"]] == [
        "[SIN-",
        "046 454 286",
        "x",
        "",
    ]


def test_an_empty_event_keeps_a_line_alive_and_ends_nothing():
    raw = (
        sse(chunk(choice(content="[SIN-")))
        + b"data:\n\ndata: \n\n"
        + sse(chunk(choice(content="B00B1E-ZZ9]")))
    )
    assert "046 454 286" in b"".join(run(raw)).decode()


def test_other_members_of_an_event_are_restored_whole():
    received = through(chunk({**choice(), "message": {"content": ROY}}), {"error": {"message": f"de {SIN}"}})
    assert received[0]["choices"][0]["message"]["content"] == ZOE
    assert received[1]["error"]["message"] == "de 046 454 286"


def test_reasoning_in_parts_and_in_details():
    details = [
        chunk(choice(reasoning_details=[{"index": 0, "text": text}])) for text in ("[SIN-", "B00B1E-ZZ9]")
    ]
    parts = [chunk(choice(content=[{"type": "text", "text": text}])) for text in ("[SIN-", "B00B1E-ZZ9]")]
    received = through(*details, *parts)
    assert received[0]["choices"][0]["delta"]["reasoning_details"][0]["text"] == "046 454 286"
    assert received[2]["choices"][0]["delta"]["content"][0]["text"] == "046 454 286"


def test_one_json_document_as_the_answer_is_escaped():
    text = json.dumps({"nom": ROY})
    received = through(*(chunk(choice(content=letter)) for letter in text), json_answer=True)
    said = "".join(e["choices"][0]["delta"]["content"] for e in received)
    assert json.loads(said) == {"nom": ZOE}


def test_what_was_said_last_is_known_for_the_usage():
    restorer = StreamRestorer(CHAT.stream, Restorer(TABLE))
    restorer.feed(Decoder().feed(sse({"usage": {"prompt_tokens": 4}}))[0])
    assert restorer.last == {"usage": {"prompt_tokens": 4}}


@pytest.mark.parametrize(
    "data",
    [
        '{"choices": [{"delta": null}, 3, null], "x": 1}',
        '{"choices": {"delta": {"content": "[SIN-"}}}',
        '{"choices": [{"delta": {"content": 5, "tool_calls": [null, {"function": "x"}]}}]}',
        '{"choices": [{"delta": {"tool_calls": [{"function": {"arguments": "{}"}}]}}]}',
        "{pas du json",
        "[1]",
        '{"a":' * 5000,
    ],
)
def test_what_no_provider_should_send_passes_as_it_came(data):
    raw = f"data: {data}\n\n".encode()
    assert b"".join(run(raw)) == raw


def test_odd_json_is_written_back_as_json():
    raw = b'data: {"choices": [{"delta": {"content": "' + ROY.encode() + b'\\ud83d"}, "p": -Infinity}]}\n\n'
    (event,) = events(b"".join(run(raw)))
    assert event["choices"][0] == {"delta": {"content": ZOE + "\ud83d"}, "p": float("-inf")}
