"""Reads the open corpora (one JSON object per line, gzip) with the cleaning each of them needs.

Sources, licences and attributions: NOTICE. Files of an ``evalonly-*`` folder are never read here.
"""

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

from detectors.model.gazetteer import fold
from detectors.model.labels import THINGS
from detectors.model.training.documents import LISTS, Document, Span

#: What old novels and newspapers leave inside a person's span, folded.
_TITLES = frozenset((LISTS / "titles.txt").read_text("utf-8").split())
_TITLE = re.compile(r"([^\W\d_]+(?:['’])?)\.?\s*")
_HAS_CAPITAL = re.compile(r"[^\W\d_a-zà-öø-ÿœ]")


@dataclass(frozen=True, slots=True)
class Corpus:
    """One source: ``share`` of its records per epoch (above 1: copies), and how its spans are cleaned.

    ``hides``: kinds that it does not mark.
    """

    name: str
    share: float
    capitals: bool = True
    hides: tuple[str, ...] = ()


CORPORA = (
    Corpus("fr-7romans", 0.25),
    Corpus("fr-europeana", 0.35),
    Corpus("fr-newseye", 1),
    Corpus("fr-directories", 0.25),
    Corpus("fr-edspseudo", 6),
    Corpus("fr-laws-negatives", 0.35, hides=THINGS),
    Corpus("en-laws-negatives", 0.3, hides=THINGS),
    Corpus("en-wikigold", 1),
    Corpus("en-btc", 0.5, capitals=False, hides=("USERNAME",)),
    Corpus("en-wnut17", 1, capitals=False, hides=("USERNAME",)),
    Corpus("en-multiconer2", 0.3, capitals=False),
    Corpus("en-litbank", 0.4),
)


def read_corpus(folder: Path, corpus: Corpus, part: str) -> list[Document]:
    """Return the cleaned records of a corpus; ``part`` is train, dev or test."""
    documents = []
    with gzip.open(folder / f"{corpus.name}.{part}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            spans = (clean(record["text"], start, end, kind) for start, end, kind in record["entities"])
            kept = tuple(
                sorted((s for s in spans if s and _sound(record["text"], s, corpus)), key=lambda s: s.start)
            )
            documents.append(Document(record["text"], kept, corpus.name, corpus.hides))
    return documents


def clean(text: str, start: int, end: int, kind: str) -> Span | None:
    """Return a corpus span as the tagger should learn it: no title, no handle, no work or product."""
    if kind == "MISC":
        return None
    if kind != "PERSON":
        return Span(start, end, kind)
    while title := _TITLE.match(text, start, end):
        if fold(title[1]) not in _TITLES or title.end() >= end:
            break
        start = title.end()
    if (
        text[start] == "@"
        or (start and text[start - 1] == "@")
        or fold(text[start:end].rstrip(".")) in _TITLES
    ):
        return None
    return Span(start, end, kind)


def _sound(text: str, span: Span, corpus: Corpus) -> bool:
    return (
        span.kind != "PERSON" or not corpus.capitals or bool(_HAS_CAPITAL.search(text[span.start : span.end]))
    )
