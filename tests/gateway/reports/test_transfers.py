from collections import Counter
from datetime import date

from audit.chain import microseconds
from audit.reports.tally import Tally
from audit.reports.transfers import Destination, Transfers
from config.provider import Provider
from gateway.reports.transfers import document
from gateway.reports.written import as_html

PROVIDERS = {
    "openai": Provider.model_validate(
        {
            "dialect": "openai",
            "base_url": "https://api.example.com/v1",
            "location": "US",
            "transfer_assessment": {"reference": "EFVP-2026-09", "approved": "2026-09-01"},
        }
    )
}


def tally(at):
    return Tally(3, at, at, 10, 5, labels=Counter(PERSON=4), teams=Counter({None: 1, "rh": 2}))


def test_the_date_of_an_assessment_is_the_configurations_and_said_to_be(reader, november):
    at = microseconds(november.since)
    outside = (
        (Destination("openai", "US", "EFVP-2026-03", False), tally(at)),
        (Destination("openai", "US", "EFVP-2026-09", False), tally(at)),
    )
    found = document(Transfers(outside, (), None), PROVIDERS, november, reader)
    keys = [column.key for column in found.tables[0].columns]
    old, new = (dict(zip(keys, row, strict=True)) for row in found.tables[0].rows)
    assert (old["assessment"], old["approved"]) == ("EFVP-2026-03", None)
    assert (new["assessment"], new["approved"]) == ("EFVP-2026-09", date(2026, 9, 1))
    assert (new["calls"], new["first"], new["labels"]) == (3, date(2026, 11, 1), {"PERSON": 4})
    assert [*new["teams"].values()] == [2, 1]
    assert found.tables[1].rows == []
    assert "configuration" in found.notes[0]
    assert "EFVP-2026-09" in as_html(found)


def test_calls_whose_destination_is_gone_are_told(reader, november):
    found = document(Transfers((), (), Tally(7)), PROVIDERS, november, reader)
    assert any("7" in note for note in found.notes)
    assert len(document(Transfers((), (), None), PROVIDERS, november, reader).notes) == len(found.notes) - 1
