import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.nameshape import read_lower, read_name

NAMES = [
    ("Soukaïna El Amrani et", "Soukaïna El Amrani"),
    ("D'Amours est là", "D'Amours"),
    ("J.-P. Côté,", "J.-P. Côté"),
    ("Marie-Ève Gagnon-Roy (mère)", "Marie-Ève Gagnon-Roy"),
    ("Catherine de la Durantaye", "Catherine de la Durantaye"),
    ("Trần Văn Long part", "Trần Văn Long"),
    ("TREMBLAY EST VENU", "TREMBLAY"),
    ("Julie Gagnon CPA", "Julie Gagnon"),
    ("Marie Roy Bonjour", "Marie Roy"),
    ("Desmond's bike", "Desmond"),
    ("Rémi de la ville", "Rémi"),
    ("Clifford Jr. est", "Clifford Jr."),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_ends_where_it_should(text: str, name: str) -> None:
    assert read_name(text, 0, sure=True) == (0, len(name))


@pytest.mark.parametrize("text", ["le maire", "Bonjour", "Merci Julie", "12 rue", "", "Mme Roy"])
def test_what_begins_no_name(text: str) -> None:
    assert read_name(text, 0) is None


def test_names_in_lower_case_are_read_while_they_are_known() -> None:
    assert read_lower("julie gagnon est là", 0) == (0, 12)
    assert read_lower("le gagnon", 0) is None


@given(st.text("Aé BC'-.d\n", max_size=40))
def test_a_name_lies_within_its_line_and_has_no_blank_around(text: str) -> None:
    span = read_name(text, 0, sure=True)
    if span is not None:
        name = text[slice(*span)]
        assert span[0] == 0
        assert name
        assert name == name.strip()
        assert "\n" not in name
