from datetime import UTC, datetime, timedelta
from unicodedata import normalize

import pytest

from audit.calls import Ending, Search, Strength
from audit.chain import DetailClass
from audit.errors import AuditUnavailable
from audit.index import IndexKey, entries_of
from audit.models import metadata
from audit.reader import Reader
from audit.records import Kind, Outcome

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def reader(url):
    reader = Reader(url)
    yield reader
    reader.close()


def ids(page):
    return [call.request_id for call in page.calls]


def test_all_that_is_on_record_of_a_call(reader, fill, make):
    departure = make.departure()
    arrival = make.arrival(departure.request_id)
    fill(departure, make.refusal(), arrival)
    call = reader.call(departure.request_id)
    assert call is not None
    assert call.ending is Ending.DELIVERED
    assert call.refusal is None
    assert call.departure.at == departure.at
    assert call.departure.labels == {"CA_SIN": 1, "PERSON": 2}
    assert call.departure.values["name"] == "Poste d’accueil"
    assert call.departure.values["stream"] == 1
    assert "outcome" not in call.departure.values
    assert call.arrival.sequence == 3
    assert call.arrival.values["first_us"] == 210_125
    assert call.arrival.erased == ()


def test_a_request_that_nobody_made(reader):
    assert reader.call("req-none") is None
    assert reader.calls().calls == ()
    assert reader.events() == ()
    assert reader.head() == (0, "00" * 32)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_give_each_call_once_and_the_newest_first(reader, fill, make, size):
    calls = [make.departure() if count % 3 else make.refusal() for count in range(14)]
    fill(*calls, *(make.arrival(call.request_id) for call in calls[5:9] if hasattr(call, "bytes_sent")))
    seen, page = [], reader.calls(limit=size)
    while True:
        seen += ids(page)
        if page.following is None:
            break
        page = reader.calls(after=page.following, limit=size)
    assert seen == [call.request_id for call in reversed(calls)]


def test_calls_of_one_moment_are_not_skipped_between_pages(reader, fill, make):
    fill(*(make.refusal(at=NOON) for _ in range(5)))
    first = reader.calls(limit=2)
    second = reader.calls(after=first.following, limit=2)
    third = reader.calls(after=second.following, limit=2)
    assert len({*ids(first), *ids(second), *ids(third)}) == 5
    assert third.following is None


def test_a_clock_that_stepped_back_puts_no_call_out_of_the_list(reader, fill, make):
    times = [NOON + timedelta(hours=hours) for hours in (1, 2, 0, 3)]
    fill(*(make.refusal(request_id=f"req-{at.hour}", at=at) for at in times))
    assert ids(reader.calls()) == ["req-15", "req-14", "req-13", "req-12"]
    assert ids(reader.calls(Search(since=times[0], until=times[3]))) == ["req-14", "req-13"]


@pytest.fixture
def three(fill, make):
    """Put three different calls on record, and a fourth that differs from all in every filter."""
    who = make.who(key_id="k2", name="Aide", team="Analyse")
    other = {
        "project": "Sondage",
        "provider": "mistral",
        "model": "mistral-large",
        "who": who,
        "labels": {"IP_ADDRESS": 1},
    }
    records = [
        make.departure(request_id="req-a1", at=NOON),
        make.departure(request_id="req-a2", at=NOON + timedelta(hours=1)),
        make.refusal(request_id="req-b1", at=NOON + timedelta(hours=2), code="policy"),
        make.departure(request_id="req-c%", at=NOON + timedelta(hours=3), **other),
    ]
    late = {"at": NOON + timedelta(hours=5)}
    arrivals = [make.arrival("req-a1", **late), make.arrival("req-c%", outcome=Outcome.CANCELLED, **late)]
    fill(*records, *arrivals, make.administration())


