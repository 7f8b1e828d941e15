"""Trains the name model: ``python -m detectors.model.training.train --corpora DIR --out DIR --seed N``.

The same seed, data and torch give the same weights. Half an hour on one core with the default budget.
"""

import argparse
import copy
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch

from detectors.model.tagger import NameTagger
from detectors.model.training.encoding import Batch, Encoder
from detectors.model.training.evaluate import measure
from detectors.model.training.export import export
from detectors.model.training.gazetteers import build
from detectors.model.training.network import Network, loss
from detectors.model.training.samples import Sources, epoch, read_sources

_RATE, _DECAY, _CLIP = 2.5e-3, 0.01, 1.0
#: Weights that are shipped are a running mean over about this many steps.
_MEAN = 400
_WARM = 200


def train(sources: Sources, lexicon: Path, out: Path, seed: int, budget: int, copies: int) -> None:
    """Train on about ``budget`` tokens and write the weights, with a measure after each epoch."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    rng = np.random.default_rng(seed)
    gazetteer = build(sources, lexicon)
    encoder = Encoder(gazetteer)
    network = Network()
    mean = copy.deepcopy(network)
    tables = [network.table.weight]
    others = [p for name, p in network.named_parameters() if name != "table.weight"]
    optimizer = torch.optim.AdamW(
        [{"params": tables, "weight_decay": 0.0}, {"params": others, "weight_decay": _DECAY}],
        lr=_RATE,
        betas=(0.9, 0.98),
    )
    seen = step = turn = 0
    began = time.monotonic()
    while seen < budget:
        pieces = [p for d in epoch(sources, gazetteer, rng, copies) for p in encoder.pieces(d, rng)]
        total, before = 0.0, step
        for batch in encoder.batches(pieces, rng):
            progress = min(seen / budget, 1.0)
            rate = (
                _RATE
                * min(1.0, (step + 1) / _WARM)
                * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * progress)))
            )
            for group in optimizer.param_groups:
                group["lr"] = rate
            total += _step(network, batch, optimizer)
            step += 1
            seen += int(batch.mask.sum())
            _follow(mean, network, min(1 - 1 / _MEAN, step / (step + 10)))
            if seen >= budget:
                break
        turn += 1
        about = {"seed": seed, "tokens": seen, "marked": len(sources.marked), "torch": torch.__version__}
        export(mean, gazetteer, out, about)
        tagger = NameTagger(out)
        held = measure(tagger, sources.held_out)
        _say(
            f"epoch {turn} tokens {seen} loss {total / max(step - before, 1):.4f} minutes {(time.monotonic() - began) / 60:.1f}"
        )
        _say(f"  held out: {held}   strict: {measure(tagger, sources.held_out, strictness=2.0)}")


def _step(network: Network, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
    network.train()
    with torch.autocast("cpu", torch.bfloat16):
        words = network.words(batch.rows, batch.grams)[batch.words]
        contexts = network.contexts(batch.context_rows)[batch.contexts]
        scores = network(words, contexts, batch.mask[..., None])
    lost = loss(scores.float(), network.transitions(), batch.allowed, batch.mask)
    optimizer.zero_grad()
    lost.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
    optimizer.step()
    return lost.item()


def _follow(mean: Network, network: Network, keep: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean.parameters(), network.parameters(), strict=True):
            old.lerp_(new, 1 - keep)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the open corpora")
    parser.add_argument("--lexicon", type=Path, help="folder of the name lists (default: beside the corpora)")
    parser.add_argument("--out", type=Path, required=True, help="where the weights are written")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=25_000_000, help="tokens to train on")
    parser.add_argument("--copies", type=int, default=9, help="copies of each marked document per epoch")
    arguments = parser.parse_args()
    lexicon = arguments.lexicon or arguments.corpora.parent / "lexicon"
    marked = (arguments.corpora / "quebec-written", Path(__file__).parents[1] / "corpus")
    sources = read_sources(arguments.corpora, lexicon, marked)
    _say(f"marked {len(sources.marked)}, held out {len(sources.held_out)}")
    train(sources, lexicon, arguments.out, arguments.seed, arguments.tokens, arguments.copies)


if __name__ == "__main__":
    main()
