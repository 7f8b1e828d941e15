from datetime import UTC, datetime

from audit.database import Access, open_engine
from audit.reports.projects import checked, projects
from audit.validations import Validations, Verdict


def test_projects_are_told_in_order_and_calls_without_one_left_out(url, fill, make):
    fill(
        make.departure(project="Z"),
        make.departure(project="A"),
        make.departure(project="A"),
        make.departure(project=None),
    )
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        found = projects(connection, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    engine.dispose()
    assert [(name, each.calls) for name, each in found.items()] == [("A", 2), ("Z", 1)]
    assert found["A"].destinations == {("openai", "US"): 2}


def test_calls_whose_answer_was_checked_are_counted_once(url, fill, make):
    first, second, other = make.departure(), make.departure(), make.departure(project="Autre")
    fill(first, second, other, *(make.arrival(each.request_id) for each in (first, second, other)))
    validations = Validations(url, bytes(32))
    for call, who, verdict in (
        (first, "a", Verdict.VALIDATED),
        (first, "b", Verdict.REJECTED),
        (other, "a", Verdict.VALIDATED),
    ):
        validations.mark(call.request_id, verdict, make.who(key_id=who, role="officer"), make.departure().at)
    validations.close()
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        year = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
        assert checked(connection, "Budget participatif", *year) == 1
        assert checked(connection, "Personne", *year) == 0
    engine.dispose()
