"""Check digits, against published fictitious numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors import checksums

FICTITIOUS = ("SZUM23031416", "ANAS95510510", "LERC75111217", "TAGL23540717", "JEAE79611518", "GAUC69020712")


@pytest.mark.parametrize("number", FICTITIOUS)
def test_the_fictitious_numbers_of_the_ramq_pass(number: str) -> None:
    assert checksums.nam(number)
    assert checksums.nam(number.lower())


@pytest.mark.parametrize("number", FICTITIOUS)
@pytest.mark.parametrize("digit", "0123456789")
def test_another_check_digit_seldom_passes(number: str, digit: str) -> None:
    # Two centuries are tried, so that one other digit may pass.
    assert sum(checksums.nam(number[:-1] + str(other)) for other in range(10)) <= 2
    assert not checksums.nam(number[:-1] + "O" + digit)


@pytest.mark.parametrize("number", ["TREM85133216", "COTS80051011", "ABCD12345678", "DOEJ9001011", ""])
def test_numbers_without_a_date_or_a_digit_fail(number: str) -> None:
    assert not checksums.nam(number)


def test_a_permanent_code_has_its_day_first() -> None:
    assert checksums.permanent_code_date("TREJ12038504")
    assert checksums.permanent_code_date("NGUL67610703")
    assert not checksums.permanent_code_date("TREJ32038504")
    assert not checksums.permanent_code_date("TREJ12638504")


def test_a_licence_holds_a_date_in_either_order() -> None:
    assert checksums.licence_date("L153117127408")
    assert checksums.licence_date("L153112177408")
    assert not checksums.licence_date("T651532038504")


@pytest.mark.parametrize(
    ("digits", "known"),
    [
        ("4111111111111111", True),
        ("2221000000000009", True),
        ("2720999999999996", True),
        ("2721000000000004", False),
        ("378282246310005", True),
        ("411111111111", False),
        ("1234567890123456", False),
    ],
)
def test_a_card_is_known_by_its_start_and_length(digits: str, known: bool) -> None:
    assert checksums.card_scheme(digits) is known


@given(st.text(alphabet="ABCdef0123456789", min_size=0, max_size=14))
def test_nothing_makes_a_check_fail_with_an_error(number: str) -> None:
    checksums.nam(number)
    checksums.card_scheme(number)
