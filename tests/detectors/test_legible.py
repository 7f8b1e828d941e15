from hypothesis import given
from hypothesis import strategies as st

from detectors.legible import make_legible
from detectors.normalise import normalise


def legible(text: str) -> str:
    return make_legible(normalise(text).text, text).text


def test_long_dashes_are_shown_to_the_model() -> None:
    assert legible("Florent Vollant — Nipaiamianan, 10-12, Roy–Côté") == (
        "Florent Vollant — Nipaiamianan, 10-12, Roy–Côté"
    )


def test_digits_that_a_scanner_read_for_letters() -> None:
    assert legible("Jo1icoeur, Wi1l et Tinde11") == "Jolicoeur, Will et Tindell"
    assert legible("M0NTRÉAL, GlLLES TR1MBLE") == "MONTRÉAL, GlLLES TRIMBLE"
    assert legible("H0H 1C1, K08, A1B, le 11 mai, B12") == "H0H 1C1, K08, A1B, le 11 mai, B12"


def test_spread_words_come_together_and_columns_stay_apart() -> None:
    text = "Wi1l   Boyce  and   MacVicar  are  in  camp"
    found = make_legible(text, text)
    assert found.text == "Will Boyce and MacVicar are in camp"
    start = found.text.index("Boyce")
    first, last = found.back(0, start + len("Boyce"))
    assert text[first:last] == "Wi1l   Boyce"
    table = "Roy           Julie           12\nCôté          Marc            14"
    assert legible(table) == table


def test_one_wide_gap_is_left_alone() -> None:
    text = "Il est venu hier.  Elle est partie ce matin avec sa tante et son oncle."
    assert legible(text) == text


@given(st.text(alphabet="aB 1-—é0\n", max_size=60))
def test_every_span_finds_its_way_back(text: str) -> None:
    found = make_legible(normalise(text).text, text)
    for start in range(len(found.text)):
        first, last = found.back(start, start + 1)
        assert last - first == 1
        assert (text[first] == found.text[start]) or text[first] in "01-—"


@given(st.lists(st.text(alphabet="01aZÉé_2", min_size=1)))
def test_a_word_is_read_the_same_wherever_it_stands(words: list[str]) -> None:
    assert legible(" ".join(words)) == " ".join(map(legible, words))
