import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from config.provider import Dialect
from gateway.errors import Unreadable
from gateway.http.headers import _QUERY, passed_back, passed_on, passed_query
from gateway.wire.openai_kept import KEEPING

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
    assert dict(passed_on(Headers({**CREDENTIALS, **own, "anthropic-other": "x"}), dialect)) == own


def test_a_header_of_the_other_api_or_an_empty_one_stays():
    assert passed_on(Headers({"anthropic-beta": "x", "openai-beta": ""}), Dialect.OPENAI) == ()


def test_several_lines_of_one_name_are_one_list():
    lines = [(b"anthropic-beta", b"a-2025-01-01"), (b"anthropic-beta", b""), (b"anthropic-beta", b"b, c")]
    assert passed_on(Headers(raw=lines), Dialect.ANTHROPIC) == (("anthropic-beta", "a-2025-01-01, b, c"),)


@pytest.mark.parametrize("value", ["Zoé", "a\tb", "a;b", "x" * 513, 'say "hi"', "a@b.ca"])
def test_an_odd_value_is_turned_down_and_only_its_header_is_named(value):
    with pytest.raises(Unreadable) as caught:
        passed_on(Headers({"idempotency-key": value}), Dialect.OPENAI)
    assert caught.value.facts["name"] == "idempotency-key"
    assert value not in caught.value.facts.values()


@pytest.mark.parametrize("dialect", [Dialect.ANTHROPIC, Dialect.OPENAI])
@pytest.mark.parametrize(
    "value", ["julie-tremblay-2026-01-01", "a-2025-01-01, marie_gagnon=v1", "b-5580730291"]
)
def test_a_name_or_a_number_joined_by_hyphens_is_no_beta(dialect, value):
    with pytest.raises(Unreadable):
        passed_on(Headers({f"{dialect}-beta": value}), dialect)


@pytest.mark.parametrize(
    "value",
    [
        "claude-code-20250219,oauth-2025-04-20,interleaved-thinking-2025-05-14",
        "max-tokens-3-5-sonnet-2024-07-15, context-1m-2025-08-07, afk-mode-2026-01-31",
        "assistants=v2",
        "responses_websockets=2026-02-04",
    ],
)
def test_the_betas_of_the_sdks_go_on(value):
    assert passed_on(Headers({"anthropic-beta": value}), Dialect.ANTHROPIC) == (("anthropic-beta", value),)


def test_what_comes_back_is_what_the_sdks_read():
    given = [
        (b"Content-Type", b"application/json"),
        (b"x-RateLimit-remaining-tokens", b"5"),
        (b"anthropic-ratelimit-requests-limit", b"9"),
        (b"retry-after", b"2"),
        (b"Request-Id", b"req_1"),
        (b"x-request-id", b"a"),
        (b"set-cookie", b"seen=1"),
        (b"content-length", b"12"),
        (b"content-encoding", b"gzip"),
        (b"transfer-encoding", b"chunked"),
        (b"openai-organization", b"institut"),
        (b"server", b"x"),
        (b"strict-transport-security", b"x"),
        (b"x-paravent-hidden", b"PERSON=9"),
        (b"access-control-allow-origin", b"*"),
    ]
    assert passed_back(given) == [
        (b"content-type", b"application/json"),
        (b"x-ratelimit-remaining-tokens", b"5"),
        (b"anthropic-ratelimit-requests-limit", b"9"),
        (b"retry-after", b"2"),
        (b"request-id", b"req_1"),
        (b"x-request-id", b"a"),
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
        ("order", "TREM85031216"),
        ("limit", "558073029"),
        ("beta", "TREM85031216"),
        ("api-version", "TREM85031216"),
        ("api-version", "trem85031216"),
        ("after_id", "a"),
        ("stream", "true"),
    ],
)
def test_any_other_parameter_is_text_and_turned_down(pair):
    with pytest.raises(Unreadable) as caught:
        passed_query([("limit", "1"), pair])
    assert not set(caught.value.facts.values()) - {""}


@pytest.mark.parametrize("version", ["2024-10-21", "2025-04-01-preview", "preview", "v1", "1"])
def test_every_version_of_azures_api_goes_on(version):
    assert passed_query([("api-version", version)]) == (("api-version", version),)


def test_an_operation_takes_what_it_names_and_nothing_else_there():
    more = frozenset({"include", "include[]", "starting_after", "stream", "include_obfuscation"})
    given = [("include[]", "message.output_text.logprobs"), ("starting_after", "41"), ("stream", "true")]
    assert passed_query(given, more) == tuple(given)
    assert all(keeping.query <= _QUERY.keys() for keeping in KEEPING.values())
    for pair in [
        ("include", "TREM85031216"),
        ("starting_after", "٥٥"),
        ("starting_after", "558073029"),
        ("stream", "TREM85031216"),
    ]:
        with pytest.raises(Unreadable):
            passed_query([pair], more)


@given(st.lists(st.tuples(st.sampled_from(["limit", "key", "q", "after"]), st.text(max_size=6))))
def test_what_is_passed_holds_identifiers_alone(parameters):
    try:
        kept = passed_query(parameters)
    except Unreadable:
        return
    assert all(value.isascii() and " " not in value for _name, value in kept)
    assert all(name in {"limit", "after"} for name, _value in kept)
