"""Builds the gazetteer that is shipped: Québec and written names, half of the others, words, places."""

import re
from collections import Counter
from pathlib import Path
from zlib import crc32

from detectors.model.gazetteer import Gazetteer, Known, fold
from detectors.model.training.documents import LISTS
from detectors.model.training.samples import Sources

_LOWER = re.compile(r"(?<![^\s'’(«\"])[a-zà-öø-ÿœ][a-zà-öø-ÿœ'’-]{2,}")
_COMMON = 9000


def build(sources: Sources, lexicon: Path) -> Gazetteer:
    """Flag every listed word.

    Half of the names from Faker are left out, by a hash: no tagger should learn that all names are listed.
    """
    flags: Counter[str] = Counter()

    def mark(words: list[str] | tuple[str, ...], flag: Known) -> None:
        for word in words:
            flags[fold(word)] |= flag

    listed = len(sources.pool.origins) - sources.pool.invented
    for place, origin in enumerate(sources.pool.origins):
        for names, flag in ((origin.given, Known.GIVEN), (origin.surnames, Known.SURNAME)):
            kept = (n for n in names if place < listed or crc32(n.encode()) % 2)
            mark([part for name in kept for part in name.split() if len(part) > 1], flag)
    mark((LISTS / "ways.txt").read_text("utf-8").split(), Known.STREET)
    mark((LISTS / "bodies.txt").read_text("utf-8").split(), Known.BODY)
    towns = (lexicon / "municipalities.txt").read_text("utf-8").split("\n")
    mark([part for town in towns for part in town.split() if part], Known.PLACE)
    counts: Counter[str] = Counter()
    for documents in (*(records for _, records in sources.corpora), sources.marked):
        for document in documents:
            counts.update(_LOWER.findall(document.text))
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[fold(word)] += count
    ranked = sorted(folded.items(), key=lambda item: (-item[1], item[0]))
    mark([word for word, _ in ranked[:_COMMON]], Known.COMMON)
    return Gazetteer({word: value for word, value in flags.items() if word})
