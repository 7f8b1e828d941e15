import json

import pytest

from config.provider import Dialect
from gateway.errors import (
    Forbidden,
    GatewayError,
    LeakPrevented,
    ProviderUnreachable,
    Refused,
    TooLarge,
    Unauthenticated,
    Unavailable,
    Unknown,
    Withheld,
    WrongMethod,
)
from gateway.http.render import Voice, error_body, error_event, error_reply
from gateway.wire.sse import Decoder

ENGLISH = Voice("en")
MARIE = {"name": "Marie Roy", "email": "vie.privee@exemple.qc.ca"}


def test_a_message_is_told_in_the_language_with_its_facts():
    assert Voice("en").tell(TooLarge(limit=10)).startswith("The request body is larger than 10 bytes")
    assert Voice("fr").tell(TooLarge(limit=10)).startswith("Le corps de la requête dépasse 10 octets")


@pytest.mark.parametrize(
    ("language", "officer", "end"),
    [
        ("fr", MARIE, " Questions\u00a0: Marie Roy, vie.privee@exemple.qc.ca."),
        ("en", MARIE, " Questions: Marie Roy, vie.privee@exemple.qc.ca."),
        ("en", {**MARIE, "phone": "418 555-0100"}, "Roy, vie.privee@exemple.qc.ca, 418 555-0100."),
        ("en", {"name": "Marie Roy", "phone": "418 555-0100"}, " Questions: Marie Roy, 418 555-0100."),
        ("en", {"name": "100 % Roy"}, " Questions: 100 % Roy."),
        ("en", None, "The policy does not allow this request."),
    ],
)
def test_a_message_ends_with_whom_to_ask(make_settings, language, officer, end):
    organization = {"name": "Institut", "officer": officer}
    voice = Voice.of(make_settings(organization=organization, server={"language": language}))
    told = voice.tell(Forbidden())
    assert told.endswith(end)
    assert told.startswith(Voice(language).tell(Forbidden()))


def test_an_error_is_written_as_each_api_writes_its_own():
    error = Refused(code="content_refused", path="messages.0.content")
    message = ENGLISH.tell(error)
    assert error_body(error, Dialect.OPENAI, "r-1", ENGLISH) == {
        "error": {
            "message": message,
            "type": "invalid_request_error",
            "param": "messages.0.content",
            "code": "content_refused",
        }
    }
    assert error_body(error, Dialect.ANTHROPIC, "r-1", ENGLISH) == {
        "type": "error",
        "error": {"type": "invalid_request_error", "message": message, "code": "content_refused"},
        "request_id": "r-1",
    }
    assert error_body(error, Dialect.OLLAMA, "r-1", ENGLISH) == {"error": message, "code": "content_refused"}
    told = error_body(error, Dialect.GEMINI, "r-1", ENGLISH)["error"]
    assert (told["code"], told["message"], told["status"]) == (400, message, "INVALID_ARGUMENT")
    (detail,) = told["details"]
    assert (detail["reason"], detail["metadata"]) == ("CONTENT_REFUSED", {"path": "messages.0.content"})


@pytest.mark.parametrize(
    ("error", "openai", "anthropic"),
    [
        (Unauthenticated(), "invalid_request_error", "authentication_error"),
        (Forbidden(), "invalid_request_error", "permission_error"),
        (Unknown(), "invalid_request_error", "not_found_error"),
        (TooLarge(limit=1), "invalid_request_error", "request_too_large"),
        (Unavailable(), "server_error", "overloaded_error"),
        (LeakPrevented(), "server_error", "api_error"),
        (ProviderUnreachable(), "server_error", "api_error"),
    ],
)
def test_each_status_has_the_type_that_the_sdks_know(error, openai, anthropic):
    assert error_body(error, Dialect.OPENAI, "r", ENGLISH)["error"]["type"] == openai
    assert error_body(error, Dialect.ANTHROPIC, "r", ENGLISH)["error"]["type"] == anthropic


@pytest.mark.parametrize("dialect", Dialect)
def test_a_reply_is_json_with_the_call_it_answers(dialect):
    body, headers = error_reply(GatewayError(), dialect, "r-1", Voice("fr", "Zoé"))
    assert json.loads(body) == error_body(GatewayError(), dialect, "r-1", Voice("fr", "Zoé"))
    assert "Zoé".encode() in body
    assert headers["content-length"] == str(len(body))
    assert headers["content-type"] == "application/json"
    assert headers["x-paravent-request-id"] == "r-1"


@pytest.mark.parametrize("dialect", Dialect)
def test_a_wrong_method_is_answered_with_the_right_ones(dialect):
    body, headers = error_reply(WrongMethod(methods="DELETE, GET"), dialect, "r", ENGLISH)
    assert headers["allow"] == "DELETE, GET"
    assert b"It takes: DELETE, GET." in body


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Unavailable(), {"retry-after": "2"}),
        (Unavailable(code="audit_unavailable"), {"retry-after": "2"}),
        (Unavailable(code="detection_timeout"), {"x-should-retry": "false"}),
        (LeakPrevented(), {"x-should-retry": "false"}),
        (ProviderUnreachable(), {}),
        (ProviderUnreachable(code="provider_unreadable"), {"x-should-retry": "false"}),
        (Withheld(), {"x-should-retry": "false"}),
        (Refused(), {}),
        (Unauthenticated(), {}),
    ],
)
def test_an_sdk_is_told_whether_to_send_again(error, told):
    headers = error_reply(error, Dialect.OPENAI, "r", ENGLISH)[1]
    assert {name: headers[name] for name in ("retry-after", "x-should-retry") if name in headers} == told


@pytest.mark.parametrize(
    ("dialect", "first"),
    [(Dialect.OPENAI, b"data: {"), (Dialect.ANTHROPIC, b"event: error\n"), (Dialect.GEMINI, b"data: {")],
)
def test_a_stream_ends_with_one_event_that_tells(dialect, first):
    error, voice = ProviderUnreachable("Two\nlines"), Voice("en", "Zoé")
    (event,) = Decoder().feed(error_event(error, dialect, "r-1", voice))
    assert event.raw.startswith(first)
    assert json.loads(event.data) == error_body(error, dialect, "r-1", voice)


def test_a_numbered_stream_ends_with_the_next_number():
    error = ProviderUnreachable()
    told = error_event(error, Dialect.OPENAI, "r-1", ENGLISH, last={"type": "x", "sequence_number": 6})
    (event,) = Decoder().feed(told)
    assert event.raw.startswith(b"event: error\n")
    inner = error_body(error, Dialect.OPENAI, "r-1", ENGLISH)["error"]
    assert json.loads(event.data) == {
        "type": "error",
        "code": "provider_unreachable",
        "message": inner["message"],
        "param": None,
        "sequence_number": 7,
        "error": inner,
    }


def test_a_thread_is_refused_so_that_anthropics_sdks_go_on_without():
    error = Refused(code="stored_refused", path="thread")
    told = error_body(error, Dialect.ANTHROPIC, "r", Voice("en"))["error"]
    assert told["details"] == {"error_code": "thread_unsupported_request", "unsupported": ["thread"]}
    assert (
        "details" not in error_body(Refused(path="container"), Dialect.ANTHROPIC, "r", Voice("en"))["error"]
    )
