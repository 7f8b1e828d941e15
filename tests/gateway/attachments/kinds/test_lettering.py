import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.attachments.kinds.lettering import Lettering, Word, joined
from gateway.attachments.kinds.reading import Reason, Unfit


def line(text: str, top: int = 10, certainty: float = 95.0) -> tuple[Word, ...]:
    """Words of ten pixels a letter, twenty high."""
    words, left = [], 20
    for word in text.split():
        words.append(Word(word, (left, top, left + 10 * len(word), top + 20), certainty))
        left += 10 * (len(word) + 1)
    return tuple(words)


def lettering(*lines: tuple[Word, ...]) -> Lettering:
    return Lettering(lines, 600, 300)


def test_the_text_has_the_lines():
    assert lettering(line("Mme Marie Gagnon"), line("NAS 1")).text == "Mme Marie Gagnon\nNAS 1"


def test_a_value_is_painted_whole_with_a_margin():
    found = lettering(line("Mme Marie Gagnon"), line("Marie", 60))
    assert found.boxes([(4, 16)], 0) == [(55, 5, 185, 35)]


def test_a_word_is_painted_whole_where_a_part_of_it_is_found():
    found = lettering(line("NAS:558 073"))
    assert found.boxes([(4, 11)], 0) == [(15, 5, 135, 35)]


def test_a_value_over_two_lines_is_painted_in_both():
    found = lettering(line("Mme Marie"), line("Gagnon ici", 60))
    assert found.boxes([(4, 16)], 0) == [(55, 5, 115, 35), (15, 55, 85, 85)]


def test_the_margin_stays_in_the_picture_and_is_of_the_shorter_side():
    found = Lettering(((Word("Gagnon", (0, 0, 20, 100), 95.0),),), 22, 101)
    assert found.boxes([(0, 6)], 0) == [(0, 0, 22, 101)]


def test_what_cannot_be_told_is_painted_as_well():
    found = lettering(line("Mme"), line("Gagn0n | —", 60, 59.0))
    assert found.boxes([], 60) == [(15, 55, 85, 85)]
    assert (found.doubtful(60), found.doubtful(50)) == (1, 0)


def test_an_image_of_which_less_than_half_can_be_told_is_refused():
    sure, doubtful = line("a" * 20), line("b" * 21, certainty=10)
    lettering(sure, doubtful[:0]).check(60)
    lettering(sure, line("b" * 20, certainty=10)).check(60)
    lettering(line("b" * 19, certainty=10)).check(60)
    with pytest.raises(Unfit) as caught:
        lettering(sure, doubtful).check(60)
    assert caught.value.reason is Reason.GARBLED


def test_a_second_reading_adds_what_the_first_has_not():
    first = [line("Mme Marie Gagnon"), line("NAS 1")]
    assert joined(first, [line("NAS 1"), line("Marie")]) == tuple(first)
    assert joined(first, [line("NAS 12"), line("Gagnon Gagnon")]) == (
        *first,
        line("NAS 12"),
        line("Gagnon Gagnon"),
    )


WORDS = st.lists(
    st.lists(st.text("abé1", min_size=1, max_size=8), min_size=1, max_size=5), min_size=1, max_size=4
)


@given(WORDS, st.data())
def test_every_letter_of_a_span_is_under_paint(lines, data):
    made = lettering(*(line(" ".join(words), 10 + 50 * at) for at, words in enumerate(lines)))
    text = made.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    boxes = made.boxes([(start, end)], 0)
    at = 0
    for words in made.lines:
        for word in words:
            touched = any(start <= place < end for place in range(at, at + len(word.text)))
            covered = any(
                box[0] <= word.box[0]
                and box[1] <= word.box[1]
                and box[2] >= word.box[2]
                and box[3] >= word.box[3]
                for box in boxes
            )
            assert covered or not touched
            at += len(word.text) + 1
