import pytest

from audit.bound import Rows, put, remove, tell
from audit.database import Access, open_engine
from audit.faults import Fault
from audit.models import validations
from audit.writer import Writer

ROW = {"request_id": "r1", "validator": b"v" * 32, "at": 5, "verdict": "validated"}


@pytest.fixture
def connection(url):
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def problems(connection, *told):
    rows = Rows(validations, Fault.VALIDATION)
    for each in told:
        rows.listen("validation.marked", "r1", each)
    return len(list(rows.problems(connection)))


def test_a_row_is_as_its_last_event_says(connection):
    first = put(connection, validations, ROW)
    assert problems(connection, first) == 0
    second = put(connection, validations, {**ROW, "verdict": "rejected"})
    assert problems(connection, first, second) == 0
    assert problems(connection, first) == 1
    assert first["key"] == second["key"]


def test_a_row_that_was_removed_is_gone(connection):
    told = put(connection, validations, ROW)
    gone = remove(connection, validations, {**ROW, "salt": b""})
    assert problems(connection, told, gone) == 0
    assert problems(connection, told) == 1


def test_what_is_told_of_a_row_is_no_guess_at_it(connection):
    """The salt goes with the row: the digest that stays on the chain tells nothing."""
    assert put(connection, validations, ROW)["row"] != put(connection, validations, ROW)["row"]


def test_an_event_that_tells_of_no_row_is_nonsense():
    with pytest.raises(TypeError):
        Rows(validations, Fault.VALIDATION).listen("validation.marked", "r1", {})


def test_the_event_is_told_in_the_same_transaction(connection, make):
    assert tell(Writer(connection.engine), connection, make.administration()) == 1
