import pytest

from detectors.model.gazetteer import Gazetteer
from detectors.model.labels import THINGS
from detectors.model.tagger import NameTagger
from detectors.model.training.documents import Document, unmark
from detectors.model.training.invent import Inventor
from detectors.model.training.samples import Sources

pytest.importorskip("torch", reason="torch is installed for training only")
pytest.importorskip("onnx", reason="onnx is installed for training only")

from detectors.model.training import train as training


@pytest.fixture
def sources(pool, folders, monkeypatch):
    monkeypatch.setattr("detectors.model.training.samples.INVENTED", 30)
    monkeypatch.setattr(training, "build", lambda *_: Gazetteer({"luc": 1}))
    text, spans = unmark("Bonjour [[PERSON|Luc Roy]], la salle est prise.")
    marked = tuple(Document(text, spans, "note", hides=THINGS) for _ in range(20))
    return Sources((), marked, marked[:1], pool, Inventor(pool, folders, folders))


def test_the_same_seed_gives_the_same_weights_and_they_load(sources, folders, tables, tmp_path):
    versions = []
    for name in ("a", "b"):
        training.train(
            sources, training.Plan(folders, tables, tmp_path / name, seed=5, budget=3000, copies=3)
        )
        versions.append(NameTagger(tmp_path / name).version)
    assert versions[0] == versions[1]