FILTERS = [
    (Search(), ["req-c%", "req-b1", "req-a2", "req-a1"]),
    (Search(caller="Aide"), ["req-c%"]),
    (Search(team="Analyse"), ["req-c%"]),
    (Search(team="Mobilisation"), ["req-b1", "req-a2", "req-a1"]),
    (Search(project="Sondage"), ["req-c%"]),
    (Search(provider="mistral"), ["req-c%"]),
    (Search(provider="openai"), ["req-a2", "req-a1"]),
    (Search(model="mistral-large"), ["req-c%"]),
    (Search(label="IP_ADDRESS"), ["req-c%"]),
    (Search(label="PERSON"), ["req-a2", "req-a1"]),
    (Search(label="SECRET"), ["req-b1"]),
    (Search(label="PERSON", provider="mistral"), []),
    (Search(request_id="req-a"), ["req-a2", "req-a1"]),
    (Search(request_id="req-c%"), ["req-c%"]),
    (Search(request_id="q"), []),
    (Search(ending=Ending.DELIVERED), ["req-a1"]),
    (Search(ending=Ending.CANCELLED), ["req-c%"]),
    (Search(ending=Ending.CANCELLED, label="IP_ADDRESS"), ["req-c%"]),
    (Search(ending=Ending.CANCELLED, label="PERSON"), []),
    (Search(ending=Ending.UNREACHABLE), []),
    (Search(ending=Ending.REFUSED), ["req-b1"]),
    (Search(ending=Ending.REFUSED, label="SECRET", caller="Poste d’accueil"), ["req-b1"]),
    (Search(ending=Ending.OPEN), ["req-a2"]),
    (Search(ending=Ending.OPEN, label="PERSON"), ["req-a2"]),
    (Search(since=NOON + timedelta(hours=1)), ["req-c%", "req-b1", "req-a2"]),
    (Search(until=NOON + timedelta(hours=1)), ["req-a1"]),
    (Search(since=NOON, until=NOON), []),
    (Search(ending=Ending.DELIVERED, until=NOON), []),
]


def test_filters(reader, three):
    for search, found in FILTERS:
        assert ids(reader.calls(search)) == found, search
        first = reader.calls(search, limit=1)
        assert ids(first) == found[:1], search
        if len(found) > 1:
            assert ids(reader.calls(search, after=first.following, limit=9)) == found[1:], search
        else:
            assert first.following is None


def test_a_filter_is_the_same_however_its_accents_were_typed(reader, fill, make):
    fill(make.departure(request_id="req-1", who=make.who(name="Zoé", team="Équipe"), project="Été"))
    for search in (Search(team="Équipe"), Search(caller="Zoé"), Search(project="Été")):
        typed = {
            name: normalize("NFD", getattr(search, name))
            for name in ("team", "caller", "project")
            if getattr(search, name)
        }
        assert ids(reader.calls(search)) == ids(reader.calls(Search(**typed))) == ["req-1"]


def test_a_departure_that_was_not_confirmed_is_one_refused_call(reader, fill, make):
    departure = make.departure()
    fill(departure, make.refusal(request_id=departure.request_id, code="audit_unavailable"))
    (call,) = reader.calls().calls
    assert call.ending is Ending.REFUSED
    assert call.departure is not None
    assert ids(reader.calls(Search(ending=Ending.REFUSED))) == [departure.request_id]
    assert reader.calls(Search(ending=Ending.OPEN)).calls == ()


def test_events_come_in_the_order_of_the_chain(reader, fill, make):
    links = fill(*make.story(), make.administration(action="key.created"))
    assert [(event.sequence, event.digest) for event in reader.events()] == [
        (link.sequence, link.digest.hex()) for link in links
    ]
    assert [event.sequence for event in reader.events(after=2, limit=2)] == [3, 4]
    assert [event.sequence for event in reader.events(Kind.ADMINISTRATION)] == [5, 6]
    (created,) = reader.events(action="key.created")
    assert (created.kind, created.request_id, created.values["subject"]) == (
        Kind.ADMINISTRATION,
        None,
        "calls",
    )
    assert reader.head() == (links[-1].sequence, links[-1].digest.hex())


def test_events_of_a_time_come_as_a_stream(reader, fill, make, monkeypatch):
    fill(*(make.refusal(at=NOON + timedelta(minutes=minute)) for minute in range(7)))
    for size in (1, 2, 50):
        monkeypatch.setattr("audit.reader._PAGE", size)
        assert [event.sequence for event in reader.stream()] == [1, 2, 3, 4, 5, 6, 7]
        between = reader.stream(NOON + timedelta(minutes=2), NOON + timedelta(minutes=5))
        assert [event.sequence for event in between] == [3, 4, 5]


