import gzip
import json

import pytest

from detectors.model.training.corpora import Corpus, clean, read_corpus
from detectors.model.training.documents import Span


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("madame de Rênal", "de Rênal"),
        ("M. de Tréville", "de Tréville"),
        ("le docteur Roy", "Roy"),
        ("Dr. Kimberly Liu", "Kimberly Liu"),
        ("Marie Roy", "Marie Roy"),
        ("milady", None),
        ("@luc", None),
    ],
)
def test_titles_and_handles_are_not_names(text, kept):
    span = clean(text, 0, len(text), "PERSON")
    assert (text[span.start : span.end] if span else None) == kept


def test_works_are_dropped_and_places_kept():
    assert clean("Hamlet", 0, 6, "MISC") is None
    assert clean("Alma", 0, 4, "LOC") == Span(0, 4, "LOC")


def test_a_corpus_drops_people_without_a_capital_where_told(tmp_path):
    record = {"text": "le cardinal vit Luc", "entities": [[3, 11, "PERSON"], [16, 19, "PERSON"]]}
    with gzip.open(tmp_path / "x.train.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(record) + "\n")
    (strict,) = read_corpus(tmp_path, Corpus("x", 1), "train")
    (free,) = read_corpus(tmp_path, Corpus("x", 1, capitals=False), "train")
    assert strict.spans == (Span(16, 19, "PERSON"),)
    assert len(free.spans) == 1  # "cardinal" alone is a title
