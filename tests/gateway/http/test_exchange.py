import time

import pytest
from planting import prepare

from audit.index import IndexKey
from audit.records import Outcome
from config.provider import Dialect
from gateway.errors import Refused, Unauthenticated
from gateway.http.exchange import Exchange
from gateway.privacy.rewrite import without_body
from gateway.wire.routes import find

CHAT = find("POST", "/chat/completions", Dialect.OPENAI)
MESSAGES = find("POST", "/v1/messages", Dialect.ANTHROPIC)
MODELS = find("GET", "/models", Dialect.OPENAI)

INDEX = IndexKey(b"i" * 32)


@pytest.fixture
def admitted(settings, who):
    name, policy = settings.policy_for("com")
    return Exchange(
        "r-1",
        who=who,
        provider_name="open",
        provider=settings.providers["open"],
        route=CHAT,
        policy_name=name,
        policy=policy,
        model="echo-3",
        bytes_received=90,
        segments=2,
        characters_seen=30,
        characters_analysed=30,
        detector_version="d1",
        scope="5c0be",
    )


def test_a_departure_tells_where_it_goes_and_under_which_assessment(admitted, who, settings):
    body = {"model": "echo-3", "messages": [{"role": "user", "content": "Zoé Roy"}]}
    outbound = prepare(body, CHAT.format, {"Zoé Roy": "PERSON"})
    record = admitted.departure(outbound, INDEX)
    assert (record.request_id, record.who) == ("r-1", who)
    assert (record.provider, record.location, record.assessment) == ("open", "US", "EFVP-1")
    assert (record.operation, record.model, record.stream) == (CHAT.name, "echo-3", False)
    assert (record.policy, record.policy_version) == ("press", settings.policies["press"].version)
    assert (record.labels, record.scope, record.detector_version) == ({"PERSON": 1}, "5c0be", "d1")
    assert (record.bytes_received, record.bytes_sent) == (90, len(outbound.body))
    assert (record.segments, record.characters_seen, record.characters_analysed) == (2, 30, 30)
    assert "Roy" not in repr(record)


def test_a_provider_at_home_has_no_assessment(admitted, settings):
    admitted.provider_name, admitted.provider = "claude", settings.providers["claude"]
    record = admitted.departure(without_body("GET", "/models"), INDEX)
    assert (record.location, record.assessment, record.bytes_sent) == ("local", None, 0)


@pytest.mark.parametrize("missing", ["who", "provider", "route", "policy"])
def test_nothing_departs_that_was_not_admitted(admitted, missing):
    setattr(admitted, missing, None)
    with pytest.raises(AssertionError, match="admitted"):
        admitted.departure(without_body("GET", "/models"), INDEX)


def test_a_refusal_tells_what_was_known_by_then(admitted, who):
    stranger = Exchange("r-2").refusal(Unauthenticated())
    assert (stranger.code, stranger.status, stranger.who, stranger.path) == (
        "invalid_api_key",
        401,
        None,
        None,
    )
    assert (stranger.operation, stranger.policy_version, stranger.detector_version) == (None, None, None)
    admitted.labels.update(["SECRET", "PERSON", "PERSON"])
    assert admitted.refusal(Refused()).model is None  # anything can be written there, and nobody has looked
    admitted.model_is_plain = True
    record = admitted.refusal(Refused(path="messages.0.content"))
    assert (record.who, record.provider, record.model) == (who, "open", "echo-3")
    assert (record.operation, record.path) == (CHAT.name, "messages.0.content")
    assert record.labels == {"SECRET": 1, "PERSON": 2}
    assert record.detector_version == "d1"


def test_a_path_made_of_odd_member_names_can_still_be_recorded(admitted):
    path = admitted.refusal(Refused(path="messages.0." + "é\n\u202e" * 200)).path
    assert len(path) <= 200
    assert "\n" not in path


def test_an_arrival_counts_from_the_departure(admitted):
    admitted.departed = time.monotonic() - 2
    record = admitted.arrival()
    assert (record.outcome, record.status, record.first_ms) == (Outcome.INTERRUPTED, None, None)
    assert 2000 <= record.total_ms < 60_000
    admitted.first_byte = admitted.departed + 0.5
    admitted.status, admitted.outcome = 200, Outcome.DELIVERED
    admitted.restored, admitted.unresolved = 3, 1
    admitted.bytes_from_provider, admitted.bytes_delivered = 10, 20
    record = admitted.arrival()
    assert record.first_ms == pytest.approx(500)
    assert (record.status, record.outcome, record.restored, record.unresolved) == (200, "delivered", 3, 1)
    assert (record.bytes_received, record.bytes_delivered) == (10, 20)


def test_the_usage_is_taken_from_where_the_api_tells_it(admitted):
    admitted.note_usage({"usage": {"prompt_tokens": 11, "completion_tokens": 7}})
    assert (admitted.tokens_read, admitted.tokens_written) == (11, 7)
    admitted.note_usage({"usage": {"completion_tokens": 9}})
    assert (admitted.tokens_read, admitted.tokens_written) == (11, 9)
    admitted.route = MESSAGES
    admitted.note_usage({"message": {"usage": {"input_tokens": 4, "output_tokens": 1}}})
    admitted.note_usage({"usage": {"output_tokens": 30}})
    assert (admitted.tokens_read, admitted.tokens_written) == (4, 30)


@pytest.mark.parametrize("odd", ["11", True, -1, None, [3], 1.5, {"n": 1}, 2**63])
def test_a_usage_that_is_no_count_is_not_taken(admitted, odd):
    admitted.note_usage({"usage": {"prompt_tokens": odd, "completion_tokens": odd}})
    for answer in ([], None, "usage", {"usage": "x"}, {"usage": None}):
        admitted.note_usage(answer)
    assert (admitted.tokens_read, admitted.tokens_written) == (None, None)
    assert admitted.arrival().tokens_in is None


def test_a_list_of_models_uses_nothing(admitted):
    admitted.route = MODELS
    admitted.note_usage({"usage": {"prompt_tokens": 11}})
    assert admitted.tokens_read is None
