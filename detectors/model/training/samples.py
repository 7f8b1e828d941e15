"""The texts of one epoch: which documents are drawn, how often, and how they are changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detectors.model.gazetteer import Gazetteer
from detectors.model.training.augment import restyle, swap
from detectors.model.training.chance import happens
from detectors.model.training.code import read_code
from detectors.model.training.corpora import CORPORA, read_corpus
from detectors.model.training.damage import garble, join_lines, lose_lines
from detectors.model.training.documents import Document, Span, held_out, read_marked, sentences
from detectors.model.training.invent import Inventor
from detectors.model.training.names import NamePool

#: Copies of each marked document in an epoch, all but the first with other people.
MARKED_COPIES = 8
INVENTED = 9000
#: Consecutive records of a corpus are joined up to about this many characters.
_JOINED = 500
_SWAPPED = 0.35
#: Share of the pieces of program text in an epoch.
_CODE = 0.4
_WEARS = ("none", "scan", "paste", "cut")
_WEAR_CHANCES = (0.5, 0.08, 0.04, 0.38)


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that is read once."""

    corpora: tuple[tuple[float, tuple[Document, ...]], ...]
    marked: tuple[Document, ...]
    held_out: tuple[Document, ...]
    pool: NamePool
    inventor: Inventor


def read_sources(corpora: Path, lexicon: Path, marked: tuple[Path, ...]) -> Sources:
    """Read the corpora, the marked documents of the folders given, and the name lists."""
    paths = sorted({path for folder in marked for path in folder.rglob("*.txt")})
    pool = NamePool(corpora, lexicon)
    learned = tuple(read_marked(path) for path in paths if not held_out(path))
    inventor = Inventor(pool, corpora, lexicon)
    for document in learned:
        inventor.borrow(sentences(document), english=document.english)
    return Sources(
        (
            *((c.share, tuple(joined(read_corpus(corpora, c, "train")))) for c in CORPORA),
            (_CODE, tuple(read_code())),
        ),
        learned,
        tuple(read_marked(path) for path in paths if held_out(path)),
        pool,
        inventor,
    )


def joined(records: list[Document]) -> Iterator[Document]:
    """Join consecutive records into one text, so that the tagger sees more than a sentence."""
    held: list[Document] = []
    size = 0
    for record in records:
        held.append(record)
        size += len(record.text)
        if size >= _JOINED:
            yield _join(held)
            held, size = [], 0
    if held:
        yield _join(held)


def _join(records: list[Document]) -> Document:
    spans: list[Span] = []
    text = ""
    for i, record in enumerate(records):
        glue = "" if i == 0 else "\n" if (len(text) + i) % 3 == 0 else " "
        start = len(text) + len(glue)
        spans += (Span(s.start + start, s.end + start, s.kind) for s in record.spans)
        text += glue + record.text
    return replace(records[0], text=text, spans=tuple(spans))


def epoch(
    sources: Sources, gazetteer: Gazetteer, rng: np.random.Generator, copies: int = MARKED_COPIES
) -> list[Document]:
    """Draw the documents of one epoch, in random order."""
    documents: list[Document] = []
    for share, records in sources.corpora:
        whole, part = divmod(share, 1)
        for copy in range(int(whole) + 1):
            for record in records:
                if copy < whole or happens(rng, part):
                    changed = record
                    if happens(rng, _SWAPPED):
                        changed = swap(record, rng, sources.pool, gazetteer)
                    documents.append(restyle(changed, rng))
    for copy in range(copies):
        for record in sources.marked:
            changed = swap(record, rng, sources.pool, gazetteer) if copy % 4 else record
            documents.append(restyle(_worn(changed, rng), rng) if copy else changed)
    documents += (restyle(_worn(sources.inventor.document(rng), rng), rng) for _ in range(INVENTED))
    rng.shuffle(documents)
    return documents


def _worn(document: Document, rng: np.random.Generator) -> Document:
    """Send a document through a scanner, a copy or a cut, now and then."""
    match _WEARS[rng.choice(len(_WEARS), p=_WEAR_CHANCES)]:
        case "scan":
            return garble(document, rng, float(rng.uniform(0.01, 0.08)))
        case "paste":
            return join_lines(document)
        case "cut":
            return lose_lines(document, rng)
        case _:
            return document
