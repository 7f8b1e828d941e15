import pytest

from detectors.counterevidence import names_a_thing

THINGS = [
    "la rue [Papineau] est fermée",
    "au 12, boul. [René-Lévesque] Ouest",
    "l'Université [Laval] recrute",
    "Pharmacie [Jean Coutu] du coin",
    "chez [Jean Coutu] hier",
    "école Louis-Joseph-[Papineau]",
    "l'école secondaire [Jeanne-Mance]",
    "à [Saint-Jérôme] demain",
    "la loi [Lacombe] prévoit",
    "le Prix [Paul-Émile-Borduas]",
    "la Clinique [Tremblay] ferme",
    "Fondation Lucie et [André Chagnon]",
    "Centre de services scolaire [Marie-Victorin]",
    "le pont [Jacques-Cartier]",
    "[Tremblay] et Fils",
    "[Lajeunesse] inc.",
    "[Wilfrid Laurier] Foundation money",
    "along [Sherbrooke] Street",
    "the [Terry Fox] run",
    "rue de la [Montagne]",
    "chemin de [Chambly]",
]
PERSONS = [
    "l'école de [Mathis] ferme à midi",
    "la rue Ontario avec [Marie Gagnon]",
    "À la maison [Julie] a dit non",
    "rue Papineau. [Marie Roy] attend",
    "à l'hôpital, [Guy Côté] attend",
    "J'ai vu [Marie Tremblay] hier",
    "l'école Jeanne-Mance et [Marie Gagnon]",
    "le chum d'[Anaïs] est pas là",
    "au centre Guy-Descary. [Ravi] viendra",
]


def spanned(marked: str) -> tuple[str, int, int]:
    start, end = marked.index("["), marked.index("]") - 1
    return marked.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize("marked", THINGS)
def test_a_thing_named_after_a_person_is_told(marked: str) -> None:
    assert names_a_thing(*spanned(marked))


@pytest.mark.parametrize("marked", PERSONS)
def test_a_person_is_not_taken_for_a_thing(marked: str) -> None:
    assert not names_a_thing(*spanned(marked))


@pytest.mark.parametrize("marked", ["M. [Saint-Jean] viendra", "Mme [Laval] a signé"])
def test_a_title_outweighs_a_town_and_a_saint(marked: str) -> None:
    assert names_a_thing(*spanned(marked))
    assert not names_a_thing(*spanned(marked), sure=True)


@pytest.mark.parametrize("name", ["Lionel-Groulx", "Monique-Corriveau", "Félix-Leclerc"])
def test_a_given_name_joined_to_a_surname_names_a_thing(name: str) -> None:
    assert names_a_thing(f"Nouveau : {name} ouvre lundi", 10, 10 + len(name), sure=True)


@pytest.mark.parametrize("name", ["Marie-Ève", "Gagnon-Roy", "Jean-Roch", "Nguyen-Sabourin"])
def test_joined_given_names_or_surnames_name_people(name: str) -> None:
    assert not names_a_thing(f"Selon {name}, lundi", 6, 6 + len(name))


@pytest.mark.parametrize("name", ["Mistissini", "Dharamsala", "Speedo"])
def test_towns_and_brands_are_things_unless_something_says_otherwise(name: str) -> None:
    assert names_a_thing(f"vu {name} hier", 3, 3 + len(name))
    assert not names_a_thing(f"vu {name} hier", 3, 3 + len(name), sure=True)


@pytest.mark.parametrize(
    ("text", "name", "thing"),
    [
        ("une maladie de Dupuytren bilatérale", "Dupuytren", True),
        ("un signe de Nikolsky", "Nikolsky", True),
        ("la députée de Gouin a répondu", "Gouin", True),
        ("la maladie de Gérard progresse", "Gérard", False),
        ("the diary of Pelletier", "Pelletier", False),
    ],
)
def test_a_surname_says_whose_disease_it_is_and_a_given_name_who_has_it(text, name, thing):
    start = text.index(name)
    assert names_a_thing(text, start, start + len(name)) is thing
