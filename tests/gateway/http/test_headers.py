import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.provider import Dialect
from gateway.errors import Unreadable
from gateway.http.headers import passed_back, passed_on, passed_query

CREDENTIALS = {
    "authorization": "Bearer pv_x",
    "x-api-key": "pv_x",
    "cookie": "session=1",
    "x-forwarded-for": "203.0.113.7",
    "user-agent": "Marie's laptop",
    "openai-organization": "org-1",
    "x-paravent-project": "P",
    "referer": "https://intranet.example/dossier/4417",
    "x-stainless-os": "Linux",
}


@pytest.mark.parametrize(
    ("dialect", "own"),
    [
        (Dialect.OPENAI, {"openai-beta": "assistants=v2", "idempotency-key": "a-1"}),
        (Dialect.ANTHROPIC, {"anthropic-version": "2023-06-01", "anthropic-beta": "a-2025-01-01, b"}),
    ],
)
def test_a_provider_sees_the_headers_of_its_api_and_no_other(dialect, own):
    assert dict(passed_on({**CREDENTIALS, **own, "anthropic-other": "x"}, dialect)) == own


def test_a_header_of_the_other_api_or_an_empty_one_stays():
    assert passed_on({"anthropic-beta": "x", "openai-beta": ""}, Dialect.OPENAI) == ()


@pytest.mark.parametrize("value", ["Zoé", "a\tb", "a;b", "x" * 513, 'say "hi"', "a@b.ca"])
def test_an_odd_value_is_turned_down_and_only_its_header_is_named(value):
    with pytest.raises(Unreadable) as caught:
        passed_on({"idempotency-key": value}, Dialect.OPENAI)
    assert caught.value.facts["name"] == "idempotency-key"
    assert value not in caught.value.facts.values()


def test_what_comes_back_is_what_the_sdks_read():
    given = [
        ("Content-Type", "application/json"),
        ("x-RateLimit-remaining-tokens", "5"),
        ("anthropic-ratelimit-requests-limit", "9"),
        ("retry-after", "2"),
        ("Request-Id", "req_1"),
        ("x-request-id", "a"),
        ("set-cookie", "seen=1"),
        ("content-length", "12"),
        ("content-encoding", "gzip"),
        ("transfer-encoding", "chunked"),
        ("openai-organization", "institut"),
        ("server", "x"),
        ("strict-transport-security", "x"),
        ("x-paravent-hidden", "PERSON=9"),
        ("access-control-allow-origin", "*"),
    ]
    assert passed_back(given) == [
        ("content-type", "application/json"),
        ("x-ratelimit-remaining-tokens", "5"),
        ("anthropic-ratelimit-requests-limit", "9"),
        ("retry-after", "2"),
        ("request-id", "req_1"),
        ("x-request-id", "a"),
    ]


def test_known_parameters_go_on_and_a_key_stays():
    given = [("limit", "20"), ("key", "pv_x"), ("after", "m-1"), ("after", ""), ("beta", "true")]
    kept = (("limit", "20"), ("after", "m-1"), ("after", ""), ("beta", "true"))
    assert passed_query(given) == kept
    assert passed_query([("alt", "sse"), ("key", "pv_x")]) == (("alt", "sse"),)


@pytest.mark.parametrize(
    "pair",
    [
        ("q", "Zoé"),
        ("limit", "Zoé Roy"),
        ("limit", "a b"),
        ("Limit", "1"),
        ("after", "a\n"),
        ("alt", "proto"),
    ],
)
def test_any_other_parameter_is_text_and_turned_down(pair):
    with pytest.raises(Unreadable) as caught:
        passed_query([("limit", "1"), pair])
    assert not set(caught.value.facts.values()) - {""}


@given(st.lists(st.tuples(st.sampled_from(["limit", "key", "q", "after"]), st.text(max_size=6))))
def test_what_is_passed_holds_identifiers_alone(parameters):
    try:
        kept = passed_query(parameters)
    except Unreadable:
        return
    assert all(value.isascii() and " " not in value for _name, value in kept)
    assert all(name in {"limit", "after"} for name, _value in kept)
