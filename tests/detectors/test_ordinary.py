"""Numbers that name nobody."""

import pytest

from detectors.ordinary import BUSINESS, COUNT, COUNTED, OTHER, UNIT, is_ordinary, shape


@pytest.mark.parametrize(
    "value", ["2024", "2024-2025", "2024-25", "12,50", "14/06", "1.2.3", "000", "12-03-1985", "5678-1234-01"]
)
def test_years_dates_amounts_and_versions_are_ordinary(value: str) -> None:
    assert is_ordinary(value)


@pytest.mark.parametrize("value", ["24-07819", "qc-448-20197", "0144 882 17", "2024-cm-118", "1980441"])
def test_codes_are_not(value: str) -> None:
    assert not is_ordinary(value)


@pytest.mark.parametrize(
    "value", ["4bf92f35-77b3-4da6-a3ce-929d0e0e4736", "450.555.0184", "420-kba-lg", "2025-2026-2027", "t2202"]
)
def test_what_has_the_shape_of_something_else_is_known(value: str) -> None:
    assert OTHER.fullmatch(value)


def test_what_follows_a_number_tells_what_it_is() -> None:
    assert UNIT.match(" $")
    assert BUSINESS.match(" rr0001")
    assert COUNT.fullmatch("450")
    assert COUNTED.match(" personnes")


def test_a_shape_keeps_signs_and_lengths() -> None:
    assert shape("ab-12.3") == "aa-00.0"
