import pytest

from audit.bound import put
from audit.database import Access, open_engine
from audit.faults import Fault
from audit.heldcall import row_of
from audit.models import held_calls, validations
from audit.vouched import TOLD, Vouched

ROW = {"request_id": "r1", "validator": b"v" * 32, "at": 5, "verdict": "validated"}


def test_each_table_hears_its_own_events_alone(url, make):
    engine = open_engine(url, Access.WRITE)
    with engine.begin() as connection:
        said = put(connection, validations, ROW)
        held = put(connection, held_calls, row_of(make.held("h1")))
        vouched, crossed = Vouched(), Vouched()
        vouched.listen("validation.marked", "r1", said)
        vouched.listen("held.waiting", "h1", held)
        crossed.listen("held.waiting", "r1", said)
        crossed.listen("validation.marked", "h1", held)
        assert list(vouched.problems(connection)) == []
        assert {each.fault for each in crossed.problems(connection)} == {Fault.VALIDATION, Fault.HELD}
    engine.dispose()


def test_nonsense_is_told(url):
    for beginning in TOLD:
        with pytest.raises((TypeError, ValueError)):
            Vouched().listen(f"{beginning}entered", "x", {})
