from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from audit.database import Access, open_engine
from audit.errors import AuditUnavailable, RecordInvalid, UnknownHold
from audit.holds import Hold, list_holds, place_hold, release_hold
from audit.models import events
from audit.verify import verify

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = {"at": NOON, "actor": "officer"}


def test_a_hold_stands_until_it_is_released(url):
    first = place_hold(url, "plainte 7", since=NOON, until=NOON + timedelta(days=1), **BY)
    second = place_hold(url, "recours", project="Budget", request_id="req-1", **BY)
    assert list_holds(url) == (first, second)
    release_hold(url, first.id, **BY)
    assert list_holds(url) == (second,)
    with pytest.raises(UnknownHold):
        release_hold(url, first.id, **BY)
    assert verify(url).events == 3
    assert verify(url).intact


def test_a_hold_without_any_condition_would_keep_everything(url):
    with pytest.raises(ValueError, match="condition"):
        place_hold(url, "tout", **BY)
    with pytest.raises(ValueError, match="time zone"):
        place_hold(url, "date", since=NOON.replace(tzinfo=None), **BY)
    with pytest.raises(RecordInvalid):
        place_hold(url, "a\nb", request_id="req-1", **BY)
    assert list_holds(url) == ()


@pytest.mark.parametrize(
    ("hold", "kept"),
    [
        ({"since": NOON}, [2, 3, 4]),
        ({"until": NOON}, [1]),
        ({"since": NOON, "until": NOON + timedelta(hours=1)}, [2]),
        ({"request_id": "req-a"}, [1, 3]),
        ({"project": "Budget"}, [1, 3]),
        ({"project": "Budget", "since": NOON}, [3]),
        ({"project": "Autre"}, []),
    ],
)
def test_what_a_hold_keeps(url, fill, make, hold, kept):
    times = [NOON + timedelta(hours=hours) for hours in (-1, 0, 1, 2)]
    fill(
        make.departure(request_id="req-a", at=times[0], project="Budget"),
        make.departure(request_id="req-b", at=times[1], project="Sondage"),
        make.arrival("req-a", at=times[2]),
        make.administration(at=times[3]),
    )
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        query = select(events.c.sequence).where(Hold("h", "", **hold).condition()).order_by(events.c.sequence)
        assert connection.execute(query).scalars().all() == kept
    engine.dispose()


def test_a_database_that_fails_is_unavailable(url, change):
    change("DROP TABLE events")
    with pytest.raises(AuditUnavailable):
        list_holds(url)
