from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from gateway.reports.canadian import change, day, delimiter, month, number

LOCALES = {"fr": "fr_CA", "en": "en_CA"}


@given(st.integers(0, 10**15))
def test_whole_numbers_are_grouped_as_the_locale_groups_them(value):
    for language, locale in LOCALES.items():
        expected = format_decimal(value, locale=locale)
        assert number(value, language).replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}") == expected


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_dates_are_those_of_the_locale_but_for_the_first_of_the_month(value):
    assert day(value, "en") == format_date(value, "long", locale="en_CA")
    told = day(value, "fr").replace("\N{NO-BREAK SPACE}", " ")
    expected = format_date(value, "long", locale="fr_CA").replace("\N{NO-BREAK SPACE}", " ")
    assert told.replace("1er ", "1 ") == expected.replace("1er ", "1 ")


def test_the_first_of_a_month_is_ordinal_in_french():
    assert day(date(2026, 5, 1), "fr") == "1er\N{NO-BREAK SPACE}mai 2026"
    assert day(date(2026, 5, 11), "fr") == "11\N{NO-BREAK SPACE}mai 2026"
    assert month(date(2026, 8, 1), "fr") == "août 2026"


@pytest.mark.parametrize(
    ("ratio", "french", "english"),
    [
        (0.125, "+12,5\u00a0%", "+12.5%"),
        (-0.5, "\u221250,0\u00a0%", "\u221250.0%"),
        (0, "0,0\u00a0%", "0.0%"),
    ],
)
def test_changes_have_a_sign_and_a_percent(ratio, french, english):
    assert (change(ratio, "fr"), change(ratio, "en")) == (french, english)


@pytest.mark.parametrize("language", LOCALES)
def test_what_ends_a_cell_is_never_what_begins_the_decimals(language):
    assert delimiter(language) != number(0.5, language, 1)[1]
