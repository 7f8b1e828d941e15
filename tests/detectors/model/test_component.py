import pytest
import spacy

from detectors.model import component
from detectors.model.tagger import NameTagger


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("paravent_names")
    return pipeline


def test_entities_are_what_the_tagger_finds(nlp):
    text = "Hier, Marie-Ève Gagnon a téléphoné à Karim Benali."
    doc = nlp(text)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Marie-Ève Gagnon", "PERSON"),
        ("Karim Benali", "PERSON"),
    ]
    assert [(e.start_char, e.end_char) for e in doc.ents] == [
        (s.start, s.end) for s in NameTagger().tag(text)
    ]


def test_entities_that_are_there_already_win():
    pipeline = spacy.blank("xx")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "STAFF", "pattern": "Gagnon"}])
    pipeline.add_pipe("paravent_names", config={"strictness": 1.0})
    doc = pipeline("Marie-Ève Gagnon et Karim Benali étaient là.")
    assert [(e.text, e.label_) for e in doc.ents] == [("Gagnon", "STAFF"), ("Karim Benali", "PERSON")]


def test_weights_may_be_named():
    made = component.make_names(spacy.blank("xx"), "names", None, 0.0)
    assert isinstance(made, component.Names)
