"""The list of open calls is kept up by whoever appends, and compared with the chain by `verify`."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

import audit
from audit.database import Access, migrate, open_engine
from audit.faults import Fault
from audit.verify import verify

MIGRATIONS = Path(audit.__file__).parent / "migrations"


@pytest.fixture
def listed(change):
    return lambda: [
        request_id for (request_id,) in change("SELECT request_id FROM open_calls ORDER BY sequence")
    ]


def test_a_departure_is_open_until_its_arrival(url, make, fill, listed):
    first, second = make.departure(), make.departure()
    fill(first)
    fill(second)
    assert listed() == [first.request_id, second.request_id]
    fill(make.arrival(first.request_id))
    assert listed() == [second.request_id]
    assert verify(url).intact


def test_a_departure_is_ended_by_a_refusal_too(url, make, fill, listed):
    gone = make.departure()
    fill(gone, make.refusal())
    fill(make.refusal(request_id=gone.request_id))
    assert listed() == []
    assert verify(url).intact


def test_what_begins_and_ends_in_one_batch_is_never_open(url, make, fill, listed):
    gone, left = make.departure(), make.departure()
    fill(gone, left, make.administration(), make.arrival(gone.request_id))
    assert listed() == [left.request_id]
    assert verify(url).intact


def test_an_id_that_comes_again_is_open_again(url, make, fill, listed):
    """Ids are never the same, but the record stays sound if one were."""
    gone = make.departure()
    fill(gone, gone)
    fill(gone)
    assert listed() == [gone.request_id] * 3
    fill(gone, make.arrival(gone.request_id), gone)
    assert listed() == [gone.request_id]
    assert verify(url).intact


@pytest.mark.parametrize(
    "change_to",
    [
        "DELETE FROM open_calls",
        "UPDATE open_calls SET request_id = 'req-other'",
        "UPDATE open_calls SET sequence = 2",
        "INSERT INTO open_calls VALUES ('req-other', 2)",
    ],
)
def test_a_list_that_does_not_agree_is_found(url, make, fill, change, change_to):
    fill(make.departure(), make.refusal())
    assert verify(url).intact
    change(change_to)
    found = verify(url)
    assert {problem.fault for problem in found.problems} == {Fault.OPEN}


def test_a_record_of_before_gets_its_list(url, make, fill, listed):
    """The revision finds the calls that are open in what earlier ones left."""
    ended, refused, left = make.departure(), make.departure(), make.departure()
    fill(ended, refused, left, make.arrival(ended.request_id), make.refusal(request_id=refused.request_id))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE open_calls")
        connection.exec_driver_sql("DROP TABLE carried")
        connection.exec_driver_sql("DROP INDEX ix_events_main_erased")
        config.attributes["connection"] = connection
        command.stamp(config, "0004")
    engine.dispose()
    migrate(url)
    assert listed() == [left.request_id]
    assert verify(url).intact
