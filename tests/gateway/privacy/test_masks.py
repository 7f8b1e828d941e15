from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.channel import Channel, Piece
from gateway.privacy.masks import Masks, lowered, merged
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer

TABLE = {
    "Julie Lauzon": Hidden("Marie-Ève Gagnon", "PERSON"),
    "LAUZON": Hidden("GAGNON", "PERSON"),
    "Adrien Marcotte": Hidden("Paul d'Amours", "PERSON"),
    "581 555-0172": Hidden("514 555-1234", "PHONE_NUMBER"),
    "062 599 113": Hidden("046 454 286", "CA_SIN"),
    "H0H 3P8": Hidden("H2X 1Y4", "CA_POSTAL_CODE"),
    "secagela63@example.com": Hidden("Me@cegep.ca", "EMAIL_ADDRESS"),
    "[PERSON-K7Q2M9-A3X]": Hidden("Zoé Roy", "PERSON"),
}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Julie Lauzon", "Marie-Ève Gagnon"),
        ("Mme Lauzon", "Mme Gagnon"),
        ("Julie a dit", "Marie-Ève a dit"),
        ("JULIE LAUZON", "MARIE-ÈVE GAGNON"),
        ("julie lauzon", "marie-ève gagnon"),
        ("LAUZON", "GAGNON"),
        ("Lauzon's, d'Lauzon, les Lauzons", "Gagnon's, d'Gagnon, les Gagnons"),
        ("J. Lauzon", "M. Gagnon"),
        ("(Lauzon)", "(Gagnon)"),
        ("[Lauzon]", "[Gagnon]"),
        ("Lauzon, Julie et [PERSON-K7Q2M9-A3X]", "Gagnon, Marie-Ève et Zoé Roy"),
        ("Adrien Marcotte", "Paul d'Amours"),
        (
            "au 581 555-0172 ou 581-555-0172, (581) 555-0172",
            "au 514 555-1234 ou 514-555-1234, (514) 555-1234",
        ),
        ("062599113", "046454286"),
        ("h0h3p8 H0H 3P8", "h2x1y4 H2X 1Y4"),
        ("Secagela63@Example.com", "Me@cegep.ca"),
        ('{"nom": "Julie Lauzon"}', '{"nom": "Marie-Ève Gagnon"}'),
    ],
)
def test_a_surrogate_comes_back_in_whole_and_in_part(said, read):
    assert Restorer(TABLE).text(said) == read
    assert Restorer(TABLE).text(said + " " * 200) == read + " " * 200


@pytest.mark.parametrize(
    "said", ["Lauzonne", "Anne-Julie", "Julie-Anne", "xLauzon", "Julien", "1581 555-01720", "éLauzon"]
)
def test_what_only_holds_one_stays(said):
    assert Restorer(TABLE).text(said) == said


def test_a_word_of_two_people_is_nobodys():
    twice = {"Julie Lauzon": Hidden("Zoé Roy", "PERSON"), "Annie Lauzon": Hidden("Léa Côté", "PERSON")}
    assert Restorer(twice).text("Lauzon, Julie, Annie Lauzon") == "Lauzon, Zoé, Léa Côté"


FRAGMENTS = st.sampled_from(
    [*TABLE, "Julie", "Lauzon", "lauzon", "J. ", "s", "'s", " ", "-", "x", "1", "555-0", "H0H", "[", "]", "İ"]
)
CUTS = st.lists(st.integers(0, 200), max_size=8)


@given(st.lists(FRAGMENTS, max_size=9).map("".join), CUTS)
def test_any_cuts_give_what_the_whole_gives(text, cuts):
    restorer = Restorer(TABLE)
    channel, pieces = Channel(restorer), []
    places = sorted({0, len(text), *(at % (len(text) + 1) for at in cuts)})
    for start, end in pairwise(places):
        pieces.append(Piece(text[start:end]))
        channel.add(pieces[-1])
        assert sum(piece.left for piece in pieces) <= restorer.widest
    channel.finish()
    whole = Restorer(TABLE)
    assert "".join(piece.restored for piece in pieces) == whole.text(text)
    assert restorer.restored == whole.restored


@given(st.text(max_size=20))
def test_lower_case_moves_nothing(text):
    assert len(lowered(text)) == len(text)


def test_places_that_overlap_are_one():
    assert merged([(5, 7), (0, 2), (1, 4), (7, 8)]) == [(0, 4), (5, 8)]
    assert not Masks({"[PERSON-K7Q2M9-A3X]": Hidden("Zoé", "PERSON")})
