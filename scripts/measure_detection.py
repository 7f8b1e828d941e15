# ruff: noqa: INP001 - scripts are not a package
"""Measures detection on tests/documents and writes the figures into docs/detection.md.

Nothing else writes them: run it after a training. Speeds are the best of three passes, in this process,
on the machine it runs on.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from time import perf_counter

import sections

from config.policy import Policy
from detectors.engine import Engine, EngineOptions
from detectors.findings import Finding
from detectors.marked import Document, read_marked
from detectors.scoring import Report, Tally, score
from detectors.stock import StockPresidio
from gateway.cli.detection import Detector
from gateway.cli.scores import Measured, by_marks, side_by_side

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "tests" / "documents"
PAGE = ROOT / "docs" / "detection.md"
CARD = ROOT / "detectors" / "model" / "MODEL_CARD.md"
STRICTNESS = (0.0, 0.5, 1.0, 2.0)
_PASSES = 3
#: Rows of the model card that the page repeats.
_CARD_ROWS = (
    "held-out marked documents",
    "tests/documents",
    "Bel-Ami",
    "NewsEye",
    "Broad Twitter Corpus",
    "MultiCoNER II",
    "federal laws",
)


def main() -> int:
    """Measure, write, and say the totals; return the exit status."""
    documents = [
        read_marked(str(path.relative_to(DOCUMENTS)), path.read_text("utf-8"))
        for path in sorted(DOCUMENTS.rglob("*.txt"))
    ]
    detectors = [
        Detector(Engine(EngineOptions(strictness=strictness)), Policy()) for strictness in STRICTNESS
    ]
    ours = _measure("Paravent", documents, _finder(detectors[0]))
    stock = StockPresidio()
    theirs = _measure("Presidio", documents, lambda document: stock.analyse(document.text, document.language))
    curve = [
        score((document, _finder(detector)(document)) for document in documents) for detector in detectors
    ]
    report, version = ours.report, detectors[0].engine.version
    parts = {
        "corpus": (
            f"{report.documents} documents of {report.words:,} words, with {report.total.marks:,} values "
            f"marked; {report.clean_documents} of them, of {report.clean_words:,} words, have none.\n"
            f"Measured on detector version `{version}`.\n"
        ),
        "labels": _labels(report),
        "strictness": _curve(curve),
        "stock": _side_by_side([ours, theirs]),
        "model": _card(CARD.read_text("utf-8")),
    }
    page = PAGE.read_text("utf-8")
    for name, content in parts.items():
        page = sections.replaced(page, name, content)
    PAGE.write_text(page, "utf-8")
    sys.stdout.write(f"{parts['corpus']}\n{parts['strictness']}\n{parts['stock']}")
    return 0


def _finder(detector: Detector) -> Callable[[Document], Sequence[Finding]]:
    return lambda document: detector.find(document.text)


def _measure(
    name: str, documents: Sequence[Document], find: Callable[[Document], Sequence[Finding]]
) -> Measured:
    pairs, best = [(document, find(document)) for document in documents], float("inf")
    for _ in range(_PASSES):
        begun = perf_counter()
        for document in documents:
            find(document)
        best = min(best, perf_counter() - begun)
    return Measured(name, score(pairs), sum(len(document.text) for document in documents), best)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _labels(report: Report) -> str:
    head = (
        "Label",
        "Marks",
        "Strict P",
        "Strict R",
        "Strict F1",
        "Overlap P",
        "Overlap R",
        "Overlap F1",
        "Leaked characters",
    )
    rows = [(f"`{name}`", *_scores(tally)) for name, tally in by_marks(report.labels)]
    return _table(head, [*rows, ("All", *_scores(report.total))])


def _scores(tally: Tally) -> Sequence[str]:
    return (
        str(tally.marks),
        _ratio(tally.strict_precision, tally.findings),
        _ratio(tally.strict_recall, tally.marks),
        _ratio(tally.strict_f1, tally.marks),
        _ratio(tally.overlap_precision, tally.findings),
        _ratio(tally.overlap_recall, tally.marks),
        _ratio(tally.overlap_f1, tally.marks),
        _leaked(tally),
    )


def _curve(reports: Sequence[Report]) -> str:
    head = (
        "`strictness`",
        "`PERSON` strict recall",
        "`PERSON` precision by characters",
        "`PERSON` leaked characters",
        "All labels: leaked characters",
        "All labels: precision by characters",
        "False masks per 1,000 words, clean documents",
    )
    rows = (
        (
            f"{strictness:g}",
            f"{report.labels['PERSON'].strict_recall:.3f}",
            _percent(report.labels["PERSON"].covered_precision),
            _leaked(report.labels["PERSON"]),
            _leaked(report.total),
            _percent(report.total.covered_precision),
            f"{report.false_masks_per_thousand:.2f}",
        )
        for strictness, report in zip(STRICTNESS, reports, strict=True)
    )
    return _table(head, rows)


def _side_by_side(every: Sequence[Measured]) -> str:
    head = ["Label", "Marks"]
    for one in every:
        head += [
            f"{one.name} strict P / R / F1",
            f"{one.name} overlap P / R / F1",
            f"{one.name} leaked",
        ]
    rows = []
    *labels, total = side_by_side(every)
    but_people = [(one.name, _but_people(one.report)) for one in every]
    for label, tallies in [*labels, ("All but `PERSON`", but_people), total]:
        row = [(label if "`" in label else f"`{label}`") if label else "All", str(tallies[0][1].marks)]
        for _, tally in tallies:
            cells = _scores(tally)
            row += [" / ".join(cells[1:4]), " / ".join(cells[4:7]), cells[7]]
        rows.append(row)
    return _table(head, rows) + "".join(
        f"\n{one.name}: precision by characters {_percent(one.report.total.covered_precision)}, "
        f"{one.report.false_masks_per_thousand:.2f} false masks per 1,000 words in clean documents, "
        f"about {one.speed:,.0f} characters per second.\n"
        for one in every
    )


def _but_people(report: Report) -> Tally:
    """Return the counts of every label but PERSON, together."""
    tallies = [tally for name, tally in report.labels.items() if name != "PERSON"]
    return Tally(**{one.name: sum(getattr(tally, one.name) for tally in tallies) for one in fields(Tally)})


def _card(card: str) -> str:
    """Return the chosen rows of the card's first table of measures, as they stand there."""
    lines = re.findall(r"^\|.*\|$", card.partition("## Measures")[2], re.MULTILINE)
    chosen = [line for line in lines[2:] if line[2:].startswith(_CARD_ROWS)]
    return "".join(f"{line}\n" for line in [*lines[:2], *chosen])


def _leaked(tally: Tally) -> str:
    return f"{tally.leaked_characters:,} ({_percent(tally.leaked)})" if tally.marks else "–"


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.1f} %"


def _ratio(ratio: float, counted: int) -> str:
    return f"{ratio:.3f}" if counted else "–"


if __name__ == "__main__":
    sys.exit(main())
