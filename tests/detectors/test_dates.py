"""Dates as people write them."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.dates import DATE, MONTH_AND_DAY, days, exists

FRENCH = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()  # noqa: SIM905
)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2030, 1, 1)))
def test_a_date_is_found_in_each_layout(day: dt.date) -> None:
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y}",
        f"{day:%Y%m%d}",
        f"{day.day} {FRENCH[day.month - 1]} {day.year}",
        f"{day:%B} {day.day}, {day.year}".lower(),
        f"{day:%d-%b-%Y}".lower(),
    ):
        match = DATE.search(f"le {text}, a laval")
        assert match is not None, text
        assert match[0] == text
        assert exists(text)


@pytest.mark.parametrize("text", ["31 fevrier 1985", "2024-13-45", "99/99/1999"])
def test_a_date_that_is_none(text: str) -> None:
    match = DATE.fullmatch(text)
    assert match is None or not exists(text)


@pytest.mark.parametrize("text", ["514-555-0199", "article 12.3", "2024-2025", "10 000 $", "12 h 30"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert DATE.search(text) is None


@given(st.dates(dt.date(1930, 1, 1), dt.date(2026, 1, 1)))
def test_the_day_of_a_date_is_told_in_each_layout(day: dt.date) -> None:
    told = (day.year % 100, day.month, day.day)
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%y}",
        f"{day:%Y%m%d}",
        f"{day.day} {FRENCH[day.month - 1]} {day.year}",
        f"{day:%d%b%y}".lower(),
    ):
        assert told in set(days(text)), text


@pytest.mark.parametrize("text", ["17oct95", "9-xii-66", "1961.xii.24", "nov. 12 / 1989"])
def test_a_date_in_a_rare_layout(text: str) -> None:
    match = DATE.search(f"nee {text}, a laval")
    assert match is not None
    assert match[0] == text
    assert exists(text)


@pytest.mark.parametrize(
    ("text", "found"), [("3 mai oublie", "3 mai"), ("apr 17,", "apr 17"), ("le 9 avril.", "9 avril")]
)
def test_a_day_without_its_year(text: str, found: str) -> None:
    match = re.search(MONTH_AND_DAY, text)
    assert match is not None
    assert match[0] == found


@pytest.mark.parametrize("text", ["3 mai 2024", "may 17, 2024", "12 personnes"])
def test_a_day_with_its_year_is_another_matter(text: str) -> None:
    assert re.search(MONTH_AND_DAY, text) is None
