import pytest

from audit import pages as pages_module
from audit.database import Access, open_engine
from audit.models import entries, events, hidden
from audit.pages import pages


@pytest.fixture
def connection(url):
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def told(connection):
    return [
        ([row[0] for row in page.rows], sorted(page.labels), sorted(page.entries))
        for page in pages(connection)
    ]


def test_an_empty_record_is_one_page_of_nothing(connection):
    assert told(connection) == [([], [], [])]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_each_event_comes_once_with_its_rows_in_the_order_of_the_chain(
    connection, fill, make, monkeypatch, size
):
    monkeypatch.setattr(pages_module, "_PAGE", size)
    fill(make.departure(), make.administration(), make.refusal(), make.departure(), make.refusal())
    got = told(connection)
    assert [len(rows) for rows, _, _ in got] == [size] * (5 // size) + [5 % size] * bool(5 % size) + [0]
    assert [sequence for rows, _, _ in got for sequence in rows] == [1, 2, 3, 4, 5]
    for rows, labels, indexed in got:
        assert labels == [sequence for sequence in rows if sequence != 2]
        assert indexed == [sequence for sequence in rows if sequence in (1, 4)]


def test_rows_have_all_columns_in_their_order(connection, fill, make):
    departure = make.departure(labels={"PERSON": 2}, entries=(("PERSON", "0a1b"),))
    fill(departure)
    page = next(pages(connection))
    ((*row,),) = page.rows
    assert len(row) == len(events.c)
    assert row[events.c.keys().index("request_id")] == departure.request_id
    assert len(page.labels[1][0]) == len(hidden.c)
    assert tuple(page.entries[1][0]) == (1, b"\x0a\x1b", "PERSON")
    assert len(entries.c) == 3


def test_rows_of_no_event_come_with_the_page_they_lie_in(connection, fill, make, change, monkeypatch):
    monkeypatch.setattr(pages_module, "_PAGE", 1)
    fill(make.administration(), make.administration())
    for sequence in (-4, 1, 7):
        change("INSERT INTO hidden (sequence, label, count, at) VALUES (?, 'X', 1, 5)", sequence)
    assert told(connection) == [([1], [-4, 1], []), ([2], [], []), ([], [7], [])]


def test_a_reading_that_is_given_up_leaves_the_connection_usable(connection, fill, make, monkeypatch):
    monkeypatch.setattr(pages_module, "_PAGE", 1)
    fill(*(make.administration() for _ in range(5)))
    some = pages(connection)
    next(some)
    some.close()
    assert [rows for rows, _, _ in told(connection)] == [[1], [2], [3], [4], [5], []]
