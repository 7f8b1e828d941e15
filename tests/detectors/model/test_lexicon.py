from detectors.model.lexicon import Lexicon
from detectors.model.senses import RARE, UNKNOWN
from detectors.model.weights import SHIPPED, read_meanings


def test_the_shipped_tables_know_words_and_names_apart():
    lexicon = Lexicon.read(SHIPPED)
    page = lexicon.french.of("page")
    assert 0 < page.lower != page.title > 0
    small, capital = divmod(lexicon.french.of("tremblay").common, RARE + 1)
    assert small > capital
    assert lexicon.english.of("sunday").title == lexicon.english.of("friday").title
    assert lexicon.french.of("zzyxq") is UNKNOWN is lexicon.english.of("zzyxq")


def test_every_group_of_the_french_table_has_a_vector():
    groups = len(read_meanings(SHIPPED).table)
    french = Lexicon.read(SHIPPED).french
    assert all(max(column) < groups for column in french._columns[:2])
