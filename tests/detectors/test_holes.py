"""Letters that were lost come back, and questions stay."""

import pytest

from detectors.holes import fill


@pytest.mark.parametrize(
    ("holed", "filled"),
    [
        ("H?l?ne Tr?panier", "Héléne Trépanier"),
        ("H\ufffdl\ufffdne", "Héléne"),
        ("?ric et Fran?ois", "Éric et François"),
        ("le probl?me", "le probléme"),
    ],
)
def test_a_word_gets_its_letters_back(holed: str, filled: str) -> None:
    assert fill(holed) == filled
    assert len(filled) == len(holed)


@pytest.mark.parametrize(
    "text",
    [
        "Quoi?Non merci.",
        "a?b",
        "index?id=3",
        "vraiment? oui",
        "pourquoi??tu",
        "xq?zwk",
        "",
        "la page?q=marie",
    ],
)
def test_a_question_stays(text: str) -> None:
    assert fill(text) == text
