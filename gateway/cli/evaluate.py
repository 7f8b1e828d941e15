"""`paravent evaluate`: how good detection is on documents marked by hand."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.configuration import OptionalConfig
from gateway.cli.detection import detector
from gateway.cli.scores import (
    Measured,
    as_json,
    errors_as_json,
    print_side_by_side,
    print_tables,
    side_by_side_as_json,
)
from gateway.cli.speech import fail, language, say
from gateway.language import phrase

if TYPE_CHECKING:
    from detectors.findings import Finding
    from detectors.marked import Document
    from detectors.scoring import Report

#: Characters shown on each side of an error.
_AROUND = 30


class Beside(StrEnum):
    """A detector that ours can be measured beside."""

    STOCK = "stock"


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
    *,
    errors: Annotated[
        bool, typer.Option("--errors", help=phrase("List each error with the words around it."))
    ] = False,
    as_object: Annotated[
        bool, typer.Option("--json", help=phrase("Print one JSON object instead of tables."))
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            dir_okay=False,
            help=phrase("Write a page for a browser too; it holds text of the documents."),
        ),
    ] = None,
    beside: Annotated[
        Beside | None,
        typer.Option(
            "--beside",
            help=phrase("Measure another detector beside: stock, Presidio's own patterns without a model."),
        ),
    ] = None,
    config: OptionalConfig = None,
) -> None:
    """Print precision and recall by label and by genre, what leaks, and what is hidden for nothing."""
    documents = list(_documents(folder))
    if not documents:
        fail(phrase("There is no marked document in %(folder)s."), folder=folder)
    find = detector(config).find
    measured = [_measure("Paravent", documents, lambda document: find(document.text))]
    if beside is Beside.STOCK:
        from detectors.stock import StockPresidio  # noqa: PLC0415 - seldom used

        stock = StockPresidio()
        measured.append(
            _measure("Presidio", documents, lambda document: stock.analyse(document.text, document.language))
        )
    report = measured[0].report
    texts = {document.name: document.text for document in documents}
    if as_object:
        answer: dict[str, Any] = as_json(report)
        if errors:
            answer["errors"] = errors_as_json(report, texts)
        if beside:
            answer["side_by_side"] = side_by_side_as_json(measured)
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print_tables(report)
        if beside:
            print_side_by_side(measured)
        if errors:
            _print_errors(report, texts)
    if html is not None:
        _write_page(html, measured, documents)


def _documents(folder: Path) -> "Iterator[Document]":
    from detectors.marked import MarkedError, read_marked  # noqa: PLC0415 - used here only

    for path in sorted(folder.rglob("*.txt")):
        name = str(path.relative_to(folder))
        try:
            yield read_marked(name, path.read_text("utf-8"))
        except (MarkedError, UnicodeDecodeError) as error:
            reason = str(error) if isinstance(error, MarkedError) else f"{name}: UTF-8"
            fail(phrase("A document cannot be read. %(reason)s"), reason=reason)


def _measure(
    name: str, documents: "Sequence[Document]", find: "Callable[[Document], Sequence[Finding]]"
) -> Measured:
    from detectors.scoring import score  # noqa: PLC0415 - with the engine

    find(documents[0])  # what is loaded at the first text is not counted
    begun = perf_counter()
    pairs = [(document, find(document)) for document in documents]
    seconds = perf_counter() - begun
    return Measured(name, score(pairs), sum(len(document.text) for document in documents), seconds)


def _print_errors(report: "Report", texts: dict[str, str]) -> None:
    for error in report.errors:
        before, value, after = _around(texts[error.document], error.start, error.end)
        found = f" → {error.found}" if error.found else ""
        typer.echo(f"{error.document}: {error.fault} {error.label}{found}: …{before}[[{value}]]{after}…")


def _around(text: str, start: int, end: int) -> tuple[str, ...]:
    pieces = (text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND])
    return tuple(piece.replace("\n", "⏎").replace("\t", "⇥") for piece in pieces)


def _write_page(path: Path, measured: Sequence[Measured], documents: "Sequence[Document]") -> None:
    from gateway.cli.scorepage import render  # noqa: PLC0415 - used here only

    page = render(measured, documents, language.get())
    try:
        # A new file is its owner's alone: it holds what the documents hold.
        with open(path, "w", encoding="utf-8", opener=partial(os.open, mode=0o600)) as file:
            file.write(page)
    except OSError as error:
        fail(phrase("%(path)s cannot be written (%(reason)s)."), path=path, reason=error.strerror)
    say(phrase("%(path)s is written. It holds text of the documents: keep it as you keep them."), path=path)
