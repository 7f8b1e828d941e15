import numpy as np
import pytest

from detectors.model.features import word_rows
from detectors.model.labels import LABELS, THINGS
from detectors.model.tokens import tokenize
from detectors.model.training.documents import Document, unmark

pytest.importorskip("torch", reason="torch is installed for training only")

from detectors.model.training import encoding
from detectors.model.training.encoding import BATCH, Encoder


def _names(bits):
    return {label for i, label in enumerate(LABELS) if bits >> i & 1}


def _allowed(lexicon, marked, *, hides):
    text, spans = unmark(marked)
    (piece,) = Encoder(lexicon).pieces(Document(text, spans, "", hides=hides), np.random.default_rng(0))
    return dict(zip(tokenize(text).words, map(_names, piece.allowed.tolist()), strict=True))


def test_a_complete_document_allows_one_label_per_token(lexicon):
    allowed = _allowed(lexicon, "[[PERSON|Luc Roy]] à [[LOC|Alma]].", hides=())
    assert allowed == {"Luc": {"B-PERSON"}, "Roy": {"I-PERSON"}, "à": {"O"}, "Alma": {"B-LOC"}, ".": {"O"}}


def test_a_marked_document_leaves_organisations_and_places_open(lexicon):
    allowed = _allowed(lexicon, "[[PERSON|Luc]] à Alma, NAS [[CA_SIN|046]]", hides=THINGS)
    assert allowed["Luc"] == {"B-PERSON"}
    assert allowed["Alma"] == {"O", "B-ORG", "I-ORG", "B-LOC", "I-LOC"}
    assert allowed["046"] == {"B-OTHER"}


def test_every_token_is_in_one_batch(lexicon):
    rng = np.random.default_rng(0)
    encoder = Encoder(lexicon)
    text = "Le comité se réunit à Alma. " * 300
    pieces = [p for _ in range(12) for p in encoder.pieces(Document(text, (), ""), rng)]
    batches = list(encoder.batches(pieces, rng))
    assert sum(int(b.mask.sum()) for b in batches) == 12 * len(tokenize(text).words)
    assert all(b.mask.numel() <= 1.3 * BATCH for b in batches)
    assert all(len(b.rows) == len(b.grams) == len(b.meanings) for b in batches)
    assert all(b.words.max() < len(b.rows) and b.contexts.max() < len(b.context_rows) for b in batches)


def test_what_is_hidden_of_a_word_is_as_if_it_had_never_been_read(lexicon, monkeypatch):
    monkeypatch.setattr(encoding, "_HIDDEN_MEANING", 1.0)
    encoder = Encoder(lexicon)
    rng = np.random.default_rng(0)
    (batch,) = encoder.batches(list(encoder.pieces(Document("Roy roy Alma", (), ""), rng)), rng)
    assert not batch.meanings.any()
    unknown = word_rows("zzz", lexicon).features
    assert batch.rows[:, -2:].tolist() == [unknown[-2:]] * 3
