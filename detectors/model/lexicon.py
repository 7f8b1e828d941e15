"""All that is known of a word before a text is read: lists of names, and what large bodies of text tell."""

from pathlib import Path
from typing import NamedTuple

from detectors.model.gazetteer import Gazetteer
from detectors.model.senses import Senses

GAZETTEER = "gazetteer.tsv"
FRENCH = "french.npz"
ENGLISH = "english.npz"


class Lexicon(NamedTuple):
    """The three tables, all by folded word."""

    gazetteer: Gazetteer
    french: Senses
    english: Senses

    @classmethod
    def read(cls, folder: Path) -> "Lexicon":
        """Read the tables of a weights folder."""
        senses = Senses.read(folder / FRENCH), Senses.read(folder / ENGLISH)
        return cls(Gazetteer.read(folder / GAZETTEER), *senses)
