import pytest

from gateway.wire.gemini import GENERATE, STREAM_GENERATE, VERBS


def test_each_verb_has_a_name_of_its_own_and_only_one_streams():
    assert len({wire.name for wire in VERBS.values()}) == len(VERBS)
    assert [verb for verb, wire in VERBS.items() if wire.streams] == ["streamGenerateContent"]
    assert [verb for verb, wire in VERBS.items() if wire.stream] == ["streamGenerateContent"]


@pytest.mark.parametrize("config", ["generationConfig", "generation_config"])
@pytest.mark.parametrize("wire", [GENERATE, STREAM_GENERATE])
def test_what_is_asked_for_is_seen_in_either_spelling(wire, config):
    for member in ("responseMimeType", "response_mime_type"):
        assert wire.wants_json({config: {member: "application/json"}})
        assert not wire.wants_json({config: {member: "text/plain"}})
    for member in ("responseLogprobs", "response_logprobs"):
        assert any(what.is_asked({config: {member: True}}) for what in wire.refused_when_hidden)
    assert not any(what.is_asked({config: {"topK": 3}}) for what in wire.refused_when_hidden)
