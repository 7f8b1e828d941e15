import pytest
from pydantic import ValidationError

from config.policy import SURROGATES, Action, Policy, Scope, shipped_actions
from detectors.labels import Label


def test_every_label_has_a_shipped_action_and_no_other_has():
    assert set(shipped_actions()) == set(Label)
    assert shipped_actions()["SECRET"] is Action.REFUSE


def test_a_label_nobody_decided_upon_is_pseudonymized():
    policy = Policy(labels={"CA_SIN": "refuse"})
    assert policy.action("CA_SIN") is Action.REFUSE
    assert policy.action("SECRET") is Action.REFUSE
    assert policy.action("PERSON") is Action.PSEUDONYMIZE
    assert policy.action("OF_AN_OPERATOR") is Action.PSEUDONYMIZE


@pytest.mark.parametrize(
    "other",
    [
        {"labels": {"PERSON": "mask"}},
        {"scope": "call"},
        {"instruction": False},
        {"models": ["a"]},
        {"teams": ["t"]},
    ],
)
def test_the_version_tells_each_decision_apart(other):
    assert Policy(**other).version != Policy().version
    assert len(Policy().version) == 12


def test_the_version_is_that_of_what_is_done_not_of_how_it_is_said():
    assert Policy(labels={"PERSON": "pseudonymize"}).version == Policy().version


def test_what_is_unsaid_is_inherited_teams_excepted():
    default = Policy(labels={"PERSON": "mask", "CA_SIN": "refuse"}, scope="team", instruction=False)
    policy = Policy(labels={"PERSON": "hash"}, teams=("rh",), instruction=True).over(default)
    assert policy.action("PERSON") is Action.HASH
    assert policy.action("CA_SIN") is Action.REFUSE
    assert policy.scope is Scope.TEAM
    assert policy.instruction is True
    assert policy.teams == ("rh",)
    assert Policy().over(default.model_copy(update={"teams": ("x",)})).teams == ()


def test_images_and_files_can_only_be_refused():
    with pytest.raises(ValidationError):
        Policy(images="keep")


def test_a_policy_does_not_change():
    with pytest.raises(ValidationError):
        Policy().scope = Scope.CALL


def test_a_changed_copy_has_a_version_of_its_own():
    policy = Policy()
    first = policy.version
    assert (
        policy.model_copy(update={"instruction": False}).version == Policy(instruction=False).version != first
    )
    assert policy.version == first


def test_a_surrogate_is_only_for_what_one_can_be_made_of():
    assert Policy(labels=dict.fromkeys(SURROGATES, "surrogate")).action("PERSON") is Action.SURROGATE
    with pytest.raises(ValidationError, match="no surrogate can be made"):
        Policy(labels={"CREDIT_CARD": "surrogate"})
