from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.held.outgoing import Sealer, Unsealed, Whose
from gateway.privacy.rewrite import without_body

WHOSE = Whose("k1", "openai", "Budget", None)


def outbound(body=b'{"a":1}', headers=(), method="POST", path="/chat"):
    return replace(without_body(method, path), body=body, headers=headers)


@pytest.fixture
def sealer():
    return Sealer(b"k" * 32)


def test_the_same_call_has_the_same_fingerprint_whatever_an_sdk_makes_anew(sealer):
    first = sealer.fingerprint(outbound(headers=(("idempotency-key", "1"),)), WHOSE)
    assert first == sealer.fingerprint(outbound(headers=(("idempotency-key", "2"),)), WHOSE)
    assert first == Sealer(b"k" * 32).fingerprint(outbound(), WHOSE)
    assert first != Sealer(b"x" * 32).fingerprint(outbound(), WHOSE)


@pytest.mark.parametrize(
    ("other", "whose"),
    [
        (outbound(b'{"a":2}'), WHOSE),
        (outbound(b'{"a":1} '), WHOSE),
        (outbound(headers=(("openai-beta", "x"),)), WHOSE),
        (outbound(path="/chat?beta=true"), WHOSE),
        (outbound(method="PUT"), WHOSE),
        (outbound(), replace(WHOSE, key_id="k2")),
        (outbound(), replace(WHOSE, provider="other")),
        (outbound(), replace(WHOSE, project=None)),
        (outbound(), replace(WHOSE, project=None, purpose="Budget")),
    ],
)
def test_whatever_changes_it_is_another_call(sealer, other, whose):
    assert sealer.fingerprint(other, whose) != sealer.fingerprint(outbound(), WHOSE)


@given(st.binary(max_size=9), st.binary(max_size=9), st.text(max_size=5), st.text(max_size=5))
def test_no_two_calls_share_a_fingerprint_by_where_their_parts_begin(body, other, path, another):
    sealer = Sealer(b"k" * 32)
    same = (body, path) == (other, another)
    one = sealer.fingerprint(outbound(body, path=path), WHOSE)
    assert (one == sealer.fingerprint(outbound(other, path=another), WHOSE)) is same


def test_a_text_is_opened_under_its_own_id_and_with_its_own_secret_alone(sealer):
    sealed = sealer.seal("h1", outbound("été".encode()))
    assert sealer.open("h1", sealed) == "été"
    assert sealed != sealer.seal("h1", outbound("été".encode()))
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for other, identity, text in (
        (sealer, "h2", sealed),
        (sealer, "h1", changed),
        (sealer, "h1", b""),
        (Sealer(b"x" * 32), "h1", sealed),
    ):
        with pytest.raises(Unsealed):
            other.open(identity, text)


def test_what_is_kept_does_not_show_the_text(sealer):
    assert b"bonjour" not in sealer.seal("h1", outbound(b"bonjour " * 50))


def test_a_weak_key_is_refused():
    with pytest.raises(ValueError):
        Sealer(b"short")
