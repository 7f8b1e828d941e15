import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.counterevidence import names_a_thing
from detectors.enumerations import is_of_a_kind, listed_with_things

LISTED = [
    "les rues Sylvie, Luc, Nathalie et [Steve], dans",
    "Rapports et commissions : Parent, Gendron, [Ménard], Rochon",
    "trophées Hart, Vézina, Norris, [Conn Smythe], Masterton",
    "écoles primaires Joly, Roy et [Boisclair]",
    "prix Félix, Olivier, [Gémeaux]",
    "Languages: Ada, Pascal, [Julia]",
    "Choose a colour: Espresso, Olive, [Rose], Jade",
    "Les bibliothèques Claire-Martin (rénovée), Fernand-Séguin et [Roger-Van den Hende]",
]
NOT_LISTED = [
    "Présents : Luc, Marie, [Jean]",
    "Équipes : Luc, Marie et [Jean]",
    "Voitures : Julie, Marc et [Luc]",
    "les écoles de Marie, Luc et [Paul]",
    "rue Papineau, [Marie] attend",
    "Les rues sont belles, [Marie] le dit",
    "la rue Sylvie est fermée, et [Luc] attend",
    "J'ai vu les rues Sylvie et Luc. Hier, [Marie] est venue",
    "[Marie]",
]
OF_A_KIND = [
    "le fauteuil [Rosalie]",
    "le chat [Biscuit]",
    "un manteau [Kanuk] bleu",
    "fromages [Victor]",
    "Fromages : [Oka]",
    "teinte « [Victoria] »",
    "le rapport [Parent]",
]
OF_NO_KIND = [
    "mon frère [Luc]",
    "Camion : [Marc]",
    "avec [Marie]",
    "Client : [Roy]",
    "le fauteuil de [Rosalie]",
    "[Rosalie]",
]


def cut(example: str) -> tuple[str, int, int]:
    start, end = example.index("["), example.index("]") - 1
    return example.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize("example", LISTED)
def test_what_a_plural_head_begins_is_a_list_of_things(example: str) -> None:
    text, start, end = cut(example)
    assert listed_with_things(text, start)
    assert names_a_thing(text, start, end)


@pytest.mark.parametrize("example", NOT_LISTED)
def test_a_list_of_people_is_none_of_things(example: str) -> None:
    text, start, _ = cut(example)
    assert not listed_with_things(text, start)


@pytest.mark.parametrize("example", OF_A_KIND)
def test_goods_works_and_animals_bear_names(example: str) -> None:
    text, start, end = cut(example)
    assert is_of_a_kind(text, start)
    assert names_a_thing(text, start, end)
    assert not names_a_thing(text, start, end, sure=True)


@pytest.mark.parametrize("example", OF_NO_KIND)
def test_other_nouns_lead_to_people(example: str) -> None:
    text, start, _ = cut(example)
    assert not is_of_a_kind(text, start)


@given(st.text("rues ÉcolsLuc,et:.«»\n()", max_size=80), st.integers(0, 80))
def test_any_text_and_offset_can_be_asked(text: str, at: int) -> None:
    listed_with_things(text, min(at, len(text)))
    is_of_a_kind(text, min(at, len(text)))
