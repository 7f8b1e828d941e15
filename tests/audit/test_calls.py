import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.calls import Call, Cursor, Ending, Event, Page, Search
from audit.records import Kind, Outcome


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_a_cursor_reads_its_own_text(at, sequence):
    assert Cursor.parse(str(Cursor(at, sequence))) == Cursor(at, sequence)


@pytest.mark.parametrize("text", ["", "1", "a.b", ".", "1.2.3"])
def test_another_text_is_no_cursor(text):
    with pytest.raises(ValueError):
        Cursor.parse(text)


def test_each_outcome_is_an_ending():
    assert {str(outcome) for outcome in Outcome} == {str(ending) for ending in Ending} - {
        "refused",
        "open",
        "erased",
    }


def event(kind: Kind, **values: str | int) -> Event:
    from datetime import UTC, datetime

    return Event(1, datetime(2026, 3, 2, tzinfo=UTC), kind, "req-1", "00", values, {}, ())


DEPARTURE, REFUSAL = event(Kind.DEPARTURE), event(Kind.REFUSAL)


@pytest.mark.parametrize(
    ("departure", "refusal", "arrival", "ending"),
    [
        (DEPARTURE, None, None, Ending.OPEN),
        (DEPARTURE, None, event(Kind.ARRIVAL, outcome="cancelled"), Ending.CANCELLED),
        (DEPARTURE, None, event(Kind.ARRIVAL), Ending.ERASED),
        (None, REFUSAL, None, Ending.REFUSED),
        (DEPARTURE, REFUSAL, None, Ending.REFUSED),
    ],
)
def test_how_a_call_stands(departure, refusal, arrival, ending):
    call = Call("req-1", departure, refusal, arrival)
    assert call.ending is ending
    assert call.opening is (departure or refusal)


def test_an_arrival_alone_opens_its_call():
    arrival = event(Kind.ARRIVAL, outcome="delivered")
    assert Call("req-1", None, None, arrival).opening is arrival


def test_a_search_asks_for_everything_by_default():
    assert all(getattr(Search(), name) is None for name in Search.__slots__)
    assert Page((), None).following is None
