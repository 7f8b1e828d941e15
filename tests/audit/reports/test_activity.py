from datetime import UTC, datetime

from audit.database import Access, open_engine
from audit.reports.activity import DIMENSIONS, activity


def test_a_period_is_told_in_all_and_by_each_dimension(url, fill, make):
    calls = [make.departure(), make.departure(provider="anthropic"), make.departure(project=None)]
    fill(*calls, make.refusal(), *(make.arrival(call.request_id) for call in calls))
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        found = activity(connection, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
        nothing = activity(connection, datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))
    engine.dispose()
    total = found.total
    assert (total.calls, total.refused, total.tokens_in, total.labels.total()) == (3, 1, 900, 9)
    assert total.reasons == {"secret_found": 1}
    assert {name: each.calls for name, each in found.by["provider"].items()} == {"openai": 2, "anthropic": 1}
    assert found.by["provider"]["anthropic"].refused == 1
    assert found.by["project"][None].calls == 1
    assert set(found.by) == set(DIMENSIONS)
    assert (nothing.total.calls, nothing.by["team"]) == (0, {})
