import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.privacy.namewords import Role, words_of

G, S, N, K = Role.GIVEN, Role.SURNAME, Role.INITIAL, Role.KEPT


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("Marie-Ève Gagnon", [G, S]),
        ("GAGNON, Marie-Ève", [S, G]),
        ("GAGNON Marie-Ève", [S, G]),
        ("Tremblay Julie", [S, G]),
        ("Gagnon", [S]),
        ("Zoé", [G]),
        ("J.-F. de la Durantaye", [N, K, K, S]),
        ("J. Roy", [N, S]),
        ("Mme Gagnon", [K, S]),
        ("Jean Paul Roy", [G, G, S]),
        ("MARIE GAGNON", [G, S]),
        ("L’Écuyer", [S]),
    ],
)
def test_each_word_of_a_name_has_a_role(name, roles):
    assert [word.role for word in words_of(name)] == roles


@given(st.text(max_size=30))
def test_words_stand_where_they_say(name):
    done = 0
    for word in words_of(name):
        assert name[word.start : word.end] == word.text
        assert word.start >= done
        done = word.end
