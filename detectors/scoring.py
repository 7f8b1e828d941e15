"""How good detection is, against documents marked by hand. Pure.

Strict: same place and same label. Overlap: same label, at least one character in common. A character leaks
when it is marked and covered by no finding, whatever the label: that is what a provider would read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from detectors.findings import Finding
from detectors.marked import Document, Mark


class Fault(StrEnum):
    """What is wrong with a mark or a finding."""

    MISSED = "missed"
    PARTIAL = "partial"
    MISLABELLED = "mislabelled"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Error:
    """A mark that was not found as it is, or a finding that touches no mark."""

    document: str
    fault: Fault
    start: int
    end: int
    label: str
    found: str = ""


@dataclass(slots=True)
class Tally:
    """Counts for one label, one genre, or everything."""

    marks: int = 0
    findings: int = 0
    strict: int = 0
    overlapped_marks: int = 0
    overlapping_findings: int = 0
    marked_characters: int = 0
    leaked_characters: int = 0
    covered_characters: int = 0
    rightly_covered_characters: int = 0
    covered_marks: int = 0
    rightly_labelled_marks: int = 0

    @property
    def strict_precision(self) -> float:
        """Findings that are exactly a mark."""
        return _ratio(self.strict, self.findings)

    @property
    def strict_recall(self) -> float:
        """Marks that are exactly a finding."""
        return _ratio(self.strict, self.marks)

    @property
    def strict_f1(self) -> float:
        """Harmonic mean of the two."""
        return _harmonic(self.strict_precision, self.strict_recall)

    @property
    def overlap_precision(self) -> float:
        """Findings that touch a mark of their label."""
        return _ratio(self.overlapping_findings, self.findings)

    @property
    def overlap_recall(self) -> float:
        """Marks that a finding of their label touches."""
        return _ratio(self.overlapped_marks, self.marks)

    @property
    def overlap_f1(self) -> float:
        """Harmonic mean of the two."""
        return _harmonic(self.overlap_precision, self.overlap_recall)

    @property
    def leaked(self) -> float:
        """Share of the marked characters that nothing covers."""
        return self.leaked_characters / self.marked_characters if self.marked_characters else 0.0

    @property
    def covered_precision(self) -> float:
        """Share of the covered characters that are marked."""
        return _ratio(self.rightly_covered_characters, self.covered_characters)

    @property
    def right_label(self) -> float:
        """Share of the marks touched by findings that one of their own label touches."""
        return _ratio(self.rightly_labelled_marks, self.covered_marks)


@dataclass(slots=True)
class Report:
    """Tallies by label and by genre, false masks in documents without marks, and each error."""

    total: Tally = field(default_factory=Tally)
    labels: dict[str, Tally] = field(default_factory=dict)
    genres: dict[str, Tally] = field(default_factory=dict)
    documents: int = 0
    words: int = 0
    clean_documents: int = 0
    clean_words: int = 0
    false_masks: int = 0
    errors: list[Error] = field(default_factory=list)

    @property
    def false_masks_per_thousand(self) -> float:
        """False masks per 1,000 words of the documents without marks."""
        return 1000 * self.false_masks / self.clean_words if self.clean_words else 0.0


def score(pairs: Iterable[tuple[Document, Sequence[Finding]]]) -> Report:
    """Return the report on documents and what was found in each."""
    report = Report()
    for document, findings in pairs:
        words = len(document.text.split())
        report.documents += 1
        report.words += words
        if not document.marks:
            report.clean_documents += 1
            report.clean_words += words
            report.false_masks += len(findings)
        genre = report.genres.setdefault(document.genre, Tally())
        _count(report, genre, document, findings)
        report.errors += _errors(document, findings)
    return report


def _count(report: Report, genre: Tally, document: Document, findings: Sequence[Finding]) -> None:
    exact = {(finding.start, finding.end, finding.label) for finding in findings}
    covered = _characters(findings)
    marked = _characters(document.marks)
    for mark in document.marks:
        touching = [finding for finding in findings if _touch(mark, finding)]
        right = any(finding.label == mark.label for finding in touching)
        leaked = sum(place not in covered for place in range(mark.start, mark.end))
        for tally in (report.total, report.labels.setdefault(mark.label, Tally()), genre):
            tally.marks += 1
            tally.strict += (mark.start, mark.end, mark.label) in exact
            tally.overlapped_marks += right
            tally.covered_marks += bool(touching)
            tally.rightly_labelled_marks += right
            tally.marked_characters += mark.end - mark.start
            tally.leaked_characters += leaked
    for finding in findings:
        right = any(_touch(mark, finding) and mark.label == finding.label for mark in document.marks)
        places = range(finding.start, finding.end)
        for tally in (report.total, report.labels.setdefault(str(finding.label), Tally()), genre):
            tally.findings += 1
            tally.overlapping_findings += right
            tally.covered_characters += len(places)
            tally.rightly_covered_characters += sum(place in marked for place in places)


def _errors(document: Document, findings: Sequence[Finding]) -> Iterator[Error]:
    for mark in document.marks:
        touching = [finding for finding in findings if _touch(mark, finding)]
        if any((f.start, f.end, f.label) == (mark.start, mark.end, mark.label) for f in touching):
            continue
        found = ", ".join(sorted({str(finding.label) for finding in touching}))
        fault = (
            Fault.MISSED
            if not touching
            else Fault.PARTIAL
            if any(finding.label == mark.label for finding in touching)
            else Fault.MISLABELLED
        )
        yield Error(document.name, fault, mark.start, mark.end, mark.label, found)
    for finding in findings:
        if not any(_touch(mark, finding) for mark in document.marks):
            yield Error(document.name, Fault.FALSE, finding.start, finding.end, str(finding.label))


def _characters(spans: Iterable[Mark | Finding]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _touch(mark: Mark, finding: Finding) -> bool:
    return mark.start < finding.end and finding.start < mark.end


def _ratio(part: int, whole: int) -> float:
    """Return a share; of nothing, everything is right."""
    return part / whole if whole else 1.0


def _harmonic(first: float, second: float) -> float:
    return 2 * first * second / (first + second) if first + second else 0.0
