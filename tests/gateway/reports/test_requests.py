from datetime import UTC, date, datetime

import pytest

from audit.registers.requests import Outcome, Request, Subject
from gateway.reports.requests import document, state

AT = datetime(2026, 10, 1, tzinfo=UTC)


def request(**given):
    values = {"subject": Subject.ACCESS, "received": date(2026, 10, 1), "due": date(2026, 10, 31)}
    return Request("A-14", AT, **(values | given))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "en retard"),
        ({"due": date(2026, 11, 24)}, "en attente"),
        ({"due": date(2026, 12, 1), "extended": True}, "en attente, prolongée"),
        ({"answered": date(2026, 10, 31)}, "traitée"),
        ({"answered": date(2026, 11, 1)}, "traitée en retard"),
    ],
)
def test_a_state_is_told(french, given, expected):
    assert state(request(**given), french) == expected


def test_each_request_has_its_row(reader):
    found = document(
        [request(answered=date(2026, 10, 5), outcome=Outcome.PARTLY, notes=[(AT, "vu")])], reader
    )
    keys = [column.key for column in found.tables[0].columns]
    row = dict(zip(keys, found.tables[0].rows[0], strict=True))
    assert (row["reference"], row["due"], row["answered"]) == ("A-14", date(2026, 10, 31), date(2026, 10, 5))
    assert row["notes"] == "vu"
    assert row["outcome"] == ("acceptée en partie" if reader.language == "fr" else "granted in part")
