import re

from detectors import gazetteer
from gateway.privacy.namelists import Gender, gender_of, given_names, surnames

OFFERED = {*given_names(Gender.WOMAN), *given_names(Gender.MAN), *given_names(Gender.EITHER), *surnames()}


def test_no_name_on_offer_is_a_word_or_a_place():
    assert len(OFFERED) > 700
    for name in OFFERED:
        folded = name.casefold()
        assert re.fullmatch("[A-Z][a-z]{3,9}", name), name
        assert not gazetteer.is_common(folded), name
        assert folded not in gazetteer.PLACES | gazetteer.BRANDS | gazetteer.STREETS | gazetteer.NEVER, name


def test_no_name_is_of_both_or_given_name_and_surname():
    women, men = set(given_names(Gender.WOMAN)), set(given_names(Gender.MAN))
    assert not women & men
    assert not set(surnames()) & (women | men)
    # A plural is told from another's name.
    assert not {name + "s" for name in OFFERED} & set(OFFERED)


def test_the_gender_of_a_name_on_offer_is_the_one_it_is_offered_for():
    assert {gender_of(name.casefold()) for name in given_names(Gender.WOMAN)} == {Gender.WOMAN}
    assert {gender_of(name.casefold()) for name in given_names(Gender.MAN)} == {Gender.MAN}


def test_the_gender_of_a_compound_is_that_of_its_first_part():
    assert gender_of("marie-claude") is gender_of("zoe") is Gender.WOMAN
    assert gender_of("jean-guy") is Gender.MAN
    assert gender_of("claude") is gender_of("xyzzy") is Gender.EITHER
