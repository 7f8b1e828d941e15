from random import Random  # noqa: TID251 - the same texts every time

from damage import KINDS, table
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.privacy.aliases import Names
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.reading import Reading
from gateway.privacy.restore import Restorer
from gateway.privacy.signs import signs

CALL = table(Random(3), people=20)
PROSE = st.sampled_from(
    ["le nom", " - ", "[voir ", "50% ", "M. ", "\\n", "é", "](#)", "date de ", "&amp;", "K7", "\\"]
)
DAMAGED = st.tuples(
    st.sampled_from(sorted(CALL)), st.sampled_from(list(KINDS)), st.sampled_from(list(KINDS))
).map(lambda drawn: KINDS[drawn[2]](KINDS[drawn[1]](drawn[0], Random(1)), Random(2)))


@given(st.lists(PROSE | DAMAGED, max_size=8).map("".join))
@settings(max_examples=300)
def test_whatever_can_be_read_shows_a_sign(text):
    restorer, names = Restorer(CALL), Names(CALL)
    everywhere, _settled = restorer.read(text, Reading())
    places = signs(text, names)
    there = restorer.read(text, Reading(), places=places)[0] if places else []
    assert there == everywhere


def test_prose_shows_none():
    names = Names(CALL)
    assert (
        signs("Le nom de la personne, son adresse et sa date de naissance : peut-être. 12-34 " * 50, names)
        == []
    )


def test_a_label_of_an_operators_own_shows():
    names = Names({"[DOSSIERINTERNE-K7Q2M9-A3X]": Hidden("x", "DOSSIER_INTERNE")})
    assert signs("dossierinterne-**k7q** 2m9-a3x", names)
