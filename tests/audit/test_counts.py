from collections import Counter
from datetime import timedelta

import pytest

from audit.calls import Ending, Search
from audit.counts import By
from audit.reader import Reader
from audit.records import Outcome


@pytest.fixture
def reader(url):
    reader = Reader(url)
    yield reader
    reader.close()


@pytest.fixture
def calls(fill, make):
    """Five calls: two of one team that were answered, one that failed, one refused, one that is open."""
    ours = [make.departure(labels={"PERSON": 2}) for _ in range(2)]
    other = make.departure(who=make.who(team="RH"), project=None, labels={"PERSON": 1, "CA_SIN": 4})
    opened = make.departure(who=make.who(team=None), labels={})
    arrivals = [make.arrival(each.request_id) for each in ours]
    failed = make.arrival(other.request_id, outcome=Outcome.UNREACHABLE)
    fill(*ours, other, opened, *arrivals, failed, make.refusal(), make.administration())


def told(counts):
    return {count.name: (count.calls, count.values) for count in counts}


@pytest.mark.usefixtures("calls")
def test_calls_are_counted_by_what_they_tell(reader):
    assert told(reader.counts(By.TEAM)) == {"Mobilisation": (3, None), "RH": (1, None), None: (1, None)}
    assert told(reader.counts(By.PROJECT)) == {"Budget participatif": (3, None), None: (2, None)}
    assert told(reader.counts(By.PROVIDER)) == {"openai": (4, None), "anthropic": (1, None)}
    assert told(reader.counts(By.LABEL)) == {"PERSON": (3, 5), "CA_SIN": (1, 4), "SECRET": (1, 1)}
    assert told(reader.counts(By.OUTCOME)) == {
        "delivered": (2, None),
        "unreachable": (1, None),
        "refused": (1, None),
        "open": (1, None),
    }


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize("ending", [None, *Ending])
def test_every_way_of_counting_counts_the_calls_that_the_search_lists(reader, ending):
    """What a list shows and what a count says are the same calls."""
    for search in (Search(ending=ending), Search(ending=ending, label="PERSON"), Search(text="RH")):
        listed = reader.calls(search, limit=50).calls
        for by in By:
            if by is not By.LABEL:  # a call has several, or none
                assert sum(count.calls for count in reader.counts(by, search)) == len(listed), (by, search)
        outcomes = {name: calls for name, (calls, _) in told(reader.counts(By.OUTCOME, search)).items()}
        for call in listed:
            outcomes[call.ending] -= 1
        assert not any(outcomes.values())


@pytest.mark.parametrize("since", [None, timedelta(0), timedelta(minutes=5)])
def test_a_call_that_was_refused_after_its_departure_is_counted_once(reader, fill, make, since):
    gone = make.departure()
    late = make.refusal(request_id=gone.request_id, at=gone.at + timedelta(minutes=10), provider="openai")
    fill(gone, make.departure(), late, make.refusal(at=late.at))
    search = Search(since=None if since is None else gone.at + since)
    listed = reader.calls(search).calls
    assert len(listed) == (1 if since else 3)
    for by in (By.DAY, By.TEAM, By.PROVIDER, By.OUTCOME):
        assert sum(count.calls for count in reader.counts(by, search)) == len(listed)


@pytest.mark.parametrize("since", [None, timedelta(0), timedelta(minutes=5), timedelta(days=9)])
@pytest.mark.parametrize("until", [None, timedelta(minutes=5), timedelta(minutes=20)])
def test_labels_are_those_of_the_calls_that_are_listed(reader, fill, make, since, until):
    """With nothing else asked for, the labels are counted without a look at the events."""
    gone, other = make.departure(labels={"PERSON": 2, "CA_SIN": 1}), make.departure(labels={"PERSON": 3})
    late = make.refusal(request_id=gone.request_id, at=gone.at + timedelta(minutes=10), labels={"PERSON": 2})
    fill(gone, other, late, make.refusal(at=late.at), make.departure(at=late.at, labels={}))
    time = {
        name: gone.at + given for name, given in (("since", since), ("until", until)) if given is not None
    }
    for search in (Search(**time), Search(**time, label="PERSON"), Search(**time, team="Mobilisation")):
        counted: Counter[str] = Counter()
        for call in reader.calls(search).calls:
            counted.update(call.opening.labels)
        assert {
            name: values for name, (_, values) in told(reader.counts(By.LABEL, search)).items()
        } == counted


def test_days_are_in_their_order(reader, fill, make):
    first = make.departure()
    fill(first, make.departure(at=first.at + timedelta(days=40)), make.departure(at=first.at))
    counts = reader.counts(By.DAY)
    assert [count.calls for count in counts] == [2, 1]
    assert [count.name for count in counts] == sorted(count.name for count in counts)
    assert reader.counts(By.DAY, limit=1) == counts[:1]


def test_nothing_on_record_counts_nothing(reader):
    assert [reader.counts(by) for by in By] == [()] * len(By)
