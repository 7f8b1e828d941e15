import pytest

from audit.errors import UnknownCall
from audit.models import validations
from audit.reader import Reader
from audit.records import Outcome
from audit.validations import MARKED, Validations, Verdict
from audit.verify import verify


@pytest.fixture
def said(url):
    said = Validations(url, b"k" * 32)
    yield said
    said.close()


@pytest.fixture
def call(make, fill):
    call = make.departure()
    fill(call, make.arrival(call.request_id))
    return call


@pytest.fixture
def told(url):
    """Give the events that tell of verdicts, in order."""

    def read():
        reader = Reader(url)
        events = reader.events(action=MARKED)
        reader.close()
        return [(event.values["name"], event.values["subject"], event.values["detail"]) for event in events]

    return read


def test_a_change_of_mind_is_another_event_and_one_row(url, said, call, told, change):
    first = said.mark(call.request_id, Verdict.VALIDATED, call.who, call.at)
    second = said.mark(call.request_id, Verdict.REJECTED, call.who, call.at)
    assert (first.before, second.before) == (None, Verdict.VALIDATED)
    assert [(name, subject) for name, subject, _ in told()] == [(call.who.name, call.request_id)] * 2
    assert '"verdict":"validated"' in told()[0][2]
    assert change(f"SELECT verdict FROM {validations.name}") == [("rejected",)]
    assert verify(url).intact


def test_the_same_verdict_again_leaves_no_other_trace(said, call, told):
    for before in (None, Verdict.CORRECTED):
        assert said.mark(call.request_id, Verdict.CORRECTED, call.who, call.at).before is before
    assert len(told()) == 1


def test_several_people_may_speak_of_a_call_and_no_row_names_them(said, call, change, make):
    others = [make.who(key_id="k2", name="Réviseure", role="reviewer"), make.who(key_id="k3", role="officer")]
    for who in (call.who, *others):
        said.mark(call.request_id, Verdict.VALIDATED, who, call.at)
    rows = change(f"SELECT * FROM {validations.name}")
    assert len(rows) == 3
    assert not {"k1", "k2", "k3", "Réviseure"} & {value for row in rows for value in row}


@pytest.mark.parametrize(
    "who",
    [
        {"key_id": "k2"},
        {"key_id": "k2", "role": "reviewer", "team": "RH"},
        {"key_id": "k2", "role": "reviewer", "team": None},
    ],
)
def test_who_may_not_speak_of_a_call_is_not_told_that_there_is_one(said, call, make, told, who):
    with pytest.raises(UnknownCall) as refused:
        said.mark(call.request_id, Verdict.VALIDATED, make.who(**who), call.at)
    with pytest.raises(UnknownCall) as unknown:
        said.mark("nothing", Verdict.VALIDATED, make.who(**who), call.at)
    assert str(refused.value) == str(unknown.value)
    assert told() == []


def test_a_reviewer_without_a_team_speaks_of_no_call_without_one(said, make, fill):
    call = make.departure(who=make.who(team=None))
    fill(call)
    with pytest.raises(UnknownCall):
        said.mark(
            call.request_id, Verdict.VALIDATED, make.who(key_id="k2", team=None, role="reviewer"), call.at
        )


def test_what_has_no_answer_has_no_verdict(said, make, fill):
    refused, gone, failed = make.refusal(), make.departure(), make.departure()
    fill(refused, gone, failed, make.refusal(request_id=gone.request_id))
    fill(make.arrival(failed.request_id, outcome=Outcome.UNREACHABLE))
    for request_id in (refused.request_id, gone.request_id, failed.request_id):
        with pytest.raises(UnknownCall):
            said.mark(request_id, Verdict.VALIDATED, make.who(role="admin"), gone.at)


def test_a_row_that_was_edited_moved_or_removed_is_found(url, said, call, make, change):
    said.mark(call.request_id, Verdict.REJECTED, call.who, call.at)
    for sql in (
        "UPDATE validations SET verdict = 'validated'",
        "UPDATE validations SET request_id = 'other'",
        "DELETE FROM validations",
    ):
        change(sql)
        assert {problem.part for problem in verify(url).problems} == {"validations"}
