from datetime import timedelta

import pytest

from audit.database import Access, open_engine
from audit.records import Outcome
from audit.reports.validations import rates
from audit.validations import Validations, Verdict


@pytest.fixture
def rate(url):
    engine = open_engine(url, Access.READ)

    def ask(*period, team=None):
        with engine.connect() as connection:
            return {(each.team, each.project): each for each in rates(connection, *period, team)}

    yield ask
    engine.dispose()


def test_what_people_said_is_counted_by_team_and_project(url, make, fill, rate):
    calls = [make.departure() for _ in range(4)]
    other = make.departure(who=make.who(key_id="k9", team="RH"), project=None)
    failed = make.departure()
    fill(*calls, other, failed, *(make.arrival(each.request_id) for each in (*calls, other)))
    fill(make.arrival(failed.request_id, outcome=Outcome.PROVIDER_ERROR))
    said = Validations(url, b"k" * 32)
    at, officer = other.at, make.who(key_id="k5", role="officer")
    said.mark(calls[0].request_id, Verdict.VALIDATED, calls[0].who, at)
    said.mark(calls[0].request_id, Verdict.CORRECTED, officer, at)
    said.mark(calls[1].request_id, Verdict.VALIDATED, officer, at)
    said.mark(calls[1].request_id, Verdict.REJECTED, officer, at)
    said.close()
    period = calls[0].at, at + timedelta(days=1)
    found = rate(*period)
    ours = found["Mobilisation", "Budget participatif"]
    assert (ours.answered, ours.marked, ours.share) == (4, 2, 0.5)
    assert ours.verdicts == {Verdict.VALIDATED: 1, Verdict.CORRECTED: 1, Verdict.REJECTED: 1}
    assert (found["RH", None].answered, found["RH", None].marked, found["RH", None].verdicts) == (1, 0, {})
    assert list(rate(*period, team="RH")) == [("RH", None)]
    assert rate(calls[0].at - timedelta(days=1), calls[0].at) == {}


def test_a_call_that_was_marked_before_its_end_is_on_record_is_counted(url, make, fill, rate):
    call = make.departure()
    fill(call)
    said = Validations(url, b"k" * 32)
    said.mark(call.request_id, Verdict.VALIDATED, call.who, call.at)
    said.close()
    (found,) = rate(call.at, call.at + timedelta(days=1)).values()
    assert (found.answered, found.marked, found.share) == (0, 1, None)
