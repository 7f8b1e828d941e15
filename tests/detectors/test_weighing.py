from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from detectors.weighing import LEAN, Case, _case, addresses, weigh


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: str
    score: float


def chance(text: str, name: str, score: float, *others: Span, strictness: float = 0.0) -> float:
    start = text.index(name)
    span = Span(start, start + len(name), "PERSON", score)
    return next(found for one, found in weigh(text, [span, *others], strictness) if one is span)


@given(st.text(st.sampled_from("aAéÉ?ªßŒœ1 ’ЖжΩǅ漢\ud800") | st.characters(), max_size=9))
def test_every_letter_counts_in_how_a_text_is_written(text: str) -> None:
    capitals, letters = sum(map(str.isupper, text)), sum(map(str.isalpha, text))
    expected = Case.UPPER if capitals * 2 > letters else Case.MIXED
    assert _case(text) is (Case.LOWER if capitals * 200 < letters else expected)


def test_a_sure_name_is_a_person() -> None:
    assert chance("Hier, Bérengère est venue.", "Bérengère", 0.9999) > 0.8


def test_a_school_is_doubted_though_the_model_is_fairly_sure() -> None:
    text = "Hier, à l'école Papineau, il y a eu du bruit."
    assert chance(text, "Papineau", 0.95) < 0.5


def test_a_town_is_no_person_and_a_known_given_name_is_likelier_than_an_unknown_word() -> None:
    assert chance("On a vu Mistissini hier.", "Mistissini", 0.95) < 0.5
    assert chance("On a vu Réjean hier.", "Réjean", 0.95) > chance("On a vu Ryobix hier.", "Ryobix", 0.95)


def test_things_around_speak_against_and_people_around_for() -> None:
    text = "Bélisko et Marie " + "puis on mange " * 40
    marie = Span(11, 16, "PERSON", 0.9999)
    thing = Span(11, 16, "ORG", 0.9999)
    alone = chance(text, "Bélisko", 0.97)
    assert chance(text, "Bélisko", 0.97, thing) < alone < chance(text, "Bélisko", 0.97, marie)


def test_small_letters_speak_against_only_where_the_rest_has_capitals() -> None:
    small = "demande à zénon de venir, puis on verra bien ce que cela donne demain au village"
    assert chance(small, "zénon", 0.95) > chance(f"Alors, {small} Oui. Non. AH.", "zénon", 0.95)


def test_capitals_speak_against_only_where_the_rest_has_none() -> None:
    assert chance("DEMANDE À ZYLKO DE VENIR", "ZYLKO", 0.95) > chance(
        "demande à ZYLKO de venir", "ZYLKO", 0.95
    )


def test_a_name_that_comes_again_or_is_half_of_another_is_likelier() -> None:
    text = "Ryobix est venu. Zora Ryobix, oui. Puis Ryobix."
    again, whole = Span(40, 46, "PERSON", 0.97), Span(17, 28, "PERSON", 0.97)
    once = chance(text, "Ryobix", 0.97)
    assert once < chance(text, "Ryobix", 0.97, again)
    assert once < chance(text, "Ryobix", 0.97, whole)


def test_a_full_name_in_the_text_makes_the_others_likelier() -> None:
    text = "Hier, Marie Tremblay a vu Ryobix."
    assert text[6:20] == "Marie Tremblay"
    full = Span(6, 20, "PERSON", 0.99)
    unknown = Span(6, 11, "PERSON", 0.99)
    assert chance(text, "Ryobix", 0.97, unknown) < chance(text, "Ryobix", 0.97, full)


def test_the_words_right_before_speak() -> None:
    plain = chance("On a vu, avec Ryobix, le reste.", "Ryobix", 0.97)
    assert chance("On a vu, avec la Ryobix, le reste.", "Ryobix", 0.97) < plain
    assert chance("On a vu, avec « Ryobix », le reste.", "Ryobix", 0.97) < plain
    assert chance("On a vu le fauteuil Ryobix, le reste.", "Ryobix", 0.97) < 0.5
    assert chance("On a vu les rues Sylvie, Luc et Ryobix.", "Ryobix", 0.999) < 0.5


def test_what_is_sold_under_a_name_keeps_it_all_over_the_text() -> None:
    text = "Le fauteuil Ryobix est là. Ryobix coûte cher."
    sold, later = Span(12, 18, "PERSON", 0.97), Span(27, 33, "PERSON", 0.97)
    found = {name.start: odds for name, odds in weigh(text, [sold, later])}
    free = {name.start: odds for name, odds in weigh(text.replace("fauteuil", "docteur "), [sold, later])}
    assert found[27] < free[27]


def test_strictness_hides_more() -> None:
    text = "On a parlé de Ryobix."
    balanced = chance(text, "Ryobix", 0.9)
    # The model was asked with a greater head start, which its score shows.
    assert chance(text, "Ryobix", 0.99, strictness=2.0) > balanced


def test_other_kinds_are_not_told() -> None:
    assert not list(weigh("la Caisse Roy", [Span(3, 13, "ORG", 0.9)]))
    assert not list(weigh("", []))


def test_addresses_come_with_their_own_odds() -> None:
    spans = [Span(0, 10, "ADDRESS", 0.5), Span(12, 15, "PERSON", 0.9)]
    assert [(span.start, odds) for span, odds in addresses(spans)] == [(0, -LEAN)]
