from types import SimpleNamespace

from detectors.model.gazetteer import Known
from detectors.model.training.documents import Document
from detectors.model.training.gazetteers import build


def _origin(given, surnames):
    return SimpleNamespace(given=given, surnames=surnames)


def test_words_get_all_their_flags(tmp_path):
    (tmp_path / "municipalities.txt").write_text("Alma\nSaint-Roy\n", "utf-8")
    many = tuple(f"Nom{chr(97 + i)}x" for i in range(26))
    pool = SimpleNamespace(origins=(_origin(("Rose",), ("Côté", "Roy")), _origin(many, ())), invented=1)
    text = Document("la rose est sur la table, la table est là", (), "")
    listed = build(SimpleNamespace(pool=pool, corpora=((1.0, (text,)),), marked=()), tmp_path)
    assert listed.of("rose") == Known.GIVEN | Known.COMMON
    assert listed.of("cote") == Known.SURNAME | Known.STREET
    assert listed.of("alma") == Known.PLACE
    assert listed.of("ecole") == Known.BODY
    assert 5 < sum(listed.of(name.lower()) == Known.GIVEN for name in many) < 21  # half of the invented names
