from random import Random  # noqa: TID251 - the same damage every time

import pytest
from damage import KINDS, edited, edits, measure, outcome, table
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.privacy.aliases import APART, Names, distance
from gateway.privacy.damaged import Reader
from gateway.privacy.glyphs import Cut
from gateway.privacy.pseudonyms import Hidden
from gateway.privacy.restore import Restorer

CALL = table(Random(7), people=60)
NAMES = sorted(CALL)
#: Damage that leaves no more to read than who it is: not enough where another comes near.
UNCERTAIN = {"form dropped", "form made up"}
#: Two of these hide every letter twice; the reader undoes one.
ENCODINGS = {
    kind for kind in KINDS if "percent" in kind or "HTML" in kind or "\\u" in kind or "width" in kind
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES[::9])
def test_each_kind_of_damage_is_undone(kind, name):
    if kind in UNCERTAIN and any(0 < distance(name[-11:-5], other[-11:-5]) < APART for other in NAMES):
        pytest.skip("another comes near, so that who it is does not tell enough")
    damaged = KINDS[kind](name, Random(name))
    assert outcome(Restorer(CALL), f"De {damaged} à", CALL[name].original) == "restored"


def test_two_kinds_at_once_never_give_another_and_mostly_the_right_one():
    alone, paired = measure(rounds=10)
    for kind in KINDS:
        assert alone[kind]["wrong"] == paired[kind]["wrong"] == 0
        assert alone[kind]["restored"] >= (8 if kind in UNCERTAIN else 10)
        assert paired[kind]["restored"] / paired[kind].total() > (0.6 if kind in ENCODINGS else 0.8)


@given(
    st.sampled_from(NAMES),
    st.randoms(use_true_random=False),
    st.sampled_from(["", " ", "a ", "(", "[", "M. "]),
)
@settings(max_examples=400)
def test_no_slip_of_one_or_two_characters_gives_another_person(name, chance, before):
    assert outcome(Restorer(CALL), before + edited(name, chance) + " b", CALL[name].original) != "wrong"


@given(st.sampled_from(NAMES), st.sampled_from(list(KINDS)), st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_no_damage_with_a_slip_gives_another_person(name, kind, chance):
    damaged = KINDS[kind](edited(name, chance), chance)
    assert outcome(Restorer(CALL), f"De {damaged} à", CALL[name].original) != "wrong"


def test_random_edits_over_whole_calls():
    found = edits(3000, seed=5)
    assert found["wrong"] == 0
    assert found["restored"] > 1000


def test_one_who_comes_near_another_is_not_told_by_less_than_a_whole_code():
    near = {"[PERSON-K7Q2M9-A3X]": Hidden("Zoé", "PERSON"), "[PERSON-K7Q2N8-B4Y]": Hidden("Léo", "PERSON")}
    assert Restorer(near).text("[PERSON-K7Q2M9] [PERSON-K7Q2N8-QQQ]") == "[PERSON-K7Q2M9] [PERSON-K7Q2N8-QQQ]"
    assert Restorer(near).text("person - k7q2m9 - a3x") == "Zoé"


def test_a_reader_waits_for_no_more_than_it_needs():
    names = Names({"[PERSON-K7Q2M9-A3X]": Hidden("Zoé", "PERSON")})
    for text in ("[", "[PERS", "[PERSON-K7", "[PERSON-K7Q2M9-A3X"):
        with pytest.raises(Cut):
            Reader(names, text, 0, final=False).bracketed(1)
    for text in ("[Voir l", "[PERSON-X", "[x]", "[PERSON, "):
        assert Reader(names, text, 0, final=False).bracketed(1) is None
    assert Reader(names, "[PERSON-K7Q2M9-A3X]", 0, final=False).bracketed(1).code == "K7Q2M9A3X"
