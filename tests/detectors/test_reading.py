"""What a reading knows about a place in a text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from detectors.reading import Reading


def test_a_label_above_its_value_leads_to_it() -> None:
    reading = Reading("NAS du demandeur\n212 345 672")
    assert reading.before(reading.text.index("212")).startswith("nas du demandeur")


def test_the_field_before_of_a_form_does_not() -> None:
    reading = Reading("NAS : 212 345 672\nRéf. 134000124")
    assert "nas" not in reading.before(reading.text.index("134"))


def test_what_follows_stays_in_its_line() -> None:
    reading = Reading("212 345 672 (NAS)\nfacture")
    assert reading.after(11) == " (nas)"


def test_a_misread_number_is_put_right_in_place() -> None:
    reading = Reading("téI. 4l8 555-Ol42")
    assert reading.repaired is not None
    assert reading.repaired.text.endswith("418 555-0142")
    assert Reading("l'élève de 12 ans").repaired is None


@given(st.text())
def test_all_copies_have_one_length(text: str) -> None:
    reading = Reading(text)
    assert len(reading.folded) == len(reading.text) == len(reading.encoded)
    assert reading.repaired is None or len(reading.repaired.text) == len(reading.text)


@given(st.text(alphabet="ab1 \n"), st.integers(0, 40), st.integers(1, 60))
def test_the_window_before_is_bounded(text: str, at: int, reach: int) -> None:
    at = min(at, len(text))
    assert len(Reading(text).before(at, reach)) <= reach


def test_what_was_put_right_far_away_changes_nothing_here() -> None:
    reading = Reading("NAS : 212 345 672" + " mot" * 50 + " et le NAS : 2l2 345 672")
    repaired = reading.repaired
    assert repaired is not None
    first, second = re.finditer(r"(?P<value>\d{3} \d{3} \d{3})", repaired.text)
    assert repaired.says_the_same(first, 120)
    assert not repaired.says_the_same(second, 120)
    assert not repaired.says_the_same(first, 250)


def test_a_capital_that_was_lost_makes_nothing_new() -> None:
    repaired = Reading("Dossier A-2041" + " mot" * 50 + " 2l2").repaired
    assert repaired is not None
    match = re.match(r"dossier (a-2041)", repaired.text)
    assert match is not None
    assert repaired.says_the_same(match, 120)


def test_what_was_put_right_has_a_neighbourhood() -> None:
    reading = Reading("NAS 2l2" + " mot" * 50 + " NAS 3l3 NAS 4l4")
    assert reading.near(10) is None
    assert reading.repaired is not None
    (first, end), (second, last) = reading.repaired.near(10) or ()
    assert (first, end) == (0, 17)
    assert (second, last) == (reading.text.index("3l3") - 10, len(reading.text) + 10)


def test_a_table_that_is_read_otherwise_is_new_everywhere() -> None:
    same = Reading("nom;nas;ville\nRoy;2l2 345 672;Laval\nCyr;212 345 672;Laval").repaired
    assert same is not None
    assert same.source is not None
    other = Reading("nom;na5;c0de\nRoy;2l2 345 672;Laval\nCyr;212 345 672;Laval").repaired
    assert other is not None
    assert other.source is None


def test_what_is_seen_where_it_was_put_right() -> None:
    repaired = Reading("mot " * 500 + "dossier 2l2, d0ssier 212").repaired
    assert repaired is not None
    afresh = Reading(repaired.text)
    assert afresh.seen.bits & ~repaired.seen.bits == 0
    for strings, places in afresh.seen.starts.items():
        assert set(places) <= set(repaired.seen.starts[strings])


def test_a_run_of_blanks_is_no_usual_text() -> None:
    assert not Reading("un  deux\n\ntrois" * 20).gaping
    assert Reading("un" + " \t" * 40 + "deux").gaping


def test_where_so_many_digits_stand_together() -> None:
    reading = Reading("a 12 b 345 678 c")
    assert reading.crowds(6, 8, 9) == [(6, 8)]
    assert reading.crowds(2, 2, 9) == [(2, 3), (7, 8), (8, 9), (11, 12), (12, 13)]
    assert reading.crowds(2, 2, 4) is None
    assert reading.crowds(9, 20, 4) == []


def test_a_text_as_it_was_written_is_new_everywhere() -> None:
    match = re.search(r"\d+", "NAS 212")
    assert match is not None
    assert not Reading("NAS 212").says_the_same(match, 120)
