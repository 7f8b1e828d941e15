import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.labels import Label
from detectors.marked import Mark, MarkedError, read_marked

plain = st.text(st.characters(exclude_characters="[]|\r"), max_size=20)


def test_a_document_is_its_text_and_its_marks():
    document = read_marked(
        "n", "# lang=fr genre=lettre\n\nBonjour [[PERSON|Ève]], NAS [[CA_SIN|046\n454 286]].\n"
    )
    assert document.text == "Bonjour Ève, NAS 046\n454 286.\n"
    assert document.marks == (Mark(8, 11, "PERSON"), Mark(17, 28, "CA_SIN"))
    assert (document.language, document.genre) == ("fr", "lettre")


@given(st.lists(st.tuples(plain, st.sampled_from(Label), plain.filter(bool))), plain)
def test_marks_put_in_come_out(pieces, end):
    body = "".join(f"{before}[[{label}|{value}]]" for before, label, value in pieces) + end
    document = read_marked("n", f"# lang=fr genre=g\n\n{body}")
    assert document.text == "".join(before + value for before, _, value in pieces) + end
    assert [(m.label, document.text[m.start : m.end]) for m in document.marks] == [
        (label, value) for _, label, value in pieces
    ]


@pytest.mark.parametrize("source", ["Bonjour", "", "# lang=fr\n\na\n[[NAME|x]]"])
def test_a_document_that_does_not_follow_the_guideline(source):
    with pytest.raises(MarkedError, match="n: "):
        read_marked("n", source)


def test_brackets_that_are_no_marks_are_text():
    text = "[[lien|texte]] [x] a[[1|2]]"
    assert read_marked("n", "# lang=fr\n\n" + text).text == text
