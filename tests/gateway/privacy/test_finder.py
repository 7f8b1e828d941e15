import pytest

from gateway.privacy.aliases import Names
from gateway.privacy.finder import Finder
from gateway.privacy.glyphs import Cut, Encoding
from gateway.privacy.masks import Masks
from gateway.privacy.pseudonyms import Hidden

ROY = {"[PERSON-K7Q2M9-A3X]": Hidden("Zoé Roy", "PERSON")}


def finder(hidden=ROY):
    return Finder(Names(hidden), Masks(hidden))


def test_it_tells_where_and_how_it_is_written():
    assert finder().at("[PERSON-K7Q2M9-A3X]", 0, final=True) == (0, 19, "Zoé Roy", frozenset(), True, "")
    begin, end, original, encodings, closed, _token = finder().at("%5BPERSON-K7Q2M9-A3X%5D", 0, final=True)
    assert (begin, end, original, encodings, closed) == (0, 23, "Zoé Roy", {Encoding.PERCENT}, True)
    assert finder().at("PERSON-K7Q2M9-A3X", 0, final=True)[4] is False
    assert finder({"Julie": Hidden("Zoé", "PERSON")}).at("Julie", 0, final=True)[4] is None


def test_a_backslash_is_of_its_writing_only_where_both_brackets_have_one():
    assert finder().at("\\[PERSON-K7Q2M9-A3X\\]", 0, final=True)[:2] == (0, 21)
    assert finder().at("\\[PERSON-K7Q2M9-A3X]", 0, final=True)[:2] == (1, 20)


def test_it_begins_at_a_bracket_or_a_word():
    assert finder().begin("a, (b", 1, ()) == 4
    assert finder().begin("12 34", 0, ()) is None
    assert finder().begin("a b c d", 1, ((4, 5),)) == 4


def test_it_waits_for_the_rest_of_a_word():
    with pytest.raises(Cut):
        finder().at("pers", 0, final=False)
    assert finder().at("pers", 0, final=True) is None
    assert finder().at("Trump", 0, final=False) is None


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("[PERSON-AAAAAA-AAA]", 18),
        ("[PERSON - K7Q2 M8 - A3X] a", 23),
        ("[AB-ABCDEF-AB1]", 14),
        ("PERSON-AAAAA1-AAA ", 17),
        ("PERSON-AAAAAA-AAA ", None),
        ("[personne-ressource]", None),
        ("[sous-titre]", None),
        ("[Voir la page-12]", None),
        ("\\[", None),
    ],
)
def test_what_looks_like_one_is_told_from_other_brackets(text, end):
    assert finder().is_doubtful(text, 0)
    assert finder().resembling(text, 0, final=True) == end
