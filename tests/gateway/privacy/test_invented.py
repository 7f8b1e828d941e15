import ipaddress
import re
from itertools import count

import pytest
from stdnum import luhn

from config.policy import SURROGATES
from gateway.privacy.invented import candidates


def made(label, original):
    numbers = count(7)
    return list(candidates(label, original, lambda below: next(numbers) * 7919 % below))


@pytest.mark.parametrize("written", ["514 555-1234", "(514) 555-1234", "+1 (514) 555.1234", "5145551234"])
def test_a_telephone_number_is_kept_for_fiction(written):
    for number in made("PHONE_NUMBER", written):
        assert re.sub(r"\d", "0", number) == re.sub(r"\d", "0", written)
        assert re.sub(r"\D", "", number)[-7:-2] == "55501"


def test_a_sin_is_never_issued_and_has_its_check_digit():
    for number in made("CA_SIN", "046-454-286"):
        digits = number.replace("-", "")
        assert (number[0], number[3], number[7]) == ("0", "-", "-")
        assert luhn.is_valid(digits)


def test_addresses_of_the_net_are_for_documentation():
    documentation = [
        ipaddress.ip_network(net) for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
    ]
    for address in made("IP_ADDRESS", "10.0.0.1"):
        assert any(ipaddress.ip_address(address) in net for net in documentation)
    for address in made("IP_ADDRESS", "fe80::1"):
        assert ipaddress.ip_address(address) in ipaddress.ip_network("2001:db8::/32")
    for address in made("EMAIL_ADDRESS", "a@b.ca"):
        assert re.fullmatch(r"[a-z]{8}\d{2}@example\.(com|org|net)", address)


def test_postal_codes_and_streets():
    assert {code[:4] for code in made("CA_POSTAL_CODE", "H2X 1Y4")} == {"H0H "}
    assert all(re.fullmatch(r"h0h\d[a-z]\d", code) for code in made("CA_POSTAL_CODE", "h2x1y4"))
    assert all(", rue " in street for street in made("STREET_ADDRESS", "12, rue Roy"))
    assert all(street.endswith(" Road") for street in made("STREET_ADDRESS", "12 Main Street"))


@pytest.mark.parametrize(
    ("label", "written"),
    [("PHONE_NUMBER", "+33 1 23 45 67 89 00"), ("CA_SIN", "12"), ("CREDIT_CARD", "4111"), ("PERSON", "Zoé")],
)
def test_what_is_of_no_known_shape_has_none(label, written):
    assert made(label, written) == []


def test_each_label_that_a_policy_may_name_is_made_here_or_is_a_name():
    known = {"STREET_ADDRESS": "1, rue X", "CA_POSTAL_CODE": "H2X 1Y4", "EMAIL_ADDRESS": "a@b.ca"}
    known |= {"PHONE_NUMBER": "514 555-1234", "CA_SIN": "046 454 286", "IP_ADDRESS": "10.0.0.1"}
    assert {*known, "PERSON"} == SURROGATES
    assert all(made(label, written) for label, written in known.items())
