"""Trains the name model: ``python -m detectors.model.training.train --corpora DIR --out DIR --seed N``.

The same seed, data, torch and Faker give the same weights. Half an hour on one core with the default budget.
"""

import argparse
import copy
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from detectors.model.lexicon import ENGLISH, FRENCH, Lexicon
from detectors.model.senses import Senses
from detectors.model.tagger import NameTagger
from detectors.model.training.bodies import BODIES
from detectors.model.training.encoding import Batch, Encoder
from detectors.model.training.evaluate import measure
from detectors.model.training.export import export
from detectors.model.training.gazetteers import build
from detectors.model.training.network import WIDTH, Network, loss
from detectors.model.training.samples import MARKED_COPIES, Sources, epoch, read_sources
from detectors.model.weights import SHIPPED, read_meanings

_RATE, _LAST_RATE, _DECAY, _CLIP = 2e-3, 5e-5, 0.01, 1.0
#: Weights that are shipped are a running mean over about this many steps.
_MEAN = 800
_WARM = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training run is told: ``budget`` is in tokens, ``copies`` of each marked document per epoch."""

    lists: Path
    tables: Path
    out: Path
    seed: int
    budget: int
    copies: int
    body: str = "convolutions"
    width: int = WIDTH


class Trainer:
    """The network, its running mean and the optimizer."""

    def __init__(self, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        torch.set_num_threads(1)
        torch.use_deterministic_algorithms(mode=True)
        # Filling memory that is about to be written takes a sixth of the time.
        torch.utils.deterministic.fill_uninitialized_memory = False
        self._budget = plan.budget
        self._network = Network(read_meanings(plan.tables), plan.body, plan.width)
        self.mean = copy.deepcopy(self._network)
        table = [self._network.table.weight]
        others = [p for name, p in self._network.named_parameters() if name != "table.weight"]
        self._optimizer = torch.optim.AdamW(
            [{"params": table, "weight_decay": 0.0}, {"params": others, "weight_decay": _DECAY}],
            lr=_RATE,
            betas=(0.9, 0.98),
        )
        self._steps = 0
        #: Tokens trained on so far.
        self.seen = 0

    @property
    def done(self) -> bool:
        """Tell whether the budget is spent."""
        return self.seen >= self._budget

    def learn(self, batch: Batch) -> float:
        """Take one step; return the loss per token."""
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate()
        self._network.train()
        with torch.autocast("cpu", torch.bfloat16):
            words = self._network.words(batch.rows, batch.grams, batch.meanings)[batch.words]
            contexts = self._network.contexts(batch.context_rows)[batch.contexts]
            scores = self._network(words, contexts, batch.mask[..., None])
        lost = loss(scores.float(), self._network.transitions(), batch.allowed, batch.mask)
        self._optimizer.zero_grad()
        lost.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), _CLIP)
        self._optimizer.step()
        self._steps += 1
        self.seen += int(batch.mask.sum())
        self._follow(min(1 - 1 / _MEAN, self._steps / (self._steps + 10)))
        return float(lost.item())

    def _rate(self) -> float:
        """Return the learning rate: a short warm-up, then half a cosine down to the last rate."""
        fall = 0.5 + 0.5 * math.cos(math.pi * min(self.seen / self._budget, 1.0))
        return min(1.0, (self._steps + 1) / _WARM) * (_LAST_RATE + (_RATE - _LAST_RATE) * fall)

    def _follow(self, keep: float) -> None:
        with torch.no_grad():
            for old, new in zip(self.mean.parameters(), self._network.parameters(), strict=True):
                old.lerp_(new, 1 - keep)


def train(sources: Sources, plan: Plan) -> None:
    """Train until the budget is spent; write the weights and a line of measures after each epoch."""
    rng = np.random.default_rng(plan.seed)
    gazetteer = build(sources, plan.lists)
    french, english = (Senses.read(plan.tables / name) for name in (FRENCH, ENGLISH))
    lexicon = Lexicon(gazetteer, french, english)
    encoder = Encoder(lexicon)
    trainer = Trainer(plan)
    began = time.monotonic()
    while not trainer.done:
        documents = epoch(sources, gazetteer, rng, plan.copies)
        pieces = [piece for document in documents for piece in encoder.pieces(document, rng)]
        losses = []
        for batch in encoder.batches(pieces, rng):
            losses.append(trainer.learn(batch))
            if trainer.done:
                break
        about = {
            "seed": plan.seed,
            "tokens": trainer.seen,
            "marked": len(sources.marked),
            "torch": torch.__version__,
        }
        export(trainer.mean, lexicon, plan.tables, plan.out, about)
        minutes = (time.monotonic() - began) / 60
        _say(f"tokens {trainer.seen} loss {sum(losses) / len(losses):.4f} minutes {minutes:.1f}")
        tagger = NameTagger(plan.out)
        for strictness in (0.0, 1.0, 2.0):
            _say(f"  held out, {strictness:.0f}: {measure(tagger, sources.held_out, strictness=strictness)}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--lexicon", type=Path, help="folder of the name lists (default: beside the corpora)")
    parser.add_argument("--tables", type=Path, default=SHIPPED, help="folder of the senses of words")
    parser.add_argument("--out", type=Path, required=True, help="where the weights are written")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=24_000_000, help="tokens to train on")
    parser.add_argument("--copies", type=int, default=MARKED_COPIES, help="copies of each marked document")
    parser.add_argument("--body", choices=sorted(BODIES), default="convolutions", help="how tokens are read")
    parser.add_argument("--width", type=int, default=WIDTH, help="numbers in a token's vector")
    arguments = parser.parse_args()
    lexicon = arguments.lexicon or arguments.corpora.parent / "lexicon"
    marked = (arguments.corpora / "quebec-written", Path(__file__).parents[1] / "corpus")
    sources = read_sources(arguments.corpora, lexicon, marked)
    _say(f"marked {len(sources.marked)}, held out {len(sources.held_out)}")
    given = arguments
    plan = Plan(
        lexicon, given.tables, given.out, given.seed, given.tokens, given.copies, given.body, given.width
    )
    train(sources, plan)


if __name__ == "__main__":
    main()
