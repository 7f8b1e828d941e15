import pytest
from sqlalchemy.exc import DBAPIError

from audit.database import Access, open_engine
from audit.models import events, hidden
from audit.rows import read_rows


@pytest.fixture
def connection(url):
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_rows_come_with_their_columns_in_order(connection, fill, make, change):
    fill(*make.story())
    rows = read_rows(connection, events, "sequence > :after ORDER BY sequence", after=1)
    assert [tuple(row) for row in rows] == change("SELECT * FROM events WHERE sequence > 1 ORDER BY sequence")
    assert len(read_rows(connection, hidden)) == 3


def test_what_a_column_does_not_declare_comes_as_it_is(connection, fill, make, change, url):
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps to the type of a column")
    fill(make.refusal())
    change("UPDATE events SET digest = 'abc', model = x'616263', at = 1.5, name = CAST(x'ff41' AS TEXT)")
    (row,) = read_rows(connection, events)
    values = dict(zip(events.c.keys(), row, strict=True))
    assert [values[name] for name in ("digest", "model", "at", "name")] == ["abc", b"abc", 1.5, "\udcffA"]
    change("UPDATE events SET name = 'é'")
    connection.rollback()
    assert read_rows(connection, events)[0][events.c.keys().index("name")] == "é"


def test_a_text_that_is_none_is_read_in_any_row(connection, fill, make, change, url):
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps to the type of a column")
    fill(*(make.refusal() for _ in range(5)))
    change("UPDATE events SET name = CAST(x'ff41' AS TEXT) WHERE sequence = 4")
    place = events.c.keys().index("name")
    rows = read_rows(connection, events, "sequence > 0 ORDER BY sequence")
    assert [row[place] == "\udcffA" for row in rows] == [False, False, False, True, False]


def test_another_failure_stays_one(connection):
    with pytest.raises(DBAPIError):
        read_rows(connection, events, "nonsense = 1")
