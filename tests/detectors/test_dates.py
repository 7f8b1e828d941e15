"""Dates as people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.dates import DATE, exists

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
