from datetime import UTC, datetime, timedelta

from audit.chain import DetailClass
from audit.database import Access, open_engine
from audit.reports.transfers import transfers
from audit.retention import erase

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def found(url):
    engine = open_engine(url, Access.READ)
    with engine.connect() as connection:
        answer = transfers(connection, SINCE, UNTIL, {"QC", "local"})
    engine.dispose()
    return answer


def test_each_assessment_in_force_has_its_row_and_home_stands_apart(url, fill, make):
    fill(
        make.departure(),
        make.departure(assessment="EFVP-2026-09"),
        make.departure(provider="maison", location="local", assessment=None),
        make.departure(provider="bureau", location="QC", assessment=None),
    )
    answer = found(url)
    assert [(to.provider, to.location, to.assessment, each.calls) for to, each in answer.outside] == [
        ("openai", "US", "EFVP-2026-03", 1),
        ("openai", "US", "EFVP-2026-09", 1),
    ]
    assert [to.provider for to, _ in answer.at_home] == ["bureau", "maison"]
    assert answer.outside[0][1].labels == {"PERSON": 2, "CA_SIN": 1}
    assert answer.erased is None


def test_calls_without_their_details_are_counted_apart(url, fill, make):
    fill(make.departure(), make.departure())
    erase(url, {DetailClass.CALL: timedelta(days=1)}, UNTIL, "officer")
    answer = found(url)
    assert (answer.outside, answer.at_home, answer.erased.calls) == ((), (), 2)