def test_what_was_erased_is_told(reader, fill, make, change):
    fill(make.departure())
    change("UPDATE events SET caller_erased = 9, main_erased = 9")
    (event,) = reader.events()
    assert event.erased == (DetailClass.CALLER, DetailClass.CALL)


def test_a_call_whose_end_was_erased(reader, fill, make, change):
    departure = make.departure()
    fill(departure, make.departure(), make.arrival(departure.request_id))
    change("UPDATE events SET main_erased = 9, outcome = NULL WHERE sequence = 3")
    assert ids(reader.calls(Search(ending=Ending.ERASED))) == [departure.request_id]
    assert ids(reader.calls(Search(ending=Ending.DELIVERED))) == []
    assert reader.call(departure.request_id).ending is Ending.ERASED


def test_a_database_that_cannot_be_read_is_unavailable(reader, change):
    change("DROP TABLE hidden")
    change("DROP TABLE events")
    with pytest.raises(AuditUnavailable):
        reader.calls()
    with pytest.raises(AuditUnavailable):
        reader.call("req-1")


KEY, OLD = IndexKey(b"k" * 32), IndexKey(b"o" * 32)


@pytest.fixture
def letters(fill, make):
    """Put calls on record that hid different values, the second with a key that was replaced since."""

    def letter(name, key, *values):
        return make.departure(request_id=name, entries=entries_of(values, key))

    fill(
        letter("req-1", KEY, ("PERSON", "Marie-Ève Gagnon"), ("CA_SIN", "046 454 286")),
        letter("req-2", OLD, ("PERSON", "GAGNON, Marie-Eve")),
        make.refusal(),
        letter(
            "req-3", KEY, ("PERSON", "Mme Gagnon"), ("PERSON", "Marie Côté"), ("CONFIDENTIAL_TERM", "Gagnon")
        ),
    )


def matches(found):
    return [(match.call.request_id, match.strength, match.labels) for match in found.matches]


def test_a_person_is_found_in_the_calls_that_named_her(reader, letters):
    assert matches(reader.lookup("marie eve gagnon", [KEY, OLD])) == [
        ("req-2", Strength.WHOLE, ("PERSON",)),
        ("req-1", Strength.WHOLE, ("PERSON",)),
    ]
    assert matches(reader.lookup("Marie Gagnon", [KEY, OLD])) == [
        ("req-3", Strength.PARTS, ("PERSON",)),
        ("req-2", Strength.PARTS, ("PERSON",)),
        ("req-1", Strength.PARTS, ("PERSON",)),
    ]
    assert matches(reader.lookup("Gagnon", [KEY])) == [
        ("req-3", Strength.WHOLE, ("CONFIDENTIAL_TERM", "PERSON")),
        ("req-1", Strength.PARTS, ("PERSON",)),
    ]
    assert matches(reader.lookup("046454286", [OLD, KEY])) == [("req-1", Strength.WHOLE, ("CA_SIN",))]


@pytest.mark.parametrize("value", ["", "Tremblay", "046 454 287", "gag"])
def test_a_value_that_left_nothing_is_not_found(reader, letters, value):
    assert reader.lookup(value, [KEY, OLD]).matches == ()


def test_without_its_key_nothing_is_found(reader, letters):
    assert reader.lookup("Marie-Ève Gagnon", [IndexKey(b"x" * 32)]).matches == ()
    assert reader.lookup("Marie-Ève Gagnon", []).matches == ()


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_a_lookup(reader, letters, size):
    seen, page = [], reader.lookup("Gagnon", [KEY, OLD], limit=size)
    while True:
        seen += [match.call.request_id for match in page.matches]
        if page.following is None:
            break
        page = reader.lookup("Gagnon", [KEY, OLD], after=page.following, limit=size)
    assert seen == ["req-3", "req-2", "req-1"]


def test_the_use_of_each_key_is_counted(reader, letters):
    assert reader.index_keys() == {KEY.id: 11, OLD.id: 4}


def test_no_value_is_on_record(letters, url, change):
    for table in metadata.tables:
        for row in change(f"SELECT * FROM {table}"):
            for value in row:
                text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                assert not any(part in text.lower() for part in ("gagnon", "046 454", "046454286", "côté"))
