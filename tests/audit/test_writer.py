from contextlib import nullcontext

import pytest

from audit.chain import SALTS_BYTES, ZERO, digest_after, seal
from audit.database import Access, open_engine, unavailable
from audit.errors import AuditUnavailable
from audit.writer import Writer


@pytest.fixture
def engine(url):
    engine = open_engine(url, Access.WRITE)
    yield engine
    engine.dispose()


def test_events_are_bound_in_the_order_given(engine, make, change):
    sealed = [seal(record, bytes(SALTS_BYTES)) for record in make.story()]
    writer = Writer(engine)
    with engine.connect() as connection:
        with writer.together(connection), connection.begin():
            links = writer.extend(connection, sealed[:1])
        with writer.together(connection), connection.begin():
            links += writer.extend(connection, sealed[1:])
    previous = ZERO
    for sequence, (link, event) in enumerate(zip(links, sealed, strict=True), 1):
        previous = digest_after(previous, sequence, event.spine, event.digests)
        assert (link.sequence, link.digest) == (sequence, previous)
    assert change("SELECT sequence, digest FROM events ORDER BY 1") == [
        (each.sequence, each.digest) for each in links
    ]
    assert change("SELECT sequence, digest FROM head") == [(len(links), previous)]
    assert change("SELECT sequence, label, count FROM hidden ORDER BY 1, 2") == [
        (1, "CA_SIN", 1),
        (1, "PERSON", 2),
        (2, "SECRET", 1),
    ]
    assert change("SELECT sequence, label, entry FROM entries ORDER BY 2") == [
        (1, "CA_SIN", b"\x2c\x3d"),
        (1, "PERSON", b"\x0a\x1b"),
    ]


def test_what_is_not_committed_is_not_there(engine, make, change):
    writer = Writer(engine)
    with engine.connect() as connection:
        transaction = connection.begin()
        writer.extend(connection, [seal(make.departure(), bytes(SALTS_BYTES))])
        transaction.rollback()
    assert change("SELECT count(*) FROM events") == [(0,)]
    assert change("SELECT sequence FROM head") == [(0,)]


@pytest.mark.parametrize("together", [True, False])
def test_a_head_that_was_set_back_stores_nothing(engine, make, change, together):
    """The error of one statement must reach the caller though PostgreSQL's answers are read at the end."""
    writer = Writer(engine)

    def store():
        with engine.connect() as connection:
            transport = writer.together(connection) if together else nullcontext()
            with unavailable(), transport, connection.begin():
                writer.extend(connection, [seal(make.departure(), bytes(SALTS_BYTES))])

    store()
    change("UPDATE head SET sequence = 0")
    with pytest.raises(AuditUnavailable):
        store()
    assert change("SELECT count(*) FROM events") == [(1,)]
    assert change("SELECT sequence FROM head") == [(0,)]


def test_a_lost_head_stores_nothing(engine, make, change):
    change("DELETE FROM head")
    writer = Writer(engine)
    with engine.connect() as connection, pytest.raises(AuditUnavailable), connection.begin():
        writer.extend(connection, [seal(make.departure(), bytes(SALTS_BYTES))])
    assert change("SELECT count(*) FROM events") == [(0,)]


MANY = tuple(("PERSON", f"{number:08x}") for number in range(20))


def test_what_was_not_committed_is_not_carried(engine, make, change):
    """Neither what was rolled back, nor what failed half-way: the chain tells what is there."""
    writer = Writer(engine)
    sealed = [seal(make.departure(entries=MANY), bytes(SALTS_BYTES)) for _ in range(6)]
    with engine.connect() as connection:
        transaction = connection.begin()
        writer.extend(connection, sealed[:1])
        transaction.rollback()
        transaction = connection.begin()
        with pytest.raises(AttributeError):
            writer.extend(connection, [sealed[1], None])
        transaction.rollback()
        for each in sealed[2:4]:
            with connection.begin():
                writer.extend(connection, [each])
        with connection.begin():  # somebody else
            Writer(engine).extend(connection, [seal(make.refusal(), bytes(SALTS_BYTES))])
        with connection.begin():
            writer.extend(connection, sealed[4:])
    assert change("SELECT sequence, bundle FROM carried ORDER BY 1") == [(2, 1), (4, 1), (5, 1)]
    assert change("SELECT sequence, count(*) FROM entries GROUP BY 1") == [(1, len(MANY))]


def test_what_is_carried_is_written_again_where_it_is_too_far_back(engine, make, change, monkeypatch):
    monkeypatch.setattr("audit.writer.REACH", 2)
    writer = Writer(engine)
    with engine.connect() as connection:
        for sealed in (seal(make.departure(entries=MANY), bytes(SALTS_BYTES)) for _ in range(2)):
            with connection.begin():
                writer.extend(connection, [sealed])
            with connection.begin():
                Writer(engine).extend(
                    connection, [seal(make.refusal(), bytes(SALTS_BYTES)) for _ in range(3)]
                )
    assert change("SELECT count(*) FROM carried") == [(0,)]
    assert change("SELECT DISTINCT sequence FROM entries ORDER BY 1") == [(1,), (5,)]
