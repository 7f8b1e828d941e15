from datetime import timedelta

import pytest
from pydantic import ValidationError

from config.approval import Approval
from config.policy import Policy


def test_any_of_the_conditions_makes_a_call_wait():
    approval = Approval(labels=("CA_SIN",), purposes=("Décision individuelle",), teams=("rh",))
    assert approval.wants({"PERSON", "CA_SIN"}, None, None)
    assert approval.wants((), " décision INDIVIDUELLE ", "com")
    assert approval.wants((), None, "rh")
    assert not approval.wants({"PERSON"}, "décision", "com")
    assert not approval.wants((), None, None)


def test_nothing_said_matches_nothing():
    assert not Approval(labels=("CA_SIN",)).wants((), "", None)


def test_a_policy_says_which_calls_wait_and_another_takes_it_or_not():
    default = Policy.model_validate({"approval": {"labels": ["CA_SIN"], "expires": "45m"}})
    assert default.approval.expires == timedelta(minutes=45)
    assert Policy().over(default).approval == default.approval
    assert Policy.model_validate({"approval": None}).over(default).approval is None
    assert default.version != Policy().version


def test_it_expires_after_half_an_hour_unless_said():
    assert Approval(teams=("rh",)).expires == timedelta(minutes=30)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"labels": []},
        {"labels": ["NO_SUCH"]},
        {"labels": ["PERSON"], "expires": "10 seconds"},
        {"labels": ["PERSON"], "expires": "8 days"},
        {"labels": ["PERSON"], "expires": 30},
        {"labels": ["PERSON"], "who": "me"},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        Approval.model_validate(wrong)
