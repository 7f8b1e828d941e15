from hypothesis import given
from hypothesis import strategies as st

from detectors.model.labels import THINGS
from detectors.model.training.documents import Document, Span, held_out, read_marked, sentences, unmark


def test_marks_come_off_and_tell_what_they_held():
    text, spans = unmark("M. [[PERSON|Roy]], [[STREET_ADDRESS|12, rue A]], NAS [[CA_SIN|046 454 286]].")
    assert text == "M. Roy, 12, rue A, NAS 046 454 286."
    assert [(text[s.start : s.end], s.kind) for s in spans] == [
        ("Roy", "PERSON"),
        ("12, rue A", "ADDRESS"),
        ("046 454 286", "OTHER"),
    ]


@given(st.lists(st.tuples(st.text("ab \n"), st.text("xy", min_size=1))))
def test_unmarking_undoes_marking(parts):
    marked = "".join(f"{before}[[PERSON|{name}]]" for before, name in parts)
    text, spans = unmark(marked)
    assert text == "".join(before + name for before, name in parts)
    assert [text[s.start : s.end] for s in spans] == [name for _, name in parts]


def test_a_marked_document_does_not_tell_its_places(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# lang=en genre=note\n\nDear [[PERSON|Hope]],\nthe park is open", "utf-8")
    document = read_marked(path)
    assert document == Document(
        "Dear Hope,\nthe park is open", (Span(5, 9, "PERSON"),), "a", hides=THINGS, english=True
    )


def test_sentences_hold_no_span():
    text, spans = unmark("Le comité se réunit lundi matin. Dis à [[PERSON|Luc]] que la salle est prise. Ok.")
    assert sentences(Document(text, spans, "")) == ["Le comité se réunit lundi matin"]


def test_about_a_seventh_is_held_out_whatever_the_folder(tmp_path):
    names = [f"{i:03}-note.txt" for i in range(400)]
    held = [name for name in names if held_out(tmp_path / name)]
    assert held == [name for name in names if held_out(tmp_path / "elsewhere" / name)]
    assert 40 < len(held) < 80
