from datetime import UTC, datetime, timedelta

import pytest

from audit.chain import DetailClass
from audit.database import Access, open_engine
from audit.reports.uses import Purpose, labels, refusals, uses
from audit.retention import erase

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def ask(url):
    engine = open_engine(url, Access.READ)

    def run(question, since=SINCE, until=UNTIL):
        with engine.connect() as connection:
            return [*question(connection, since, until)]

    yield run
    engine.dispose()


def test_calls_are_added_up_with_their_tokens(ask, fill, make):
    calls = [make.departure() for _ in range(3)] + [make.departure(purpose=None, who=make.who(team=None))]
    fill(*calls, *(make.arrival(call.request_id) for call in calls[:2]))
    found = {use.purpose.purpose: use for use in ask(uses)}
    assert found["résumé"].purpose == Purpose(
        "Mobilisation", "Budget participatif", "résumé", "openai", "US", "EFVP-2026-03"
    )
    assert (found["résumé"].calls, found["résumé"].tokens_in, found["résumé"].tokens_out) == (3, 600, 300)
    assert found["résumé"].last - found["résumé"].first == 2_000_000
    assert (found[None].calls, found[None].tokens_in, found[None].purpose.team) == (1, 0, None)


def test_labels_are_added_up(ask, fill, make):
    fill(make.departure(), make.departure(labels={"PERSON": 5}), make.refusal(labels={"PERSON": 100}))
    assert {each.name: each.number for each in ask(labels)} == {"CA_SIN": 1, "PERSON": 7}


def test_a_call_that_was_refused_after_all_did_not_leave(ask, fill, make):
    undone = make.departure()
    fill(undone, make.departure(), make.refusal(request_id=undone.request_id))
    assert [use.calls for use in ask(uses)] == [1]
    assert sum(each.number for each in ask(labels)) == 3


def test_refusals_are_added_up_by_reason(ask, fill, make):
    fill(make.refusal(), make.refusal(), make.refusal(code="model_not_allowed", who=None), make.departure())
    assert {(each.name, each.purpose.team): each.number for each in ask(refusals)} == {
        ("secret_found", "Mobilisation"): 2,
        ("model_not_allowed", None): 1,
    }


def test_the_end_of_a_period_is_not_in_it(ask, fill, make):
    first, second = make.departure(), make.departure()
    fill(first, second)
    assert [use.calls for use in ask(uses, first.at, second.at)] == [1]
    assert [use.calls for use in ask(uses, second.at, UNTIL)] == [1]
    assert ask(labels, UNTIL, UNTIL) == ask(refusals, UNTIL, UNTIL) == ask(uses, UNTIL, UNTIL) == []


def test_what_was_erased_is_told_apart(ask, fill, make, url):
    fill(make.departure(), make.refusal())
    erase(url, {DetailClass.CALL: timedelta(days=1)}, UNTIL, "officer")
    (use,), (refusal,) = ask(uses), ask(refusals)
    assert use.purpose == Purpose(None, None, None, None, None, None, erased=True)
    assert (refusal.name, refusal.number, ask(labels)) == (None, 1, [])
