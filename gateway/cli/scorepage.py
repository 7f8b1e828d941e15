"""What `paravent evaluate` measured, as a page that stands alone: no script, nothing fetched.

Everything that comes from a document is escaped, and what cannot be seen in it (control characters, marks
that turn the direction of writing) is shown by its number. The page is well-formed XML too.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from gateway.cli.scores import COLUMNS, Measured, by_marks, ratios, side_by_side
from gateway.cli.scorestyle import PAGE, STYLE
from gateway.language import gettext, phrase

if TYPE_CHECKING:
    from detectors.marked import Document
    from detectors.scoring import Error, Report, Tally

#: Characters shown on each side of an error, and of a value so long that its middle says nothing.
_AROUND = 60
_LONGEST = 200

_TABLE = """\
<div class="scroll" role="region" tabindex="0" aria-label="{caption}"><table>
<caption>{caption}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{rows}</tbody>
{foot}</table></div>
"""
_FAULTS = {
    "missed": phrase("Missed: nothing covers them"),
    "partial": phrase("Found in part, or with more than is marked"),
    "mislabelled": phrase("Found under another label"),
    "false": phrase("False: nothing is marked there"),
}


def render(measured: Sequence[Measured], documents: "Sequence[Document]", language: str) -> str:
    """Return the page on the first detector, with the others beside it where there are any."""
    page = _Page(language, {document.name: document for document in documents})
    report = measured[0].report
    parts = [
        page.summary(report),
        page.by(phrase("By label"), phrase("Label"), report.labels.items(), report.total),
    ]
    parts.append(page.by(phrase("By genre"), phrase("Genre"), report.genres.items(), report.total))
    if len(measured) > 1:
        parts.append(page.beside(measured))
    parts.append(page.errors(report))
    return PAGE.format(
        language=escape(language),
        title=page.say(phrase("How good detection is")),
        style=STYLE,
        warning=page.say(phrase("This page holds text of the documents: keep it as you keep them.")),
        body="".join(parts),
    )


def visible(text: str) -> str:
    """Return a text in which what cannot be seen, or would turn the text around it, is shown."""
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\n":
        return "⏎"
    if character == "\t":
        return "⇥"
    if unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}:
        return f"‹U+{ord(character):04X}›"
    return character


class _Page:
    """The parts of the page, in one language."""

    def __init__(self, language: str, documents: "dict[str, Document]") -> None:
        self._language = language
        self._documents = documents

    def say(self, message: str, **values: object) -> str:
        """Return a message in the page's language, escaped."""
        told = gettext(message, self._language)
        return escape(told % values if values else told)

    def summary(self, report: "Report") -> str:
        """Return the figures that come first."""
        total = report.total
        figures = (
            (phrase("Documents"), self._number(report.documents)),
            (phrase("Words"), self._number(report.words)),
            (phrase("Values marked"), self._number(total.marks)),
            (phrase("Strict recall"), self._ratio(total.strict_recall)),
            (phrase("Strict precision"), self._ratio(total.strict_precision)),
            (
                phrase("Marked characters that leak"),
                f"{self._number(total.leaked_characters)} ({self._percent(total.leaked)})",
            ),
            (phrase("Precision over covered characters"), self._percent(total.covered_precision)),
            (phrase("Right label"), self._percent(total.right_label)),
            (
                phrase("False masks per 1,000 words, in documents without marks"),
                self._number(report.false_masks_per_thousand, 2),
            ),
        )
        items = "".join(f"<div><dt>{self.say(name)}</dt><dd>{value}</dd></div>" for name, value in figures)
        clean = self.say(
            phrase("Documents without marks: %(documents)s (%(words)s words), with %(masks)s false masks."),
            documents=self._number(report.clean_documents),
            words=self._number(report.clean_words),
            masks=self._number(report.false_masks),
        )
        told = self.say(
            phrase(
                "Strict: same place and same label. Overlap: same label, one character in common. "
                "A character leaks when it is marked and nothing covers it, whatever the label."
            )
        )
        return f"<h2>{self.say(phrase('Total'))}</h2>\n<dl>{items}</dl>\n<p>{clean}</p>\n<p>{told}</p>\n"

    def by(self, title: str, name: str, tallies: "Iterable[tuple[str, Tally]]", total: "Tally") -> str:
        """Return one table of scores."""
        rows = (self._row(own or "–", tally) for own, tally in by_marks(dict(tallies)))
        foot = f"<tfoot>{self._row(self._plain(phrase('Total')), total)}</tfoot>\n"
        return f"<h2>{self.say(title)}</h2>\n{self._table(title, (name, *COLUMNS), rows, foot)}"

    def beside(self, measured: Sequence[Measured]) -> str:
        """Return the table of several detectors, and how fast each one is."""
        rows = (
            self._row(label or self._plain(phrase("Total")), tally, name)
            for label, tallies in side_by_side(measured)
            for name, tally in tallies
        )
        title = phrase("Side by side")
        speeds = "".join(
            "<li>"
            + self.say(
                phrase("%(detector)s: %(speed)s characters per second."),
                detector=one.name,
                speed=self._number(one.speed),
            )
            + "</li>"
            for one in measured
        )
        table = self._table(title, (phrase("Label"), phrase("Detector"), *COLUMNS), rows, "")
        return f"<h2>{self.say(title)}</h2>\n{table}<ul>{speeds}</ul>\n"

    def errors(self, report: "Report") -> str:
        """Return the errors, by what is wrong."""
        parts = [f"<h2>{self.say(phrase('Errors'))}</h2>\n"]
        if not report.errors:
            parts.append(f"<p>{self.say(phrase('There is none.'))}</p>\n")
        columns = (phrase("Document"), phrase("Label"), phrase("Found as"), phrase("In its place"))
        for fault, title in _FAULTS.items():
            own = [error for error in report.errors if error.fault == fault]
            if own:
                parts.append(f"<h3>{self.say(title)} ({len(own)})</h3>\n")
                parts.append(self._table(title, columns, (self._error(error) for error in own), ""))
        return "".join(parts)

    def _error(self, error: "Error") -> str:
        document = self._documents[error.document]
        text, start, end = document.text, error.start, error.end
        value = text[start:end]
        if len(value) > _LONGEST:
            value = f"{value[:_AROUND]}…{value[-_AROUND:]}"
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        spoken = f' lang="{document.language}"' if document.language in ("fr", "en") else ""
        before, value, after = (escape(visible(piece)) for piece in (before, value, after))
        return (
            f'<tr><th scope="row">{escape(visible(error.document))}</th><td>{escape(error.label)}</td>'
            f"<td>{escape(error.found)}</td>"
            f'<td class="context"{spoken}><bdi>…{before}<mark>{value}</mark>{after}…</bdi></td></tr>\n'
        )

    def _table(self, caption: str, columns: Sequence[str], rows: Iterable[str], foot: str) -> str:
        head = "".join(self._head(column) for column in columns)
        return _TABLE.format(caption=self.say(caption), head=head, rows="".join(rows), foot=foot)

    def _head(self, column: str) -> str:
        number = ' class="n"' if column in COLUMNS else ""
        return f'<th scope="col"{number}>{self.say(column)}</th>'

    def _row(self, name: str, tally: "Tally", *beside: str) -> str:
        return "".join(self._cells(name, tally, beside))

    def _cells(self, name: str, tally: "Tally", beside: Sequence[str]) -> Iterator[str]:
        yield f'<tr><th scope="row">{escape(visible(name))}</th>'
        yield from (f"<td>{escape(text)}</td>" for text in beside)
        counts = (self._number(tally.marks), self._number(tally.findings))
        for cell in (*counts, *map(self._ratio, ratios(tally)), self._percent(tally.leaked)):
            yield f'<td class="n">{cell}</td>'
        yield "</tr>\n"

    def _plain(self, message: str) -> str:
        return gettext(message, self._language)

    def _ratio(self, ratio: float | None) -> str:
        return "–" if ratio is None else self._number(ratio, 3)

    def _percent(self, ratio: float) -> str:
        return self._number(100 * ratio, 1) + ("%" if self._language == "en" else "\N{NO-BREAK SPACE}%")

    def _number(self, number: float, digits: int = 0) -> str:
        """Return a number as the language writes it."""
        told = f"{number:,.{digits}f}"
        if self._language == "en":
            return told
        return told.translate({ord(","): "\N{NARROW NO-BREAK SPACE}", ord("."): ","})
