"""What the four rules for people do together, and that none of them can be made slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.reading import Reading
from detectors.recognizers.person_form import PersonInField
from detectors.recognizers.person_lower import PersonInSmallLetters
from detectors.recognizers.person_pair import PersonByNames
from detectors.recognizers.person_speaker import PersonSpeaking
from detectors.recognizers.person_title import PersonAfterTitle
from detectors.recognizers.street_address import StreetAddress

PEOPLE = (PersonAfterTitle, PersonInField, PersonSpeaking, PersonByNames, PersonInSmallLetters)


def found(text: str) -> set[str]:
    reading = Reading(text)
    return {reading.text[hit.start : hit.end] for kind in PEOPLE for hit in kind().find(reading)}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Nom: TREMBLAY, Marie-Ève", {"TREMBLAY", "Marie-Ève"}),
        ("Présents : Aimé Cyr, Gisèle Aubin et M. Roy", {"Aimé Cyr", "Gisèle Aubin", "Roy"}),
        ("Nom\tPrénom\tNote\nLepage\tKofi\t82\n", {"Lepage", "Kofi"}),
        ("| Nom | Âge |\n|---|---|\n| Julie Gagnon | 30 |\n", {"Julie Gagnon"}),
        ("FN:Mariusz Kowalczyk-Gendron\n", {"Mariusz Kowalczyk-Gendron"}),
        ("demandeur : Jean-Denis Turcotte", {"Jean-Denis Turcotte"}),
        ("dis à julie gagnon que oui", {"julie gagnon"}),
        ("le juge Hélène Vézina et sa fille, Sylvie,", {"Hélène Vézina", "Sylvie"}),
        ("On ira avec Monique demain", {"Monique"}),
    ],
)
def test_people_are_found(text: str, people: set[str]) -> None:
    assert {
        name for name in found(text) if not any(name != one and name in one for one in found(text))
    } == people


@pytest.mark.parametrize(
    "text",
    [
        "la rue Papineau, l'Université Laval, chez Jean Coutu",
        "école Louis-Joseph-Papineau à Saint-Jérôme",
        "la loi Lacombe et le Prix Paul-Émile-Borduas",
        "Clinique Tremblay, Fondation Lucie et André Chagnon",
        "Une page, une rose, un roi; je me lève",
        "Article 12. Le ministre peut, par règlement, fixer les droits.",
        '{"name": "search_files", "type": "function"}',
        "Objet : Rappel\nDate : lundi\nLieu : Québec",
        "Bonjour à tous, merci beaucoup",
    ],
)
def test_things_and_words_are_spared(text: str) -> None:
    assert found(text) == set()


@given(st.text("JulieGagnon Mme.:,\n\t<>@-'éÉ1[]\"", max_size=80))
def test_hits_lie_within_the_text(text: str) -> None:
    reading = Reading(text)
    for kind in (*PEOPLE, StreetAddress):
        assert all(0 <= hit.start < hit.end <= len(reading.text) for hit in kind().find(reading))


@pytest.mark.parametrize(
    "unit",
    [
        "A. ",
        "Julie ",
        "M. ",
        "nom: ",
        "Roy, ",
        "1, ",
        "a",
        "A-",
        "Marie-",
        "(a",
        "<b@",
        "\n- ",
        "12 rue ",
        "de la ",
        "J.-P.",
    ],
)
@pytest.mark.parametrize("kind", [*PEOPLE, StreetAddress], ids=lambda kind: kind.__name__)
def test_no_repetition_takes_more_than_linear_time(kind: type[PersonByNames], unit: str) -> None:
    size = 20_000
    reading = Reading(unit * (size // len(unit)))
    before = time.perf_counter()
    list(kind().find(reading))
    assert time.perf_counter() - before < 2
