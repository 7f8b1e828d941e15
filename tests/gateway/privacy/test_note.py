import json

import pytest
from planting import prepare

from gateway.privacy.note import ADDED, NOTE, without_note
from gateway.privacy.pseudonyms import LOOKALIKE
from gateway.wire.anthropic_messages import MESSAGES
from gateway.wire.openai_chat import CHAT
from gateway.wire.openai_completions import COMPLETIONS
from gateway.wire.openai_embeddings import EMBEDDINGS
from gateway.wire.openai_responses import RESPONSES

ZOE = {"Zoé Roy": "PERSON"}
USER, ANSWER = {"role": "user", "content": "Zoé Roy"}, {"role": "assistant", "content": "Oui."}
PLAIN = {"role": "user", "content": "Bonjour."}


def sent(wire, body, **more):
    return json.loads(prepare(body, wire, ZOE, **more).body)


def test_the_note_speaks_of_pseudonyms_as_they_are():
    (example,) = LOOKALIKE.findall(NOTE)
    assert example == "[PERSON-XXXXXX-XXX]"
    assert NOTE in ADDED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, NOTE),
        ("", NOTE),
        ("Consigne.", f"Consigne.\n\n{NOTE}"),
        ([], [{"type": "text", "text": NOTE}]),
        ([{"type": "text", "text": "C."}], [{"type": "text", "text": "C."}, {"type": "text", "text": NOTE}]),
        ({"odd": "Consigne."}, {"odd": "Consigne."}),
    ],
)
def test_it_stands_at_the_end_of_the_system_prompt(before, after):
    assert sent(MESSAGES, {"system": before, "messages": [USER]})["system"] == after
    for role in ("system", "developer"):
        first, *_rest = sent(CHAT, {"messages": [{"role": role, "content": before}, USER]})["messages"]
        assert first == {"role": role, "content": after}


def test_where_there_is_no_system_prompt_one_is_made():
    assert sent(MESSAGES, {"messages": [USER]})["system"] == NOTE
    assert sent(CHAT, {"messages": [USER]})["messages"][0] == {"role": "system", "content": NOTE}
    assert sent(CHAT, {"messages": [], "prediction": {"type": "content", "content": "Zoé Roy"}})[
        "messages"
    ] == [{"role": "system", "content": NOTE}]


@pytest.mark.parametrize(
    ("wire", "body"),
    [
        (CHAT, {"messages": [PLAIN]}),
        (CHAT, {"messages": [PLAIN], "user": "Zoé Roy"}),
        (CHAT, {"messages": [PLAIN], "metadata": {"nom": "Zoé Roy"}, "safety_identifier": "Zoé Roy"}),
        (MESSAGES, {"messages": [PLAIN], "metadata": {"user_id": "Zoé Roy"}}),
        (CHAT, {"messages": [PLAIN, {"role": "assistant", "content": "Zoé Roy"}]}),
        (CHAT, {"messages": [PLAIN, ANSWER, {"role": "user", "name": "Zoé Roy", "content": "x"}]}),
        (
            CHAT,
            {
                "messages": [
                    PLAIN,
                    ANSWER,
                    {"role": "tool", "tool_call_id": "x", "content": '{"a": "Zoé Roy"}'},
                ]
            },
        ),
        (CHAT, {"messages": "Zoé Roy"}),
        (CHAT, {"messages": {"role": "user", "content": "Zoé Roy"}}),
        (CHAT, {"messages": [PLAIN, ANSWER, "Zoé Roy"]}),
    ],
)
def test_there_is_none_where_the_model_sees_no_pseudonym_or_nothing_can_carry_it(wire, body):
    assert NOTE not in json.dumps(sent(wire, body))
    assert "Zoé" not in json.dumps(sent(wire, body), ensure_ascii=False)


def test_odd_messages_are_no_reason_to_fail():
    assert NOTE in json.dumps(sent(CHAT, {"messages": ["Zoé Roy", PLAIN]}))
    assert NOTE in json.dumps(sent(MESSAGES, {"messages": "Zoé Roy"}))
    assert NOTE in json.dumps(sent(CHAT, {"messages": [{"role": "system", "content": None}, USER]}))


