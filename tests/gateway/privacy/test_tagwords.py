from detectors.labels import Label
from gateway.privacy.pseudonyms import tag_of
from gateway.privacy.tagwords import FORMS, WORDS, bare, known_words, words_of


def test_every_label_has_words_in_more_than_one_language():
    assert WORDS.keys() == set(Label)
    assert all(len(words) > 2 for words in WORDS.values())


def test_words_are_compared_without_accents_or_spaces():
    assert bare("Date de naissance") == "DATEDENAISSANCE"
    assert bare("TÉLÉPHONE") == "TELEPHONE"
    assert known_words("CA_SIN") >= {"SIN", "NAS"}
    assert words_of(["MY_LABEL"]) == {tag_of("MY_LABEL")} == {"MYLABEL"}
    assert all(word == bare(word) for word in FORMS)
