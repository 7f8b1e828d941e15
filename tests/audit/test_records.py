import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import AuditUnavailable, RecordInvalid
from audit.records import LARGEST, LONGEST, LONGEST_DETAIL, Kind, Outcome, fit


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("model", "a" * (LONGEST + 1)),
        ("model", "gpt\n5"),
        ("project", "nul\0"),
        ("project", "\ud800"),
        ("provider", "abc\u202ecba"),
        ("bytes_sent", -1),
        ("bytes_sent", LARGEST + 1),
        ("at", datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)),
        ("at", datetime(1969, 12, 31, tzinfo=UTC)),
        ("labels", {"PERSON": -1}),
        ("labels", {"PER\tSON": 1}),
        ("entries", (("PERSON", "0A"),)),
        ("entries", (("PERSON", "abc"),)),
        ("entries", (("PERSON", ""),)),
        ("entries", (("PER\tSON", "0a"),)),
    ],
)
def test_what_no_database_could_keep_is_refused_by_the_name_of_its_field(make, field, value):
    with pytest.raises(RecordInvalid, match=field) as caught:
        make.departure(**{field: value})
    assert str(value) not in str(caught.value)


def test_an_invalid_record_refuses_the_call_as_any_failure_of_the_audit():
    assert issubclass(RecordInvalid, AuditUnavailable)


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf])
def test_a_duration_is_a_positive_number(make, value):
    with pytest.raises(RecordInvalid, match="total_ms"):
        make.arrival("req-1", total_ms=value)


def test_the_details_of_an_administration_may_be_longer(make):
    make.administration(detail={"reason": "a" * LONGEST_DETAIL})
    with pytest.raises(RecordInvalid):
        make.administration(detail={"reason": "a" * (LONGEST_DETAIL + 1)})


def test_french_typography_is_kept(make):
    assert make.departure(project="Budget « participatif » d’été").project == "Budget « participatif » d’été"


@given(st.text(st.characters(codec=None), max_size=300))
def test_anything_can_be_made_to_fit(text):
    from audit.records import Who

    fitted = fit(text)
    assert Who("k", fitted, None, "staff").name == fitted
    assert fit(fitted) == fitted
    fitted.encode()


def test_names_once_used_keep_their_meaning():
    assert [str(kind) for kind in Kind] == ["departure", "arrival", "refusal", "administration"]
    assert {str(outcome) for outcome in Outcome} == {
        "delivered",
        "provider_error",
        "cancelled",
        "interrupted",
        "unreachable",
    }
