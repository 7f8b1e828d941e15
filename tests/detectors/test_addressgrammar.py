import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.addressgrammar import has_unit, read_direction, read_rest, read_street_name

STREETS = [
    (" Saint-Denis Est, app. 5", " Saint-Denis Est"),
    (" des érables a joliette", " des érables"),
    (" DE L'AUTHION APP. 9", " DE L'AUTHION"),
    (" Paiement est attribuée", " Paiement"),
    (" saint denis est app b", " saint denis est"),
    (" 117 Sud", " 117 Sud"),
    (" Salaberry O.", " Salaberry O."),
    (" de l'Église à Saint-Pascal", " de l'Église"),
    (" Cartier Montréal", " Cartier"),
    (" Jean Talon Ouest", " Jean Talon Ouest"),
]


@pytest.mark.parametrize(("text", "street"), STREETS)
def test_the_name_of_a_street_ends_where_it_should(text: str, street: str) -> None:
    assert read_street_name(text, 0, capital=False) == len(street)


@pytest.mark.parametrize("text", [" de stationnement", " qui", ""])
def test_a_doubtful_generic_asks_for_a_capital(text: str) -> None:
    assert read_street_name(text, 0, capital=True) is None


def test_the_verb_is_no_direction() -> None:
    assert read_direction(" est fermée", 0) == 0
    assert read_direction(" est, app. 2", 0) == 4


def test_units_and_box_are_read_together() -> None:
    text = ", app. 5, C.P. 72, Lévis"
    assert has_unit(text, 0)
    assert text[: read_rest(text, 0)] == ", app. 5, C.P. 72"


@given(st.text(" Saint-DesE.,#123app\n'", max_size=40))
def test_readers_only_go_forward(text: str) -> None:
    end = read_street_name(text, 0, capital=False)
    assert end is None or 0 < end <= len(text)
    assert 0 <= read_rest(text, 0) <= len(text)
