"""Invents Québec texts (forms, lists, tables, threads, chats, letters) from `lists/templates.txt`.

In a template ``⟨a|b⟩`` chooses, ``@3-8 line`` repeats a line, ``{slot}`` is filled by `Filler`; a digit after a slot
names one and the same person all through the text.
"""

import re
from pathlib import Path

import numpy as np

from detectors.model.training.documents import Document, unmark
from detectors.model.training.names import NamePool
from detectors.model.training.slots import Filler

_LISTS = Path(__file__).parent / "lists"
_CHOICE = re.compile(r"⟨([^⟨⟩]*)⟩")
_SLOT = re.compile(r"\{([A-Za-z]+)(\d?)\}")
_REPEAT = re.compile(r"@(\d+)-(\d+) (.*)")


class Inventor:
    """Writes documents; everything follows from the generator it is given."""

    def __init__(self, pool: NamePool, corpora: Path, lexicon: Path) -> None:
        text = (_LISTS / "templates.txt").read_text("utf-8")
        self._templates = [part.strip("\n") for part in text.split("%%\n") if part.strip()]
        self._pool = pool
        self._sources = (corpora, lexicon)
        self._filler = Filler(pool, corpora, lexicon, _LISTS / "words.txt")

    def document(self, rng: np.random.Generator) -> Document:
        """One document of one or two templates."""
        parts = [
            self._templates[rng.integers(len(self._templates))] for _ in range(1 + int(rng.random() < 0.3))
        ]  # noqa: PLR2004
        text, spans = unmark(self._write("\n\n".join(parts), rng))
        return Document(text, spans, "invented", complete=False)

    def _write(self, template: str, rng: np.random.Generator) -> str:
        lines: list[str] = []
        for line in template.split("\n"):
            repeat = _REPEAT.fullmatch(line)
            lines += [repeat[3]] * int(rng.integers(int(repeat[1]), int(repeat[2]) + 1)) if repeat else [line]
        text = "\n".join(lines)
        while (chosen := _CHOICE.sub(lambda m: _choose(m[1], rng), text)) != text:
            text = chosen
        self._filler.forget()
        while (filled := _SLOT.sub(lambda m: self._filler.fill(m[1], m[2], rng), text)) != text:
            text = filled
        return text


def _choose(choices: str, rng: np.random.Generator) -> str:
    ways = choices.split("|")
    return ways[rng.integers(len(ways))]
