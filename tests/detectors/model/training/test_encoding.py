import numpy as np
import pytest

from detectors.model.gazetteer import Gazetteer
from detectors.model.labels import LABELS, THINGS
from detectors.model.tokens import tokenize
from detectors.model.training.documents import Document, unmark

pytest.importorskip("torch", reason="torch is installed for training only")

from detectors.model.training.encoding import BATCH, Encoder


def _names(bits):
    return {label for i, label in enumerate(LABELS) if bits >> i & 1}


def _allowed(marked, *, hides):
    text, spans = unmark(marked)
    (piece,) = Encoder(Gazetteer({})).pieces(Document(text, spans, "", hides=hides), np.random.default_rng(0))
    return dict(zip(tokenize(text).words, map(_names, piece.allowed.tolist()), strict=True))


def test_a_complete_document_allows_one_label_per_token():
    allowed = _allowed("[[PERSON|Luc Roy]] à [[LOC|Alma]].", hides=())
    assert allowed == {"Luc": {"B-PERSON"}, "Roy": {"I-PERSON"}, "à": {"O"}, "Alma": {"B-LOC"}, ".": {"O"}}


def test_a_marked_document_leaves_organisations_and_places_open():
    allowed = _allowed("[[PERSON|Luc]] à Alma, NAS [[CA_SIN|046]]", hides=THINGS)
    assert allowed["Luc"] == {"B-PERSON"}
    assert allowed["Alma"] == {"O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"}
    assert allowed["046"] == {"B-OTHER"}


def test_every_token_is_in_one_batch():
    rng = np.random.default_rng(0)
    encoder = Encoder(Gazetteer({}))
    text = "Le comité se réunit à Alma. " * 300
    pieces = [p for _ in range(12) for p in encoder.pieces(Document(text, (), ""), rng)]
    batches = list(encoder.batches(pieces, rng))
    assert sum(int(b.mask.sum()) for b in batches) == 12 * len(tokenize(text).words)
    assert all(b.mask.numel() <= 1.3 * BATCH for b in batches)
    assert all(b.words.max() < len(b.rows) and b.contexts.max() < len(b.context_rows) for b in batches)
