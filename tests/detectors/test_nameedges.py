import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.nameedges import completed, tidy


def tidied(text: str, marked: str) -> str:
    start = text.index(marked)
    first, last = tidy(text, start, start + len(marked))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ("vu Mme Gagnon hier", "Mme Gagnon", "Gagnon"),
        ("vu Jo-Annie guéris toi", "Jo-Annie guéris", "Jo-Annie"),
        ("love Steve", "love Steve", "Steve"),
        ("Bogdan's log", "Bogdan's", "Bogdan"),
        ("Handel's Messiah", "Handel's Messiah", "Handel"),
        ("le chum d'Anaïs", "d'Anaïs", "Anaïs"),
        ("Bienvenue Tristan", "Bienvenue Tristan", "Tristan"),
        ("vu Vollant - Nipaiamianan", "Vollant - Nipaiamianan", "Vollant"),
        ("vu Mary-Catherine (MC)", "Mary-Catherine (MC", "Mary-Catherine"),
        ("ton rig jeff", "rig jeff", "jeff"),
        ("(Nicolas « mon gendre »)", "Nicolas « mon gendre »", "Nicolas"),
        ("«Rose»", "«Rose»", "Rose"),
        ("Anna\tBob", "Anna\tBob", "Anna"),
        ("De : Pilar Echeverry IPSPL, coop", "Pilar Echeverry IPSPL", "Pilar Echeverry"),
        ("VU PILAR ECHEVERRY ICI", "PILAR ECHEVERRY", "PILAR ECHEVERRY"),
        ("Pilar Echeverry ROY", "Pilar Echeverry ROY", "Pilar Echeverry ROY"),
        ("the Rev'd Thandiwe Mokoena", "Rev'd Thandiwe Mokoena", "Thandiwe Mokoena"),
    ],
)
def test_what_is_no_part_of_a_name_goes(text: str, marked: str, name: str) -> None:
    assert tidied(text, marked) == name


@pytest.mark.parametrize(
    ("text", "marked", "name"),
    [
        ('née Antonio "Tony Cement"', "Antonio", 'Antonio "Tony Cement"'),
        ("Gertrude Ber-\nnier-Fournier\n", "Gertrude Ber", "Gertrude Ber-\nnier-Fournier"),
        ("votre fils Ma-\nthieu vient", "thieu", "Ma-\nthieu"),
        ("vu Espérance M. hier", "Espérance M", "Espérance M."),
        ("et TRAN, Q. est venu", "Q", "Q."),
        ("mon voisin, Hercule Beaulac-Trottier", "Beaulac-Trottier", "Hercule Beaulac-Trottier"),
        ("vu Roch Demain hier", "Roch", "Roch"),
        ("vu Julie Lavoie hier", "Julie", "Julie Lavoie"),
    ],
)
def test_what_was_cut_off_returns(text: str, marked: str, name: str) -> None:
    assert tidied(text, marked) == name


@pytest.mark.parametrize(
    ("text", "marked"),
    [("Chère Directrice Lavoie", "Lavoie"), ("Le Lavoie", "Lavoie"), ("l'école. Ensuite Lavoie", "Lavoie")],
)
def test_the_words_before_a_name_stay_out(text: str, marked: str) -> None:
    assert tidied(text, marked) == marked


@given(st.text(alphabet="Ab 'é.-\n\"(«»,d1", max_size=30), st.data())
def test_a_span_stays_a_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for first, last in (tidy(text, start, end), completed(text, start, end)):
        assert 0 <= first <= len(text)
        assert first <= last <= len(text)
