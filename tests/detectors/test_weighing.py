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
