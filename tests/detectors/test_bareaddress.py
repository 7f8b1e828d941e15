"""Addresses without the word for a street."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.bareaddress import street_of
from detectors.reading import Reading
from detectors.recognizers.street_address import StreetAddress


def found(text: str) -> list[str]:
    reading = Reading(text)
    return [reading.text[hit.start : hit.end] for hit in StreetAddress().find(reading)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("chez elle au 1832 Fleury Est.", "1832 Fleury Est"),
        ("Entrepôt situé au 5505 Thimens, Saint-Laurent", "5505 Thimens"),
        ("le nouveau du 16, des Roitelets (la maison verte)", "16, des Roitelets"),
        ("du 22 des Roitelets, a vu un chat, 22 rue des Roitelets", "22 rue des Roitelets"),
        ("t'es au 4515 papineau hein?", "4515 papineau"),
        ("101-8250 Viau, Montréal", "101-8250 Viau"),
        ("envoyer à la suite 410, 5455 de Gaspé H2T 3B3", "suite 410, 5455 de Gaspé"),
        ("2309, Bourbonnière, app. 2", "2309, Bourbonnière, app. 2"),
        ("livre au 77 Principale, demain", "77 Principale"),
    ],
)
def test_a_word_a_town_or_a_direction_tells(text: str, address: str) -> None:
    assert address in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "1250 Montréal",
        "en 1984 Orwell",
        "16, place aux jeunes",
        "le 12 Mars",
        "au 3 Canadiens",
        "450 Personnes",
    ],
)
def test_a_number_and_a_word_are_no_address_by_themselves(text: str) -> None:
    assert found(text) == []


@given(st.text("12, rueRavSt.-Den ", max_size=40))
def test_the_name_of_a_street_has_no_number(address: str) -> None:
    assert street_of(address) == street_of(address).strip()
