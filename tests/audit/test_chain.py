import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.chain import (
    CALLER,
    MAIN,
    SALTS_BYTES,
    ZERO,
    Detail,
    DetailClass,
    _encode,
    class_of,
    digest_after,
    digest_of,
    digest_of_key,
    microseconds,
    moment,
    seal,
)
from audit.records import Departure, Kind, Who

SALT = bytes(range(SALTS_BYTES))
times = st.integers(0, 253_402_300_799_999_999).map(
    lambda count: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=count)
)


def by_the_book(tag: str, *parts: bytes) -> bytes:
    return hashlib.sha256(f"paravent/{tag}/1\n".encode() + b"".join(parts)).digest()


def plain(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_departure_is_digested_as_the_format_says(make):
    at = datetime(2026, 3, 2, 14, 0, 0, 250, tzinfo=UTC)
    record = make.departure(request_id="req-1", at=at, entries=(("PERSON", "ff"), ("PERSON", "0a")))
    sealed = seal(record, SALT)
    main = [
        *["Mobilisation", "Budget participatif", "résumé"],
        *["openai", "US", "EFVP-2026-03", "chat", "gpt-5", 1],
        *["default", "a1b2c3", "d4e5f6", "conversation", 1200, 1300, 4, 900, 900],
        *[None] * 14,
        [["CA_SIN", 1], ["PERSON", 2]],
    ]
    digests = (
        by_the_book("caller", SALT[:16], plain(["k1", "Poste d’accueil", "staff"])),
        by_the_book("main", SALT[16:32], plain(main)),
        by_the_book("index", SALT[32:], plain([["PERSON", "0a"], ["PERSON", "ff"]])),
    )
    assert sealed.digests == digests
    spine = [7, 1772460000000250, "departure", "req-1"]
    assert digest_after(b"p" * 32, 7, sealed.spine, sealed.digests) == by_the_book(
        "event", b"p" * 32, *digests, plain(spine)
    )


def test_an_administration_is_digested_as_the_format_says(make):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    sealed = seal(make.administration(at=at, detail={"b": "é", "a": "1"}), SALT)
    main = [*[None] * 29, "audit.lookup", "calls", '{"a":"1","b":"é"}', []]
    digests = (
        by_the_book("caller", SALT[:16], plain([None, "officer", None])),
        by_the_book("main", SALT[16:32], plain(main)),
    )
    assert sealed.digests == (*digests, None)
    spine = plain([1, microseconds(at), "administration", None])
    assert digest_after(ZERO, 1, sealed.spine, sealed.digests) == by_the_book(
        "event", ZERO, *digests, ZERO, spine
    )


def test_times_of_an_arrival_are_whole_microseconds(make):
    sealed = seal(make.arrival("req-1", first_ms=0.0004, total_ms=12.3456), SALT)
    main = dict(zip(MAIN, sealed.main, strict=True))
    assert (main["first_us"], main["total_us"], main["outcome"]) == (0, 12346, "delivered")
    assert dict(zip(MAIN, seal(make.arrival("r", first_ms=None), SALT).main, strict=True))["first_us"] is None


def test_each_kind_fills_what_it_knows(make):
    for record in make.story():
        sealed = seal(record, SALT)
        main = dict(zip(MAIN, sealed.main, strict=True))
        for name in set(MAIN) & set(record.__slots__) - {"outcome", "stream", "detail"}:
            assert main[name] == getattr(record, name)
        has_caller = getattr(record, "who", None) is not None or hasattr(record, "actor")
        assert (sealed.digests[0] is not None) == has_caller == (sealed.salts[0] is not None)
        assert (
            (sealed.digests[2] is not None) == isinstance(record, Departure) == (sealed.salts[2] is not None)
        )
        assert len(sealed.caller) == len(CALLER)


@given(times)
def test_times_are_exact(at):
    assert moment(microseconds(at)) == at


def test_other_time_zones_are_the_same_moment():
    from datetime import timezone

    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=-5)))
    assert microseconds(at) == microseconds(datetime(2026, 3, 2, 14, tzinfo=UTC))


#: What a column can hold: both databases keep integers of 64 bits.
values = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text())


def test_each_character_is_written_as_pythons_own_json_writes_it():
    """One by one, for none is written otherwise because of its neighbours."""
    for start in range(0, sys.maxunicode, 4096):
        characters = [chr(each) for each in range(start, start + 4096) if not 0xD800 <= each <= 0xDFFF]
        assert _encode(characters) == plain(characters)


@given(st.lists(st.one_of(values, st.booleans(), st.lists(st.tuples(st.text(), values)))))
def test_columns_are_written_as_pythons_own_json_writes_them(columns):
    assert _encode(columns) == plain(columns)
    assert _encode(tuple(columns)) == plain(columns)


@pytest.mark.parametrize("value", [1.0, float("inf"), float("nan"), b"1", "\ud800", 2**64])
def test_what_no_record_holds_has_no_digest(value):
    """SQLite keeps any of these in any column, and an infinite number must not pass for an empty column."""
    with pytest.raises((TypeError, ValueError)):
        digest_of(Detail.MAIN, b"", [value])


@given(st.lists(values), st.lists(values))
def test_different_columns_have_different_digests(first, second):
    same = digest_of(Detail.MAIN, b"", first) == digest_of(Detail.MAIN, b"", second)
    assert same == (first == second)


@given(st.lists(values, max_size=3), st.sampled_from(list(Detail)), st.sampled_from(list(Detail)))
def test_a_digest_of_one_detail_is_not_one_of_another(columns, first, second):
    assert (digest_of(first, b"", columns) == digest_of(second, b"", columns)) == (first == second)


def test_the_salt_hides_what_can_be_guessed(make):
    record = make.departure()
    other = bytes(SALTS_BYTES)
    for first, second in zip(seal(record, SALT).digests, seal(record, other).digests, strict=True):
        assert first != second


def test_the_class_of_a_detail_depends_on_its_event():
    assert class_of(Detail.MAIN, Kind.ADMINISTRATION) is DetailClass.ACTION
    assert class_of(Detail.MAIN, "arrival") is DetailClass.CALL
    assert class_of(Detail.CALLER, "refusal") is DetailClass.CALLER
    assert class_of(Detail.INDEX, "departure") is DetailClass.INDEX


def test_a_key_is_digested_with_its_hash():
    assert digest_of_key(["id", b"\x0a", None, 3]) == by_the_book("key", plain(["id", "0a", None, 3]))


def test_callers_have_the_columns_of_who():
    assert set(CALLER) | {"team"} == set(Who.__slots__)


@pytest.mark.parametrize("labels", [{}, {"A": 1, "B": 2}])
def test_the_order_of_labels_does_not_matter(make, labels):
    at = datetime(2026, 3, 2, tzinfo=UTC)
    turned = dict(reversed(labels.items()))
    first = seal(make.departure(request_id="r", at=at, labels=labels), SALT)
    assert first == seal(make.departure(request_id="r", at=at, labels=turned), SALT)