@pytest.mark.parametrize("wire", [CHAT, MESSAGES])
@pytest.mark.parametrize("content", ["Zoé Roy", [{"type": "text", "text": "Zoé Roy"}]])
def test_later_it_stands_behind_the_first_text_that_needs_it(wire, content):
    later = {"role": "user", "content": content}
    for more in ([], [ANSWER, USER]):
        left = sent(wire, {"messages": [PLAIN, ANSWER, later, *more]})["messages"]
        said = left[2]["content"] if isinstance(content, str) else left[2]["content"][0]["text"]
        assert said.endswith(f"]\n\n({NOTE})")
        assert json.dumps(left).count(NOTE) == 1


def test_it_does_not_cut_a_text_that_is_sent_in_parts():
    parts = [{"type": "text", "text": text} for text in ("Je suis Zoé", " Roy", " de Laval.")]
    tool = {"type": "tool_result", "tool_use_id": "t", "content": "fait"}
    left = sent(MESSAGES, {"messages": [PLAIN, ANSWER, {"role": "user", "content": [*parts, tool]}, USER]})[
        "messages"
    ]
    assert [NOTE in json.dumps(part) for part in left[2]["content"]] == [False, False, True, False]


def test_a_policy_can_do_without_it():
    assert NOTE not in json.dumps(sent(CHAT, {"messages": [USER]}, note=False))


def test_words_of_the_note_are_no_leak():
    terms = {"Personal information": "CONFIDENTIAL_TERM", "codes": "CONFIDENTIAL_TERM", "system": "USERNAME"}
    body = {"messages": [{"role": "user", "content": "Personal information, codes, system"}]}
    assert NOTE in prepare(body, CHAT, terms).body.decode()


PROMPT = {"role": "user", "content": [{"type": "input_text", "text": "Zoé Roy"}]}
CALL = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
RESULT = {
    "type": "function_call_output",
    "call_id": "c",
    "output": [{"type": "input_text", "text": "Zoé Roy"}],
}


@pytest.mark.parametrize("given", ["Zoé Roy", [PROMPT], [{**USER, "type": "message"}, ANSWER]])
@pytest.mark.parametrize(("before", "after"), [("Consigne.", f"Consigne.\n\n{NOTE}"), (None, NOTE)])
def test_in_responses_it_stands_in_the_instructions(given, before, after):
    left = sent(RESPONSES, {"input": given, "instructions": before})
    assert left["instructions"] == after
    assert NOTE not in json.dumps(left["input"])


def test_in_responses_it_stands_later_behind_what_a_tool_or_a_person_said():
    for later in (PROMPT, RESULT):
        left = sent(RESPONSES, {"input": [PLAIN, CALL, later, USER]})
        assert "instructions" not in left
        assert [NOTE in json.dumps(item) for item in left["input"]] == [False, False, True, False]
    thought = {"type": "reasoning", "summary": [{"type": "summary_text", "text": "Zoé Roy"}]}
    assert NOTE not in json.dumps(sent(RESPONSES, {"input": [PLAIN, CALL, thought]}))


def test_there_is_none_where_no_conversation_is_read():
    for wire, body in ((COMPLETIONS, {"prompt": "Zoé Roy"}), (EMBEDDINGS, {"input": ["Zoé Roy"]})):
        left = sent(wire, body)
        assert NOTE not in json.dumps(left)
        assert left.keys() == body.keys()


def test_what_a_provider_repeats_is_what_the_caller_wrote():
    echo = ("response", "instructions")
    for said, told in ((f"C.\n\n{NOTE}", "C."), (NOTE, None), ("C.", "C."), (None, None), ([PLAIN], [PLAIN])):
        assert without_note({"response": {"instructions": said}}, echo) == {
            "response": {"instructions": told}
        }
        assert without_note({"instructions": said}, ("instructions",)) == {"instructions": told}
    for other in ({"type": "x"}, {"response": None}, [NOTE], None):
        assert without_note(other, echo) == other
    assert without_note({"instructions": NOTE}, None) == {"instructions": NOTE}
