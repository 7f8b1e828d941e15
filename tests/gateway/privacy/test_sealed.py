from gateway.privacy.sealed import remembered, signed_texts
from gateway.privacy.segments import extract
from gateway.wire.anthropic_messages import MESSAGES

THINKING = {"type": "thinking", "thinking": "Je pense à Zoé", "signature": "c2ln"}
SILENT = {"type": "thinking", "thinking": "", "signature": "dGk="}
REDACTED = {"type": "redacted_thinking", "data": "ZGF0YQ=="}


def test_signed_blocks_of_an_answer_are_found():
    answer = {
        "content": [THINKING, {"type": "text", "text": "x"}, SILENT, {"thinking": "a", "signature": None}]
    }
    assert list(signed_texts(answer)) == [("Je pense à Zoé", "c2ln"), ("", "dGk=")]
    assert not list(signed_texts("x"))


def test_only_known_blocks_are_remembered_each_with_all_its_members():
    body = {"messages": [{"role": "assistant", "content": [THINKING, SILENT, REDACTED]}]}
    segments = extract(body, MESSAGES)

    def known(*pairs):
        return {segments[at].text for at in remembered(segments, lambda *pair: pair in pairs)}

    assert known() == set()
    assert known(("Je pense à Zoé", "c2ln")) == {"Je pense à Zoé", "c2ln"}
    assert known(("", "dGk=")) == {"dGk="}
    assert known(("", "ZGF0YQ==")) == set()
