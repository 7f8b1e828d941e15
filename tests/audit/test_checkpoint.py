import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from audit.checkpoint import Checkpoint, Signer

AT = datetime(2026, 3, 2, 14, 0, 0, 5, tzinfo=UTC)
SIGNER, OTHER = Signer(bytes(32)), Signer(bytes(31) + b"1")
SIGNED = SIGNER.sign(7, "ab" * 32, AT)


def test_what_is_signed_is_as_the_format_says():
    statement = f'paravent/checkpoint/1\n[7,"{"ab" * 32}",1772460000000005,"{SIGNER.key_id}"]'
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(SIGNER.public_key))
    key.verify(bytes.fromhex(SIGNED.signature), statement.encode())


def test_only_its_key_vouches_for_it():
    assert SIGNED.signed_by([OTHER.public_key, SIGNER.public_key])
    assert not SIGNED.signed_by([OTHER.public_key])
    assert not SIGNED.signed_by([])
    assert not OTHER.sign(7, "ab" * 32, AT).signed_by([SIGNER.public_key])


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 8},
        {"digest": "ac" * 32},
        {"at": AT + timedelta(microseconds=1)},
        {"key_id": OTHER.key_id},
        {"signature": "00" * 64},
        {"signature": ""},
        {"signature": "zz"},
    ],
)
def test_a_changed_one_is_not_signed(change):
    assert not dataclasses.replace(SIGNED, **change).signed_by([SIGNER.public_key, OTHER.public_key])


def test_it_is_kept_as_one_line():
    line = str(SIGNED)
    assert "\n" not in line
    assert json.loads(line)["sequence"] == 7
    assert Checkpoint.parse(line) == SIGNED


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "7", "null", '{"sequence":', str(SIGNED)[:-1], str(SIGNED).replace("7", "x")]
)
def test_another_line_is_no_checkpoint(line):
    with pytest.raises(ValueError):
        Checkpoint.parse(line)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with pytest.raises(ValueError):
        Checkpoint.parse(text)
