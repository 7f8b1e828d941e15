"""The network in torch: hashed word features, a body that reads tokens together, a linear-chain CRF."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from detectors.model.context import Case
from detectors.model.features import ROWS, SUMS
from detectors.model.labels import IMPOSSIBLE, LABELS, OUTSIDE, possible
from detectors.model.training.bodies import BODIES
from detectors.model.training.dropout import Dropout
from detectors.model.weights import Meanings

EMBEDDED = 48
#: Numbers in a token's vector.
WIDTH = 160


class Network(nn.Module):  # type: ignore[misc,unused-ignore]  # torch is there for training only
    """Scores of each label for each token.

    Words and contexts come as the distinct ones of a batch (rows of features) with an index per token.
    """

    def __init__(
        self, meanings: Meanings, body: str = "convolutions", width: int = WIDTH, dropout: float = 0.3
    ) -> None:
        super().__init__()
        self.width = width
        self.table = nn.Embedding(ROWS, EMBEDDED, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.3)
        with torch.no_grad():
            self.table.weight[0].zero_()
        self.case = nn.Embedding(len(Case), EMBEDDED)
        self.meanings: Tensor
        self.register_buffer("meanings", torch.from_numpy(meanings.table * meanings.scale), persistent=False)
        self.word = nn.Linear((len(SUMS) + 1) * EMBEDDED + 2 * self.meanings.shape[1], 2 * width)
        self.context = nn.Linear(3 * EMBEDDED, width)
        self.body = BODIES[body](width, dropout)
        self.last_norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, len(LABELS))
        self.steps = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        forbidden = [
            [0.0 if possible(a, b) else IMPOSSIBLE for b in range(len(LABELS))] for a in range(len(LABELS))
        ]
        self.forbidden: Tensor
        self.register_buffer("forbidden", torch.tensor(forbidden))
        self.dropout = Dropout(dropout)

    def words(self, rows: Tensor, grams: Tensor, meanings: Tensor) -> Tensor:
        """Return vectors of words.

        ``rows`` (words, features), ``grams`` (words, trigrams), ``meanings`` (words, 2); 0 for none.
        """
        sums = [part.sum(1) for part in self.table(rows).split(SUMS, dim=1)]
        counted = (grams > 0).sum(1, keepdim=True).clamp(min=1)
        spelled = self.table(grams).sum(1) / counted
        joined = torch.cat([*sums, spelled, self.meanings[meanings].flatten(1)], dim=1)
        return functional.glu(self.word(self.dropout(joined)), dim=1)

    def contexts(self, contexts: Tensor) -> Tensor:
        """Return vectors of distinct contexts (contexts, 3)."""
        labels = self.table(contexts[:, :2]).flatten(1)
        return self.context(torch.cat([labels, self.case(contexts[:, 2])], dim=1))

    def forward(self, words: Tensor, contexts: Tensor, mask: Tensor) -> Tensor:
        """Return scores (texts, tokens, labels); ``mask`` (texts, tokens, 1) is 0 beyond a text's end."""
        return self.decide(self.dropout(words) + contexts, mask)

    def decide(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """Return scores (texts, tokens, labels) for vectors of tokens: what the shipped network does."""
        scores: Tensor = self.out(self.last_norm(self.body(vectors, mask)))
        return scores

    def transitions(self) -> Tensor:
        """Return the scores of a step from a label to the next, the impossible ones closed."""
        return self.steps + self.forbidden


def loss(scores: Tensor, steps: Tensor, allowed: Tensor, mask: Tensor) -> Tensor:
    """Return the negative log likelihood per token of all paths through ``allowed`` (texts, tokens, labels).

    A document that marks persons only does not say where its places and organisations are: those labels stay
    allowed on its unmarked tokens, and the loss sums over them.
    """
    texts = len(scores)
    top = scores.max(dim=2, keepdim=True).values
    weights = (scores - top).exp()
    both = torch.cat([weights, weights * allowed], dim=0)
    live = torch.cat([mask, mask], dim=0)
    step = steps.exp()
    chance = step[OUTSIDE].expand(2 * texts, -1)
    total = torch.zeros(2 * texts)
    # Taken apart at once: the gradient of a slice would be as large as the whole.
    for at, (here, now) in enumerate(zip(both.unbind(1), live.unbind(1), strict=True)):
        ahead = (chance @ step if at else chance) * here
        size = ahead.sum(1).clamp(min=1e-30)
        total = total + size.log() * now
        chance = torch.where(now[:, None] > 0, ahead / size[:, None], chance)
    ended = (chance * step[:, OUTSIDE]).sum(1).log()
    total = total + ended
    return (total[:texts] - total[texts:]).sum() / mask.sum()
