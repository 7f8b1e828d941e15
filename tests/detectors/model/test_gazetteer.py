from hypothesis import given
from hypothesis import strategies as st

from detectors.model.gazetteer import FLAGS, Gazetteer, Known, fold


def test_fold_forgets_case_accents_ligatures_and_what_cannot_be_seen():
    assert fold("MARIE-ÈVE") == fold("marie\u00ad-e\u0300ve") == "marie-eve"
    assert fold("Cœur d’Élie") == "coeur d'elie"


@given(st.text())
def test_fold_is_settled_at_once(text):
    assert fold(fold(text)) == fold(text)


def test_a_compound_is_known_by_its_ends():
    names = Gazetteer({"marie": int(Known.GIVEN), "roy": int(Known.SURNAME), "jean-roy": int(Known.PLACE)})
    assert names.of("marie") == Known.GIVEN
    assert names.of("marie-x-roy") == Known.GIVEN + FLAGS * Known.SURNAME
    assert names.of("jean-roy") == Known.PLACE
    assert names.of("luc") == 0


def test_it_reads_what_it_wrote(tmp_path):
    path = tmp_path / "names.tsv"
    Gazetteer({"roy": 2, "ève": 1}).write(path)
    again = Gazetteer.read(path)
    assert (again.of("roy"), again.of("ève"), again.of("luc")) == (2, 1, 0)
