"""Program text without people: the standard library of the Python that trains (PSF licence)."""

import re
import sysconfig
from pathlib import Path

import numpy as np

from detectors.model.labels import THINGS
from detectors.model.training.documents import Document

_PEOPLE = re.compile(
    r"(?i)author|copyright|written|contributed|thanks|credit|@|\bby [A-Z]|maintain|bug|idea|guido|suggest"
)
_PIECE = 25


def read_code(limit: int = 1500) -> list[Document]:
    """Pieces of modules, in a fixed random order, that do not look as if they told who wrote them."""
    pieces: list[str] = []
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        lines = path.read_text("utf-8", "replace").split("\n")
        pieces += ("\n".join(lines[i : i + _PIECE]) for i in range(0, len(lines), _PIECE))
    kept = [piece for piece in pieces if piece.strip() and not _PEOPLE.search(piece)]
    order = np.random.default_rng(0).permutation(len(kept))[:limit]
    return [Document(kept[i], (), "python", THINGS) for i in order]
