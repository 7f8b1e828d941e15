from hypothesis import given
from hypothesis import strategies as st

from detectors.model.context import Case, contexts
from detectors.model.features import row
from detectors.model.tokens import tokenize


def _at(text, word, nth=0):
    words = tokenize(text).words
    distinct, index = contexts(words)
    return distinct[index[[i for i, w in enumerate(words) if w == word][nth]]]


def test_a_field_label_reaches_its_value():
    text = "Nom du parent : Roy   Prénom : Luc\nsuite"
    assert _at(text, "Roy")[:2] == (row("context", "first parent"), row("context", "start nom"))
    assert _at(text, "Luc")[0] == row("context", "first prenom")
    assert _at(text, "suite")[:2] == (0, 0)


def test_a_heading_reaches_its_list_up_to_a_blank_line():
    text = "Personnes présentes :\n- Luc\n- Ève\n\nPaul"
    assert _at(text, "Luc")[0] == _at(text, "Ève")[0] == row("context", "last presentes")
    assert _at(text, "Paul")[0] == 0


def test_a_column_heading_reaches_its_cells():
    for text in (
        "Nom\tVille\nRoy\tAlma",
        "| Nom | Ville |\n|---|---|\n| Roy | Alma |",
        "Nom;Ville\nRoy;Alma",
    ):
        assert _at(text, "Roy")[0] == row("context", "column nom")
        assert _at(text, "Alma")[0] == row("context", "column ville")
    text = "nom,prenom,age,ville\nRoy,Luc,3,Alma\n\nRoy, Luc, Jean et Alma"
    assert _at(text, "Luc")[0] == row("context", "column prenom")
    assert _at(text, "Luc", 1)[0] == 0


def test_a_line_has_a_case():
    assert [_at(text, text.split()[0]).case for text in ("dis a julie", "JULIE ROY", "Julie Roy", "Voir Julie roy")] == [
        Case.LOWER, Case.UPPER, Case.TITLE, Case.MIXED,
    ]  # fmt: skip


@given(st.text(alphabet="ab:,;|\t\n .É1-"))
def test_every_token_has_a_context(text):
    words = tokenize(text).words
    distinct, index = contexts(words)
    assert len(index) == len(words)
    assert set(index) == set(range(len(distinct)))
