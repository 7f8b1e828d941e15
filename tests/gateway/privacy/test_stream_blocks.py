"""The content blocks of Anthropic's streams."""

import json

from streaming import ROY, ZOE, block, through

from gateway.wire.anthropic_messages import MESSAGES

ANTHROPIC = [
    {
        "type": "message_start",
        "message": {"id": "msg_1", "role": "assistant", "content": [], "usage": {"input_tokens": 3}},
    },
    {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "thinking", "thinking": "", "signature": ""},
    },
    block(0, "thinking_delta", thinking="Je pense à [PERSON-"),
    block(0, "thinking_delta", thinking="K7Q2M9-A3X]."),
    block(0, "signature_delta", signature="c2lnbmF0dXJl"),
    {"type": "content_block_stop", "index": 0},
    {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}},
    block(1, "text_delta", text="Voici [PERSON-K7Q2M9"),
    {"type": "ping"},
    block(1, "text_delta", text="-A3X] et PERSON-K7Q2M9-A3X"),
    block(1, "citations_delta", citation={"type": "char_location", "cited_text": f"de {ROY}"}),
    {"type": "content_block_stop", "index": 1},
    {
        "type": "content_block_start",
        "index": 2,
        "content_block": {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}},
    },
    block(2, "input_json_delta", partial_json=""),
    block(2, "input_json_delta", partial_json='{"a": "{\\"b\\": \\"[PERSON-K7Q'),
    block(2, "input_json_delta", partial_json='2M9-A3X]\\"}"}'),
    {"type": "content_block_stop", "index": 2},
    {
        "type": "content_block_start",
        "index": 3,
        "content_block": {
            "type": "web_search_tool_result",
            "tool_use_id": "t",
            "content": [{"type": "web_search_result", "title": ROY, "encrypted_content": ROY}],
        },
    },
    {
        "type": "message_delta",
        "delta": {"stop_reason": "stop_sequence", "stop_sequence": ROY},
        "usage": {"output_tokens": 9},
    },
    {"type": "message_stop"},
]


def test_blocks_are_restored_signed_ones_are_untouched_and_remembered():
    known = []
    received = through(*ANTHROPIC, wire=MESSAGES, remember=lambda *signed: known.append(signed))
    assert len(received) == len(ANTHROPIC)
    assert received[:7] == ANTHROPIC[:7]
    assert known == [("Je pense à [PERSON-K7Q2M9-A3X].", "c2lnbmF0dXJl")]
    assert received[7]["delta"]["text"] + received[9]["delta"]["text"] == f"Voici {ZOE} et {ZOE}"
    assert received[10]["delta"]["citation"]["cited_text"] == f"de {ZOE}"
    arguments = json.loads("".join(event["delta"]["partial_json"] for event in received[13:16]))
    assert json.loads(arguments["a"]) == {"b": ZOE}
    (result,) = received[17]["content_block"]["content"]
    assert (result["title"], result["encrypted_content"]) == (ZOE, ROY)
    assert received[18]["delta"]["stop_sequence"] == ZOE


def test_a_signature_alone_is_remembered_also_when_nothing_is_hidden():
    known = []
    through(
        block(4, "signature_delta", signature="s"),
        wire=MESSAGES,
        table={},
        remember=lambda *s: known.append(s),
    )
    through(block(4, "signature_delta", signature=None), wire=MESSAGES, remember=lambda *s: known.append(s))
    through(block(4, "thinking_delta", thinking=None), wire=MESSAGES, remember=lambda *s: known.append(s))
    assert known == [("", "s")]
