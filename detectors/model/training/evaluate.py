"""Measures the tagger: ``python -m detectors.model.training.evaluate --corpora DIR [FOLDER ...]``."""

import argparse
import gzip
import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detectors.model.labels import THINGS
from detectors.model.tagger import NameTagger
from detectors.model.training.corpora import Corpus, clean, read_corpus
from detectors.model.training.documents import Document, held_out, read_marked

_TESTS = (
    Corpus("fr-7romans", 1),
    Corpus("fr-newseye", 1),
    Corpus("fr-europeana", 1),
    Corpus("fr-directories", 1),
    Corpus("fr-edspseudo", 1),
    Corpus("en-btc", 1, capitals=False),
    Corpus("en-wnut17", 1, capitals=False),
    Corpus("en-multiconer2", 1, capitals=False),
    Corpus("en-litbank", 1),
    Corpus("en-wikigold", 1),
    Corpus("fr-laws-negatives", 1, hides=THINGS),
    Corpus("en-laws-negatives", 1, hides=THINGS),
)

#: How long speed is measured.
_SECONDS = 3.0


@dataclass(slots=True)
class Measure:
    """Counts of one kind of span over documents."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    touched: int = 0
    any_touched: int = 0
    sound: int = 0
    characters: int = 0
    covered: int = 0
    words: int = 0

    def __str__(self) -> str:
        precision, recall = self.exact / max(self.found, 1), self.exact / max(self.gold, 1)
        f = 2 * precision * recall / max(precision + recall, 1e-9)
        return (
            f"P {precision:.3f} R {recall:.3f} F {f:.3f} | "
            f"chars R {self.covered / max(self.characters, 1):.3f} "
            f"any R {self.any_touched / max(self.gold, 1):.3f} "
            f"overlap P {self.sound / max(self.found, 1):.3f} gold {self.gold} | "
            f"false/1000 words {1000 * (self.found - self.sound) / max(self.words, 1):.2f}"
        )


def measure(
    tagger: NameTagger, documents: Iterable[Document], kind: str = "PERSON", strictness: float = 0.0
) -> Measure:
    """Count exact spans, characters covered, true spans touched by any label, found ones that touch one."""
    count = Measure()
    for document in documents:
        found = tagger.tag(document.text, strictness)
        mine = [s for s in found if s.kind == kind]
        gold = [s for s in document.spans if s.kind == kind]
        places = {(s.start, s.end) for s in gold}
        covered: set[int] = {at for s in mine for at in range(s.start, s.end)}
        masked: set[int] = covered | {at for s in found for at in range(s.start, s.end)}
        true: set[int] = {at for s in gold for at in range(s.start, s.end)}
        count.words += len(document.text.split())
        count.gold += len(gold)
        count.found += len(mine)
        count.exact += sum((s.start, s.end) in places for s in mine)
        count.any_touched += sum(not masked.isdisjoint(range(s.start, s.end)) for s in gold)
        count.sound += sum(not true.isdisjoint(range(s.start, s.end)) for s in mine)
        count.characters += len(true)
        count.covered += len(true & covered)
    return count


def _outside(path: Path) -> Iterator[Document]:
    """Read a file that may only be measured on."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            spans = (clean(record["text"], s, e, kind) for s, e, kind in record["entities"])
            yield Document(record["text"], tuple(s for s in spans if s), path.stem)


def _report(tagger: NameTagger, corpora: Path, folders: list[Path]) -> Iterator[str]:
    here = Path(__file__).parents[1] / "corpus"
    marked = sorted({*here.rglob("*.txt"), *(corpora / "quebec-written").rglob("*.txt")})
    sets: dict[str, list[Document]] = {"held-out marked": [read_marked(p) for p in marked if held_out(p)]}
    for folder in folders:
        sets[folder.name] = [read_marked(p) for p in sorted(folder.rglob("*.txt"))]
    for corpus in _TESTS:
        sets[corpus.name] = read_corpus(corpora, corpus, "test")
    for path in sorted(corpora.glob("evalonly-*/*.gz")):
        sets[path.name.split(".")[0] + " (evaluation only)"] = list(_outside(path))[:3000]
    for name, documents in sets.items():
        for strictness in (0.0, 2.0):
            yield f"{name:38} O-{strictness:.0f} {measure(tagger, documents, strictness=strictness)}"
        if any(s.kind == "ADDRESS" for d in documents for s in d.spans):
            yield f"{name:38} address {measure(tagger, documents, 'ADDRESS')}"
    texts = [d.text for d in sets["held-out marked"]]
    words = sum(len(t.split()) for t in texts)
    tagger.tag_many(texts)
    began, turns = time.process_time(), 0
    while time.process_time() - began < _SECONDS:
        tagger.tag_many(texts)
        turns += 1
    yield f"words per second of processor time: {turns * words / (time.process_time() - began):,.0f}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"peak memory: {peak:.0f} MB (evaluation included)"


def main() -> None:
    """Read the arguments and write one line per test set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("folders", type=Path, nargs="*", help="more folders of marked documents")
    arguments = parser.parse_args()
    began = time.perf_counter()
    tagger = NameTagger(arguments.weights)
    sys.stdout.write(f"load: {time.perf_counter() - began:.2f} s\n")
    for line in _report(tagger, arguments.corpora, arguments.folders):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
