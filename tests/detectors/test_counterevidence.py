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
