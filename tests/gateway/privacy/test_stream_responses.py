"""The stream of OpenAI's Responses: every text whole at its end, each event in its place."""

import json

import pytest
from streaming import ROY, SIN, ZOE, run, sse, through

from gateway.privacy.note import NOTE
from gateway.wire.openai_responses import RESPONSES

TEXT = "response.output_text"


def event(kind, **members):
    return {"type": kind, **members}


def numbered(*given):
    return [{**one, "sequence_number": number} for number, one in enumerate(given)]


def spoken(name, text, size=3, **place):
    for start in range(0, len(text), size):
        yield event(f"{name}.delta", delta=text[start : start + size], **place)


def restored(*given, **more):
    return through(*numbered(*given), wire=RESPONSES, **more)


@pytest.mark.parametrize("size", range(1, 8))
@pytest.mark.parametrize(
    ("name", "member", "place"),
    [
        (TEXT, "text", {"output_index": 0, "content_index": 0}),
        ("response.refusal", "refusal", {"output_index": 0, "content_index": 1}),
        ("response.reasoning_text", "text", {"output_index": 0, "content_index": 0}),
        ("response.reasoning_summary_text", "text", {"output_index": 0, "summary_index": 0}),
        ("response.custom_tool_call_input", "input", {"output_index": 1}),
        ("response.code_interpreter_call_code", "code", {"output_index": 2}),
        ("response.shell_call_command", "command", {"output_index": 2, "command_index": 0}),
    ],
)
def test_a_text_is_whole_in_its_pieces_and_at_its_end(name, member, place, size):
    text = f"À {ROY}, {SIN}."
    said = restored(*spoken(name, text, size, **place), event(f"{name}.done", **{member: text}, **place))
    *pieces, done = said
    assert "".join(piece["delta"] for piece in pieces) == done[member] == f"À {ZOE}, 046 454 286."
    assert [one["sequence_number"] for one in said] == list(range(len(said)))


@pytest.mark.parametrize("name", ["response.function_call_arguments", "response.mcp_call_arguments"])
def test_arguments_stay_json(name):
    text = json.dumps({"nom": ROY, "texte": json.dumps({"a": ROY})})
    *pieces, done = restored(
        *spoken(name, text, output_index=0), event(f"{name}.done", arguments=text, output_index=0)
    )
    assert json.loads("".join(piece["delta"] for piece in pieces)) == json.loads(done["arguments"])
    told = json.loads(done["arguments"])
    assert (told["nom"], json.loads(told["texte"])) == (ZOE, {"a": ZOE})


def test_items_at_the_same_time_do_not_mix():
    both = zip(
        spoken(TEXT, f"À {ROY}.", output_index=0, content_index=0),
        spoken(TEXT, f"À {ROY}!", output_index=1, content_index=0),
        strict=True,
    )
    said = restored(*(one for pair in both for one in pair))
    for index, end in ((0, "."), (1, "!")):
        assert "".join(one["delta"] for one in said if one["output_index"] == index) == f"À {ZOE}{end}"


def test_the_end_of_one_kind_of_text_is_not_that_of_another():
    place = {"output_index": 0, "content_index": 0}
    summary = {"output_index": 0, "summary_index": 0}
    said = restored(
        event(f"{TEXT}.delta", delta=ROY[:8], **place),
        event("response.reasoning_summary_text.done", text=ROY, **summary),
        event(f"{TEXT}.delta", delta=ROY[8:], **place),
    )
    assert [said[0]["delta"], said[2]["delta"]] == [ZOE, ""]
    assert said[1]["text"] == ZOE


def test_a_command_begins_in_the_event_that_adds_it():
    place = {"output_index": 0, "command_index": 0}
    said = restored(
        event("response.shell_call_command.added", command=f"ls {ROY[:5]}", **place),
        event("response.shell_call_command.delta", delta=ROY[5:], **place),
    )
    assert said[0]["command"] + said[1]["delta"] == f"ls {ZOE}"


def test_the_two_outputs_of_a_command_are_two_texts():
    name, place = "response.shell_call_output_content", {"output_index": 0, "command_index": 0}
    said = restored(
        event(f"{name}.delta", delta={"stdout": ROY[:5], "stderr": SIN[:4]}, **place),
        event(f"{name}.delta", delta={"stdout": ROY[5:], "stderr": SIN[4:]}, **place),
        event(f"{name}.done", output=[{"stdout": ROY, "stderr": SIN}], **place),
    )
    for member, whole in (("stdout", ZOE), ("stderr", "046 454 286")):
        assert "".join(one["delta"][member] for one in said[:2]) == whole
        assert said[2]["output"][0][member] == whole


def test_a_kind_of_event_that_is_not_known_is_restored_over_its_pieces():
    said = restored(*spoken("response.new_thing", f"À {ROY}.", output_index=0, item_id="x"))
    assert "".join(one["delta"] for one in said) == f"À {ZOE}."


@pytest.mark.parametrize(
    ("sent", "told"),
    [(f"Aide {ROY}.\n\n{NOTE}", f"Aide {ZOE}."), (NOTE, None), (f"Aide {ROY}.", f"Aide {ZOE}.")],
)
def test_what_is_repeated_of_the_request_is_as_the_caller_wrote_it(sent, told):
    answer = {
        "id": "resp_1",
        "instructions": sent,
        "metadata": {f"de {ROY}": ROY},
        "user": ROY,
        "tools": [{"type": "function", "name": "f", "description": ROY, "parameters": {"title": ROY}}],
        "output": [],
    }
    (said,) = restored(event("response.completed", response=answer))
    said = said["response"]
    assert said["instructions"] == told
    assert (said["metadata"], said["user"], said["id"]) == ({f"de {ZOE}": ZOE}, ZOE, "resp_1")
    assert (said["tools"][0]["description"], said["tools"][0]["parameters"]) == (ZOE, {"title": ZOE})


def test_the_text_of_a_json_answer_is_escaped_wherever_it_stands():
    text = f'{{"nom": "{ROY}"}}'
    part = {"type": "output_text", "text": text}
    place = {"output_index": 0, "content_index": 0}
    said = restored(
        *spoken(TEXT, text, **place),
        event(f"{TEXT}.done", text=text, **place),
        event("response.content_part.done", part=part, **place),
        json_answer=True,
    )
    wholes = ["".join(one["delta"] for one in said[:-2]), said[-2]["text"], said[-1]["part"]["text"]]
    assert [json.loads(whole) for whole in wholes] == [{"nom": ZOE}] * 3


def test_what_is_held_goes_out_when_the_response_ends_or_breaks_off():
    for kind in ("response.completed", "response.incomplete", "response.failed", "error"):
        raw = sse(*numbered(event(f"{TEXT}.delta", delta="[PER", output_index=0), event(kind)))
        ready, _left = run(raw, wire=RESPONSES)[0], None
        assert b"[PER" in ready
        assert kind.encode() in ready
