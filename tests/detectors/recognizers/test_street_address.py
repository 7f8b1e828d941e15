from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.reading import Reading
from detectors.recognizers.street_address import StreetAddress

ADDRESSES = [
    "950, rue Marie-Anne Est, appartement 5",
    "9250 BOUL. LACORDAIRE APP 17",
    "884 rang des Quarante",
    "88 Cameron Street, Unit 5",
    "7402, 17e Avenue, #3",
    "715 11e avenue app 3",
    "615 41st ave apt 2",
    "455 rg Bas St-Jacques",
    "5775A Jeanne-Mance Street",
    "6105 croissant Sardou, sous-sol",
    "4870, chemin du Souvenir, app. 1102",
    "4315 Coloniale Ave., apt. 7",
    "40 chemin de la Grande-Côte, Room 212",
    "3095, 1re Avenue, appartement 12",
    "22B Old Malone Highway",
    "5199 Sherbrooke Street East",
    "77-A rue Georges",
    "51, rang Saint-Malo, case postale 14",
    "2309, Bourbonnière, app. 2",
    "soixante et onze route de l'église",
    "l27, rue Saint-Germain Est, app. 3O4",
    "139 kilbride avenue",
    "45, 2e Rang Ouest",
    "5-B Maple Crossing",
    "40 Ter, rue du Domaine",
    "87 rue des érables",
    "1431 route 117 Sud",
    "19 Maple Grove, R.R. 4",
    "1650 Lincoln Ave, PH-3",
    "902, 1re Rue Ouest, app. B",
    "22-B Milton St",
    "1925 rue panet numéro 6",
    "4777, rue Beaudry Nord, ss-sol",
    "27 Ch. du Club, chalet 9",
    "quatorze cent vingt-deux, chemin de la Côte",
    "quatre cent six rue des bouleaux appartement deux",
]
#: An address, and a text that it is found in by what stands around it.
PLACED = [
    ("1730\\, rue Principale\\, local 2", "LOCATION:1730\\, rue Principale\\, local 2"),
    ("902, 1re Rue Ouest, app. B", "(3, '902, 1re Rue Ouest, app. B', 'J9T')"),
    ("22-B Milton St", "(1, '22-B Milton St')"),
    ("2040 Cabot, 3", "écrivez-moi au 2040 Cabot, 3 je veux"),
    ("rg St-Joseph, 1140", "le monsieur du rg St-Joseph, 1140, refuse"),
]
OTHERS = [
    "Code civil, art. 1941, alinéa 2",
    "Un 5½ de la rue Beaubien",
    "à 9 h 50, cour Pelletier",
    "le 2 mai 2024, rue Ontario",
    "L.R. (1985), ch. E-2",
    "1999, ch. 31 des lois",
    "12 $ la place Bourget",
    "Guide du Portugal 2025, cote 914.69",
    "la Loi de 1200 Watts, 3 modèles",
    "3 boulevards, 2 routes, 4 places",
    "sur la rue Ontario et le boulevard Pie-IX",
    "poste 4410, avenue du succès",
]


def found(text: str) -> list[str]:
    reading = Reading(text)
    return [text[hit.start : hit.end] for hit in StreetAddress().find(reading)]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "frame", ["{}", "Il reste au {}, à Lévis.", "Adresse : {}\nVille : Lévis", "x\t{}\tH1H 1H1"]
)
def test_an_address_is_found_exactly(frame: str, address: str) -> None:
    assert found(frame.format(address)) == [address]


@pytest.mark.parametrize(("address", "text"), PLACED)
def test_an_address_is_found_where_it_stands(address: str, text: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize("text", OTHERS[:-1])
def test_what_is_no_address_is_spared(text: str) -> None:
    assert found(text) == []


@given(st.text("12 ,rueRavSt.-Deniapp#\n½C.P", max_size=60))
def test_findings_are_ordered_within_the_text_and_apart(text: str) -> None:
    reading = Reading(text)
    hits = list(StreetAddress().find(reading))
    assert all(0 <= hit.start < hit.end <= len(reading.text) for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))
