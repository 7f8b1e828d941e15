"""The shipped weights: which files there are, and reading them after their digests have been checked."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.model.lexicon import ENGLISH, FRENCH, GAZETTEER, Lexicon

SHIPPED = Path(__file__).parent / "weights"
WORDS = "words.npz"
NETWORK = "network.onnx"
WORD_MAP = "word_map.onnx"
CONTEXT_MAP = "context_map.onnx"
MANIFEST = "manifest.json"
FILES = (WORDS, NETWORK, WORD_MAP, CONTEXT_MAP, GAZETTEER, FRENCH, ENGLISH)

Floats = NDArray[np.float32]


class DamagedWeights(RuntimeError):
    """A weights file is missing or is not the one that was shipped."""


class Meanings(NamedTuple):
    """A vector for each group of words of `Lexicon.french`; row 0 is nothing."""

    table: NDArray[np.int8]
    scale: Floats

    def rows(self, index: NDArray[np.int64]) -> Floats:
        """Rows of the table, as numbers."""
        rows: Floats = self.table[index] * self.scale
        return rows


def read_meanings(folder: Path) -> Meanings:
    """Read the vectors of a weights folder, unchecked."""
    with np.load(folder / FRENCH, allow_pickle=False) as arrays:
        return Meanings(arrays["vectors"], arrays["scale"])


@dataclass(frozen=True, slots=True)
class Weights:
    """What the tagger computes with; ``halo`` is how many tokens away a token is still seen."""

    table: NDArray[np.int8]
    scale: Floats
    case: Floats
    steps: Floats
    halo: int
    lexicon: Lexicon
    meanings: Meanings
    network: bytes
    word_map: bytes
    context_map: bytes
    version: str

    def rows(self, index: NDArray[np.int64]) -> Floats:
        """Rows of the embedding table, as numbers."""
        rows: Floats = self.table[index] * self.scale[index]
        return rows


def read_weights(directory: Path | None = None) -> Weights:
    """Read a weights folder; raise `DamagedWeights` when a file does not match the manifest's SHA-256."""
    folder = directory or SHIPPED
    manifest_bytes = _bytes(folder / MANIFEST)
    manifest: dict[str, Any] = json.loads(manifest_bytes)
    content: dict[str, bytes] = {}
    for name in FILES:
        content[name] = _bytes(folder / name)
        if hashlib.sha256(content[name]).hexdigest() != manifest["sha256"].get(name):
            raise DamagedWeights(f"{name} is not the file that the manifest names")
    with np.load(folder / WORDS, allow_pickle=False) as arrays:
        table, scale, halo = arrays["table"], arrays["scale"], int(arrays["halo"])
        case, steps = arrays["case"], arrays["steps"]
    return Weights(
        table=table,
        scale=scale,
        case=case,
        steps=steps,
        halo=halo,
        lexicon=Lexicon.read(folder),
        meanings=read_meanings(folder),
        network=content[NETWORK],
        word_map=content[WORD_MAP],
        context_map=content[CONTEXT_MAP],
        version=hashlib.sha256(manifest_bytes).hexdigest()[:12],
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedWeights(f"{path.name} cannot be read") from error
