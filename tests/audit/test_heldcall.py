from datetime import timedelta

import pytest

from audit.heldcall import State, held_of, row_of


def test_a_call_is_read_from_its_row_as_it_was(make):
    call = make.held("h1", sealed=b"x", decider="Z", reason="r", state=State.APPROVED, team=None)
    assert held_of(row_of(call)) == call
    row = row_of(call)
    del row["sealed"]
    assert held_of(row).sealed is None
    assert row["patience"] == timedelta(minutes=30) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ({"role": "officer", "team": None}, True),
        ({"role": "admin"}, True),
        ({"role": "reviewer", "team": "Mobilisation"}, True),
        ({"role": "reviewer", "team": "RH"}, False),
        ({"role": "staff", "team": "Mobilisation"}, False),
    ],
)
def test_who_may_decide(make, who, may):
    assert make.held("h1").may_be_reviewed_by(make.who(**who)) is may


def test_a_call_is_its_callers_by_key_or_by_name(make):
    call = make.held("h1")
    assert call.is_of(make.who())
    assert call.is_of(make.who(key_id="new"))
    assert not call.is_of(make.who(key_id="k2", name="Autre"))
