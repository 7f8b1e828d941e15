"""What `paravent evaluate` measured, as tables on a terminal and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gateway.cli.speech import console, say, translate
from gateway.language import phrase

if TYPE_CHECKING:
    from detectors.scoring import Report, Tally

COLUMNS = (
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


@dataclass(frozen=True, slots=True)
class Measured:
    """What one detector did on the documents, and how fast."""

    name: str
    report: "Report"
    characters: int
    seconds: float

    @property
    def speed(self) -> float:
        """Characters per second, one text after the other."""
        return self.characters / self.seconds


def ratios(tally: "Tally") -> tuple[float | None, ...]:
    """Return strict precision, recall and F1, then those by overlap, in the order of `COLUMNS`.

    None is the precision of nothing found, and the recall of nothing marked.
    """
    found, marked, either = tally.findings, tally.marks, tally.findings or tally.marks
    return (
        tally.strict_precision if found else None,
        tally.strict_recall if marked else None,
        tally.strict_f1 if either else None,
        tally.overlap_precision if found else None,
        tally.overlap_recall if marked else None,
        tally.overlap_f1 if either else None,
    )


def by_marks(tallies: Mapping[str, "Tally"]) -> list[tuple[str, "Tally"]]:
    """Return tallies with their names, those with the most marks first."""
    return sorted(tallies.items(), key=lambda item: -item[1].marks)


def side_by_side(every: Sequence[Measured]) -> Iterator[tuple[str, list[tuple[str, "Tally"]]]]:
    """Yield each label with what each detector did for it; "" is the total."""
    from detectors.scoring import Tally  # noqa: PLC0415 - with the engine

    names = {name: tally.marks for one in every for name, tally in one.report.labels.items()}
    for label in sorted(names, key=lambda name: (-names[name], name)):
        yield label, [(one.name, one.report.labels.get(label, Tally())) for one in every]
    yield "", [(one.name, one.report.total) for one in every]


def print_tables(report: "Report") -> None:
    """Print scores by label and by genre, and say what leaks and what is hidden for nothing."""
    from rich.table import Table  # noqa: PLC0415 - slow to import

    out = console()
    for title, tallies in ((phrase("By label"), report.labels), (phrase("By genre"), report.genres)):
        table = Table(title=translate(title), title_justify="left", box=None, pad_edge=False)
        table.add_column("")
        for column in COLUMNS:
            table.add_column(translate(column), justify="right", no_wrap=True)
        for name, tally in by_marks(tallies):
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


def print_side_by_side(every: Sequence[Measured]) -> None:
    """Print the detectors beside each other, label by label, and say how fast each one is."""
    from rich.table import Table  # noqa: PLC0415 - slow to import

    table = Table(title=translate(phrase("Side by side")), title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    table.add_column("")
    for column in COLUMNS:
        table.add_column(translate(column), justify="right", no_wrap=True)
    for label, rows in side_by_side(every):
        for at, (name, tally) in enumerate(rows):
            title = label or translate(phrase("Total"))
            table.add_row("" if at else title, name, *_cells(tally), style=None if label else "bold")
    out = console()
    out.print(table)
    out.print()
    for one in every:
        say(
            phrase(
                "%(detector)s: %(leaked)s of the marked characters leaked (%(characters)s), "
                "%(rate)s false masks per 1,000 words, %(speed)s characters per second."
            ),
            detector=one.name,
            leaked=_percent(one.report.total.leaked),
            characters=one.report.total.leaked_characters,
            rate=f"{one.report.false_masks_per_thousand:.2f}",
            speed=round(one.speed),
        )


def _cells(tally: "Tally") -> Sequence[str]:
    return (
        str(tally.marks),
        str(tally.findings),
        *("–" if ratio is None else f"{ratio:.3f}" for ratio in ratios(tally)),
        _percent(tally.leaked),
    )


def _percent(ratio: float) -> str:
    return f"{100 * ratio:.1f} %"


def as_json(report: "Report") -> dict[str, Any]:
    """Return a report as JSON has it, without its errors."""
    return {
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


def errors_as_json(report: "Report", texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the errors as JSON has them, each with its text."""
    return [
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


def side_by_side_as_json(every: Sequence[Measured]) -> list[dict[str, Any]]:
    """Return each detector with its scores and its speed."""
    return [
        {
            "detector": one.name,
            "characters_per_second": round(one.speed),
            "total": _tally(one.report.total),
            "labels": {name: _tally(tally) for name, tally in sorted(one.report.labels.items())},
            "false_masks_per_thousand_words": round(one.report.false_masks_per_thousand, 4),
        }
        for one in every
    ]


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
