"""Invents Québec texts (forms, lists, tables, threads, chats, letters) from `lists/templates.txt`.

In a template ``⟨a|b⟩`` chooses, ``@3-8 line`` repeats a line, ``{slot}`` is filled by `Filler`; a digit after
a slot names one and the same person all through the text.
"""

import re
from pathlib import Path

import numpy as np

from detectors.model.labels import THINGS
from detectors.model.training.chance import happens, pick
from detectors.model.training.documents import LISTS, Document, unmark
from detectors.model.training.names import NamePool
from detectors.model.training.slots import Filler

_CHOICE = re.compile(r"⟨([^⟨⟩]*)⟩")
_SLOT = re.compile(r"\{([A-Za-z]+)(\d?)\}")
_REPEAT = re.compile(r"@(\d+)-(\d+) (.*)")


class Inventor:
    """Writes documents; everything follows from the generator it is given."""

    def __init__(self, pool: NamePool, corpora: Path, lexicon: Path) -> None:
        text = (LISTS / "templates.txt").read_text("utf-8")
        self._templates = [part.strip("\n") for part in text.split("%%\n") if part.strip()]
        self._filler = Filler(pool, corpora, lexicon, LISTS / "words.txt")

    def borrow(self, phrases: list[str], *, english: bool) -> None:
        """Use sentences of real writing as well."""
        self._filler.borrow(phrases, english=english)

    def document(self, rng: np.random.Generator) -> Document:
        """Write one document, of one or two templates."""
        parts = [pick(rng, self._templates) for _ in range(1 + happens(rng, 0.3))]
        text, spans = unmark(self._write("\n\n".join(parts), rng))
        return Document(text, spans, "invented", THINGS)

    def _write(self, template: str, rng: np.random.Generator) -> str:
        lines: list[str] = []
        for line in template.split("\n"):
            repeat = _REPEAT.fullmatch(line)
            lines += [repeat[3]] * int(rng.integers(int(repeat[1]), int(repeat[2]) + 1)) if repeat else [line]
        text = "\n".join(lines)
        while (chosen := _CHOICE.sub(lambda m: pick(rng, m[1].split("|")), text)) != text:
            text = chosen
        self._filler.forget()
        while (filled := _SLOT.sub(lambda m: self._filler.fill(m[1], m[2], rng), text)) != text:
            text = filled
        return text
