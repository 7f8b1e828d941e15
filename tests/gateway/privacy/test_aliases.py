import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.aliases import Names, distance, fullest, given_name, surname
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer

EVE = {
    "[PERSON-K7Q2M9-A3X]": Hidden("Marie-Ève Gagnon", "PERSON"),
    "[PERSON-K7Q2M9-B4Y]": Hidden("Gagnon", "PERSON"),
    "[PERSON-K7Q2M9-C5Z]": Hidden("GAGNON Marie-Eve", "PERSON"),
    "[PERSON-V00DRE-1A2]": Hidden("Paul Roy", "PERSON"),
    "[PHONE-T3AZE9-4D5]": Hidden("514 555-0123", "PHONE_NUMBER"),
}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("[PERSON-K7Q2M9]", "Marie-Ève Gagnon"),
        ("[PERSON-K7Q2M9-QQQ]", "Marie-Ève Gagnon"),
        ("[PERSON-K7Q2M9-NOM]", "Marie-Ève Gagnon"),
        ("[PERSON-K7Q2M9-SURNAME]", "Gagnon"),
        ("[PERSON-K7Q2M9-PRÉNOM]", "Marie-Ève"),
        ("[PRÉNOM-K7Q2M9]", "Marie-Ève"),
        ("[NOM DE FAMILLE-K7Q2M9]", "Gagnon"),
        ("Mme [PERSON-K7Q2M9]", "Mme Gagnon"),
        ("Mme **[PERSON-K7Q2M9-QQQ]**", "Mme **Gagnon**"),
        ("M. V00DRE a", "M. Roy a"),
        ("Mme [PERSON-K7Q2M9-A3X]", "Mme Marie-Ève Gagnon"),
        ("[PERSON-K7Q2M9-B4Y]", "Gagnon"),
        ("le [PHONE-T3AZE9]", "le 514 555-0123"),
        ("le T3AZE9 et", "le 514 555-0123 et"),
        ("K7Q2M9 - voir", "Marie-Ève Gagnon - voir"),
    ],
)
def test_who_without_form_gets_the_form_that_fits(said, read):
    assert Restorer(EVE).text(said) == read


@pytest.mark.parametrize(
    "said", ["[PERSON-K7Q2M8]", "[PERSON-K7Q2M9-A3]", "K7Q2M9-QQQ", "xK7Q2M9", "K7Q2M9-", "a-K7Q2M9 b"]
)
def test_less_than_that_stays(said):
    assert Restorer(EVE).text(said) == said


def test_what_the_caller_wrote_is_nobodys():
    literal = frozenset({"[PERSON-K7Q2M9-QQQ]"})
    assert Restorer(EVE, literal).text("[PERSON-K7Q2M9-QQQ]") == "[PERSON-K7Q2M9-QQQ]"
    assert Restorer(EVE, literal).text("[PERSON-K7Q2M9-QQR]") == "Marie-Ève Gagnon"


def test_a_code_under_two_tags_is_nobodys_but_as_it_was():
    twice = {"[PERSON-K7Q2M9-A3X]": Hidden("Zoé", "PERSON"), "[USER-K7Q2M9-A3X]": Hidden("zroy", "USERNAME")}
    assert Restorer(twice).text("[USER-K7Q2M9-A3X] [NOM-K7Q2M9-A3X] [USER-K7Q2M9]") == (
        "zroy [NOM-K7Q2M9-A3X] [USER-K7Q2M9]"
    )


def test_the_parts_of_a_name():
    assert fullest(["ZOÉ ROY", "Zoe Roy", "Zoé Roy", "Roy"]) == "Zoé Roy"
    assert surname(["Zoé Roy"]) == surname(["ROY Zoé", "Roy"]) == "Roy"
    assert given_name(["Zoé Roy"]) == "Zoé"
    assert surname(["Jean de la Durantaye"]) == "Jean de la Durantaye"


@given(st.text("AB1", max_size=5), st.text("AB1", max_size=5), st.integers(0, 4))
def test_distance_counts_changes(one, other, at):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, one[:at] + one[at + 1 :]) <= 1
    assert distance(one, one[:at] + one[at : at + 2][::-1] + one[at + 2 :]) <= 1
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_the_widest_is_that_of_the_longest_name():
    assert Names(EVE).widest == len("[PERSON-K7Q2M9-A3X]")
    assert Names({}).widest == 0
