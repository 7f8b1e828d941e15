"""`paravent evaluate`: how good detection is on documents marked by hand."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.configuration import OptionalConfig
from gateway.cli.detection import detector
from gateway.cli.speech import console, fail, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from detectors.marked import Document
    from detectors.scoring import Report, Tally

#: Characters shown on each side of an error.
_AROUND = 30


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help=phrase("Marked documents (*.txt), in any depth."),
        ),
    ],
    errors: Annotated[
        bool, typer.Option("--errors", help=phrase("List each error with the words around it."))
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help=phrase("Print one JSON object instead of tables."))
    ] = False,
    config: OptionalConfig = None,
) -> None:
    """Print precision and recall by label and by genre, what leaks, and what is hidden for nothing."""
    from detectors.scoring import score  # noqa: PLC0415 - with the engine, below

    documents = list(_documents(folder))
    if not documents:
        fail(phrase("There is no marked document in %(folder)s."), folder=folder)
    find = detector(config).find
    report = score((document, find(document.text)) for document in documents)
    texts = {document.name: document.text for document in documents}
    if as_json:
        typer.echo(json.dumps(_as_json(report, texts, errors=errors), ensure_ascii=False, indent=2))
        return
    _print_tables(report)
    if errors:
        _print_errors(report, texts)


def _documents(folder: Path) -> "Iterator[Document]":
    from detectors.marked import MarkedError, read_marked  # noqa: PLC0415 - used here only

    for path in sorted(folder.rglob("*.txt")):
        name = str(path.relative_to(folder))
        try:
            yield read_marked(name, path.read_text("utf-8"))
        except (MarkedError, UnicodeDecodeError) as error:
            reason = str(error) if isinstance(error, MarkedError) else f"{name}: UTF-8"
            fail(phrase("A document cannot be read. %(reason)s"), reason=reason)


def _print_tables(report: "Report") -> None:
    from rich.table import Table  # noqa: PLC0415 - slow to import

    out = console()
    for title, tallies in ((phrase("By label"), report.labels), (phrase("By genre"), report.genres)):
        table = Table(title=translate(title), title_justify="left", box=None, pad_edge=False)
        table.add_column("")
        for column in _COLUMNS:
            table.add_column(translate(column), justify="right", no_wrap=True)
        rows = sorted(tallies.items(), key=lambda item: -item[1].marks)
        for name, tally in rows:
            table.add_row(name, *_cells(tally))
        table.add_section()
        table.add_row(translate(phrase("Total")), *_cells(report.total), style="bold")
        out.print(table)
        out.print()
    say(
        phrase(
            "%(documents)s documents, %(words)s words. Leaked: %(leaked)s of the marked characters. "
            "Precision over covered characters: %(precision)s. Right label: %(label)s."
        ),
        documents=report.documents,
        words=report.words,
        leaked=_percent(report.total.leaked),
        precision=_percent(report.total.covered_precision),
        label=_percent(report.total.right_label),
    )
    say(
        phrase(
            "%(documents)s documents without marks (%(words)s words): %(masks)s false masks, "
            "%(rate)s per 1,000 words."
        ),
        documents=report.clean_documents,
        words=report.clean_words,
        masks=report.false_masks,
        rate=f"{report.false_masks_per_thousand:.2f}",
    )


_COLUMNS = (
    phrase("Marks"),
    phrase("Found"),
    phrase("Strict P"),
    phrase("Strict R"),
    phrase("Strict F1"),
    phrase("Overlap P"),
    phrase("Overlap R"),
    phrase("Overlap F1"),
    phrase("Leaked"),
)


def _cells(tally: "Tally") -> Sequence[str]:
    ratios = (
        tally.strict_precision,
        tally.strict_recall,
        tally.strict_f1,
        tally.overlap_precision,
        tally.overlap_recall,
        tally.overlap_f1,
    )
    return (
        str(tally.marks),
        str(tally.findings),
        *(f"{ratio:.3f}" for ratio in ratios),
        _percent(tally.leaked),
    )


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.1f} %"


def _print_errors(report: "Report", texts: dict[str, str]) -> None:
    for error in report.errors:
        before, value, after = _around(texts[error.document], error.start, error.end)
        found = f" → {error.found}" if error.found else ""
        typer.echo(f"{error.document}: {error.fault} {error.label}{found}: …{before}[[{value}]]{after}…")


def _around(text: str, start: int, end: int) -> tuple[str, ...]:
    pieces = (text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND])
    return tuple(piece.replace("\n", "⏎").replace("\t", "⇥") for piece in pieces)


def _as_json(report: "Report", texts: dict[str, str], *, errors: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "documents": report.documents,
        "words": report.words,
        "clean": {
            "documents": report.clean_documents,
            "words": report.clean_words,
            "false_masks": report.false_masks,
            "per_thousand_words": round(report.false_masks_per_thousand, 4),
        },
        "total": _tally(report.total),
        "labels": {name: _tally(tally) for name, tally in sorted(report.labels.items())},
        "genres": {name: _tally(tally) for name, tally in sorted(report.genres.items())},
    }
    if errors:
        answer["errors"] = [
            {
                "document": error.document,
                "fault": error.fault,
                "label": error.label,
                "found": error.found,
                "start": error.start,
                "end": error.end,
                "text": texts[error.document][error.start : error.end],
            }
            for error in report.errors
        ]
    return answer


def _tally(tally: "Tally") -> dict[str, Any]:
    scores = {
        "precision": (tally.strict_precision, tally.overlap_precision),
        "recall": (tally.strict_recall, tally.overlap_recall),
        "f1": (tally.strict_f1, tally.overlap_f1),
    }
    return {
        "marks": tally.marks,
        "findings": tally.findings,
        "strict": {name: round(strict, 4) for name, (strict, _) in scores.items()},
        "overlap": {name: round(overlap, 4) for name, (_, overlap) in scores.items()},
        "marked_characters": tally.marked_characters,
        "leaked_characters": tally.leaked_characters,
        "leaked": round(tally.leaked, 4),
        "covered_precision": round(tally.covered_precision, 4),
        "right_label": round(tally.right_label, 4),
    }
