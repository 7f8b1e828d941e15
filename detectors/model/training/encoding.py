"""Turns documents into batches of numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from detectors.model.context import Context, contexts
from detectors.model.features import GRAMS, OFFSETS, WORD_FEATURES, word_rows
from detectors.model.labels import KINDS, LABELS
from detectors.model.lexicon import Lexicon
from detectors.model.senses import UNKNOWN
from detectors.model.tokens import tokenize
from detectors.model.training.documents import Document

#: A longer text is cut; a piece has about this many tokens.
PIECE = 160
#: Tokens of a batch, padding included.
BATCH = 3072
#: Chance that a word's spelling, its listing, or its context is hidden from the network.
_HIDDEN_WORD, _HIDDEN_LISTING, _HIDDEN_CONTEXT, _HIDDEN_MEANING = 0.25, 0.3, 0.2, 0.12
#: Chance that a word is like none that was ever met: only its letters tell.
_NEVER_MET = 0.04
_SPELLED = [0, 1, 2, 10, 11]
_LISTED = 9
_CLUSTERS, _COMMON = slice(12, 20), slice(20, 22)
_NEVER_READ = [OFFSETS[kind] + UNKNOWN.common for kind in ("french", "english")]

_OUTSIDE = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Indices of a text's words and contexts, and the labels each token may have, as bits."""

    words: NDArray[np.int32]
    contexts: NDArray[np.int32]
    allowed: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Batch:
    """Distinct words and contexts, their index per token, allowed labels and mask (texts, tokens)."""

    rows: Tensor
    grams: Tensor
    meanings: Tensor
    words: Tensor
    context_rows: Tensor
    contexts: Tensor
    allowed: Tensor
    mask: Tensor


class Encoder:
    """Remembers the rows of every word and context seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words: dict[str, int] = {}
        self._contexts: dict[Context, int] = {}
        self._rows: list[list[int]] = []
        self._grams: list[list[int]] = []
        self._meanings: list[tuple[int, int]] = []
        self._context_rows: list[Context] = []

    def pieces(self, document: Document, rng: np.random.Generator) -> Iterator[Piece]:
        """Cut a document into one or more pieces."""
        tokens = tokenize(document.text)
        if not tokens.words:
            return
        distinct, index = contexts(tokens.words)
        places = np.array([self._context(c) for c in distinct], np.int32)[index]
        words = np.array([self._word(w) for w in tokens.words], np.int32)
        allowed = _allowed(document, tokens.starts, tokens.ends)
        start = 0
        while start < len(words):
            end = start + PIECE + int(rng.integers(-40, 40))
            if len(words) - end < PIECE // 3:
                end = len(words)
            yield Piece(words[start:end], places[start:end], allowed[start:end])
            start = end

    def batches(self, pieces: list[Piece], rng: np.random.Generator) -> Iterator[Batch]:
        """Make batches of pieces of like length, in random order."""
        order = sorted(range(len(pieces)), key=lambda i: len(pieces[i].words) + float(rng.random()) * 30)
        groups: list[list[Piece]] = [[]]
        for i in order:
            if (len(groups[-1]) + 1) * len(pieces[i].words) > BATCH and groups[-1]:
                groups.append([])
            groups[-1].append(pieces[i])
        for g in rng.permutation(len(groups)):
            yield self._batch(groups[g], rng)

    def _batch(self, pieces: list[Piece], rng: np.random.Generator) -> Batch:
        longest = max(len(p.words) for p in pieces)
        shape = (len(pieces), longest)
        words, places, bits = (np.zeros(shape, np.int64) for _ in range(3))
        mask = np.zeros(shape, np.float32)
        for i, piece in enumerate(pieces):
            size = len(piece.words)
            words[i, :size], places[i, :size], bits[i, :size] = piece.words, piece.contexts, piece.allowed
            mask[i, :size] = 1
        distinct, word_index = np.unique(words, return_inverse=True)
        rows = np.array([self._rows[w] for w in distinct], np.int64)
        grams = np.zeros((len(distinct), GRAMS), np.int64)
        for i, w in enumerate(distinct):
            grams[i, : len(self._grams[w])] = self._grams[w]
        meanings = np.array([self._meanings[w] for w in distinct], np.int64)
        never = rng.random(len(distinct)) < _NEVER_MET
        hidden = never | (rng.random(len(distinct)) < _HIDDEN_WORD)
        rows[hidden[:, None] & np.isin(np.arange(WORD_FEATURES), _SPELLED)] = 0
        hidden = never | (rng.random(len(distinct)) < _HIDDEN_MEANING)
        rows[hidden, _CLUSTERS] = 0
        rows[hidden, _COMMON] = _NEVER_READ
        meanings[hidden] = 0
        rows[never | (rng.random(len(distinct)) < _HIDDEN_LISTING), _LISTED] = OFFSETS["known"]
        seen, context_index = np.unique(places, return_inverse=True)
        context_rows = np.array([self._context_rows[c] for c in seen], np.int64)
        context_rows[rng.random(len(seen)) < _HIDDEN_CONTEXT, :2] = 0
        allowed = (bits[:, :, None] >> np.arange(len(LABELS))) & 1
        return Batch(
            torch.from_numpy(rows),
            torch.from_numpy(grams),
            torch.from_numpy(meanings),
            torch.from_numpy(word_index.reshape(shape)),
            torch.from_numpy(context_rows),
            torch.from_numpy(context_index.reshape(shape)),
            torch.from_numpy(allowed.astype(np.float32)),
            torch.from_numpy(mask),
        )

    def _word(self, word: str) -> int:
        place = self._words.setdefault(word, len(self._rows))
        if place == len(self._rows):
            rows, grams, meanings = word_rows(word, self._lexicon)
            assert len(rows) == WORD_FEATURES
            self._rows.append(rows)
            self._grams.append(grams)
            self._meanings.append(meanings)
        return place

    def _context(self, context: Context) -> int:
        place = self._contexts.setdefault(context, len(self._context_rows))
        if place == len(self._context_rows):
            self._context_rows.append(context)
        return place


def _allowed(document: Document, starts: list[int], ends: list[int]) -> NDArray[np.int32]:
    """Return the labels each token may have, as bits; a token belongs to the span it touches."""
    free = _OUTSIDE | sum(0b11 << (1 + 2 * KINDS.index(kind)) for kind in document.hides)
    allowed = np.full(len(starts), free, np.int32)
    begins = np.array(starts)
    stops = np.array(ends)
    for span in document.spans:
        inside = np.flatnonzero((begins < span.end) & (stops > span.start))
        if not len(inside):
            continue
        if span.kind == "O":
            allowed[inside] = _OUTSIDE
            continue
        label = 1 + 2 * KINDS.index(span.kind)
        allowed[inside] = 1 << (label + 1)
        allowed[inside[0]] = 1 << label
    return allowed
