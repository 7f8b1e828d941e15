from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from audit.calls import Cursor, Ending, Search
from gateway.api.shapes import Filters, Moment, Name, SearchFilters


def test_a_search_is_what_was_asked_for():
    asked = SearchFilters(
        team="com", outcome="refused", after="12.3", text="été", since="2026-11-01T00:00:00Z"
    )
    assert asked.search() == Search(
        team="com", ending=Ending.REFUSED, text="été", since=datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert asked.cursor() == Cursor(12, 3)
    assert asked.names() == "after outcome since team text"
    assert Filters().search() == Search()


def test_a_time_without_a_zone_is_the_machines_own():
    adapter = TypeAdapter(Moment)
    naive = adapter.validate_python("2026-11-01")
    assert naive == datetime(2026, 11, 1).astimezone(UTC)
    assert adapter.validate_python("2026-11-01T05:00:00-05:00") == datetime(2026, 11, 1, 10, tzinfo=UTC)


def read(kind, text):
    """Read a text as this kind, or give None where it is refused."""
    try:
        return TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return None


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_is_refused(text):
    moment = read(Moment, text)
    assert moment is None or moment.tzinfo is not None


@given(st.text(max_size=30))
def test_a_name_is_one_line_that_a_database_takes(text):
    name = read(Name, text)
    assert name in (None, text)
    assert not set(name or "") & {"\n", "\0", "\r"}


@pytest.mark.parametrize(
    "value", ["1969-12-31", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1970", "20261301"]
)
def test_times_that_no_record_has_are_refused(value):
    assert read(Moment, value) is None
