import numpy as np
import pytest

from detectors.model.gazetteer import Gazetteer
from detectors.model.labels import THINGS
from detectors.model.training.documents import Document, Span, unmark
from detectors.model.training.invent import Inventor
from detectors.model.training.samples import INVENTED, Sources, epoch, joined


def test_records_are_joined_with_their_spans():
    records = [Document(*unmark(f"Hier, [[PERSON|Luc{i}]] est venu seul. " * 6), "x") for i in range(9)]
    whole = list(joined(records))
    assert len(whole) < len(records)
    names = [d.text[s.start : s.end] for d in whole for s in d.spans]
    assert names == [f"Luc{i}" for i in range(9) for _ in range(6)]


@pytest.fixture(scope="module")
def drawn(pool, folders):
    marked = Document("Bonjour Luc", (Span(8, 11, "PERSON"),), "note", hides=THINGS)
    corpus = tuple(Document(f"Texte {i}", (), "corpus") for i in range(100))
    sources = Sources(((1.5, corpus), (0.2, corpus)), (marked,), (), pool, Inventor(pool, folders, folders))
    return epoch(sources, Gazetteer({}), np.random.default_rng(1), copies=5)


def test_shares_and_copies_are_kept(drawn):
    counts = {source: sum(d.source == source for d in drawn) for source in ("corpus", "note", "invented")}
    assert counts["note"] == 5
    assert counts["invented"] == INVENTED
    assert 100 + 30 < counts["corpus"] < 100 + 110


def test_one_copy_is_as_it_was_written(drawn):
    assert "Bonjour Luc" in [d.text for d in drawn if d.source == "note"]


def test_spans_lie_in_their_texts(drawn):
    assert all(0 <= s.start < s.end <= len(d.text) for d in drawn for s in d.spans)
