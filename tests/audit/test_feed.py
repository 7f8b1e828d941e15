from datetime import UTC, datetime, timedelta

import pytest

from audit.feed import Feed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def feeds(url):
    made = [Feed(url, "siem"), Feed(url, "siem")]
    yield made
    for feed in made:
        feed.close()


def test_it_goes_on_where_it_stopped(url, feeds, fill, make):
    fill(*make.story())
    feed, _ = feeds
    assert feed.take(NOW) == 0
    assert [event.sequence for event in feed.after(0, 3)] == [1, 2, 3]
    assert feed.keep(3, NOW)
    feed.leave()
    again = Feed(url, "siem")
    assert again.take(NOW) == 3
    assert [event.sequence for event in again.after(3, 10)] == [4, 5]
    again.close()


def test_one_at_a_time_passes_events_on(feeds):
    first, second = feeds
    assert first.take(NOW) == 0
    assert second.take(NOW) is None
    assert first.take(NOW + timedelta(seconds=20)) == 0
    assert second.take(NOW + timedelta(seconds=40)) is None, "who goes on keeps it"


def test_another_goes_on_when_one_says_nothing_more(feeds):
    first, second = feeds
    first.take(NOW)
    first.keep(4, NOW)
    assert second.take(NOW + timedelta(seconds=31)) == 4
    assert not first.keep(9, NOW + timedelta(seconds=32)), "who was late changes nothing"
    assert first.take(NOW + timedelta(seconds=33)) is None
    assert second.take(NOW + timedelta(seconds=34)) == 4


def test_who_has_left_lets_another_go_on_at_once(feeds):
    first, second = feeds
    first.take(NOW)
    first.leave()
    assert second.take(NOW) == 0


def test_places_of_other_names_are_their_own(url, feeds):
    other = Feed(url, "other")
    feeds[0].take(NOW)
    feeds[0].keep(5, NOW)
    assert other.take(NOW) == 0
    other.close()
