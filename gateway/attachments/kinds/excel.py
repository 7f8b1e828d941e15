"""Excel workbooks (XLSX): the shown cells of the shown sheets, as lines of a table."""

import io
import re
import warnings
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from gateway.attachments.kinds.markup import Markup, parse
from gateway.attachments.kinds.package import Package
from gateway.attachments.kinds.reading import Bounds, Document, Draft, Extract, Reason, Unfit
from gateway.attachments.kinds.sheets import survey

_SHEET = re.compile(r"xl/(?:worksheets|chartsheets)/[^/]+", re.IGNORECASE)
_DRAWING = re.compile(r"xl/(?:drawings|charts|diagrams)/(?:drawing|chart|data)[^/]*\.xml", re.IGNORECASE)
_OUTSIDE = re.compile(r"xl/(externallinks|pivotcache|querytables|connections|customxml)", re.IGNORECASE)
#: Formats that only say how many digits a number is written with: a social insurance number may begin with 0.
_DIGITS = re.compile(r'[0 "\\()-]*0[0 "\\()-]*')
_SPACES = re.compile(r"\s+")


def read(content: bytes, package: Package, bounds: Bounds) -> Extract:
    """Return the cells of a workbook, a line a row. Hidden sheets, rows and columns are left out.

    Raises:
        Unfit: there is no text, too much of it, too many sheets or cells.
        Exception: whatever the library raises for a damaged file.

    """
    found = survey([xml for name, xml in package.xml.items() if _SHEET.fullmatch(name)], bounds)
    results = _open(content, results=True)
    formulas = _open(content, results=False) if found.unsolved else None
    if len(results.sheetnames) > bounds.pages:
        raise Unfit(Reason.TOO_LARGE, "pages")
    draft = Draft(bounds)
    shown = 0
    for sheet in results.worksheets:
        if sheet.sheet_state != "visible":
            draft.omit("hidden sheets")
            continue
        shown += 1
        draft.add("")
        draft.add(f"[Sheet {sheet.title}]")
        _rows(draft, sheet, formulas[sheet.title] if formulas else None)
    _drawings(draft, package)
    draft.omit("chart sheets", len(results.chartsheets))
    draft.omit("document properties", any(name.startswith("docProps/") for name in package.names))
    draft.omit("embedded objects", sum("/embeddings/" in name for name in package.names))
    draft.omit("images", sum(name.startswith("xl/media/") for name in package.names))
    draft.omit("data from outside", any(_OUTSIDE.match(name) for name in package.names))
    return draft.extract(Document.EXCEL, shown)


def _open(content: bytes, *, results: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not know; a warning can quote the file
        return load_workbook(io.BytesIO(content), data_only=results, keep_links=False, rich_text=False)


def _rows(draft: Draft, sheet: Any, formulas: Any) -> None:
    columns = _hidden_columns(sheet)
    draft.omit("hidden columns", len(columns))
    for band in (sheet.oddHeader, sheet.oddFooter):
        said = [part.text for part in (band.left, band.center, band.right) if part.text]
        if said:
            draft.add(" | ".join(said))
    comments: list[str] = []
    for number, row in _filled(sheet):
        if number in sheet.row_dimensions and sheet.row_dimensions[number].hidden:
            draft.omit("hidden rows")
            continue
        shown = [cell for cell in row if cell.column not in columns]
        cells = {cell.column: text for cell in shown if (text := _said(cell, formulas))}
        if cells:
            # From the first column to the last that is filled, so that each cell stands below its header.
            places = (column for column in range(1, max(cells) + 1) if column not in columns)
            draft.add(" | ".join(cells.get(column, "") for column in places))
        comments += (_commented(cell, draft) for cell in shown if cell.comment is not None)
    if comments:
        draft.add("[Comments]")
    for comment in comments:
        draft.add(comment)


def _said(cell: Any, formulas: Any) -> str:
    """Return what a cell shows, and where its link leads; a formula without a result is shown itself."""
    value = cell.value
    if value is None and formulas is not None:
        value = formulas.cell(cell.row, cell.column).value
    text = _text(value, cell.number_format if value is not None else "")
    link = getattr(cell, "hyperlink", None)
    return f"{text} ({link.target})" if link is not None and link.target not in (None, text) else text


def _commented(cell: Any, draft: Draft) -> str:
    draft.omit("authors of comments", bool(cell.comment.author))
    return f"{cell.coordinate}: {_SPACES.sub(' ', cell.comment.text or '').strip()}"


def _filled(sheet: Any) -> list[tuple[int, list[Any]]]:
    """Return the rows that have cells, in order: walking from A1 to the last would visit what is empty."""
    rows: dict[int, list[Any]] = {}
    for (row, _column), cell in sorted(sheet._cells.items()):  # noqa: SLF001 - the only way to what there is
        rows.setdefault(row, []).append(cell)
    return list(rows.items())


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            hidden.update(range(dimension.min, dimension.max + 1))
    return {column for column in hidden if column <= (sheet.max_column or 0)}


def _text(value: object, form: str) -> str:
    """Return a value as a text that its format does not change, but for leading zeros."""
    if isinstance(value, bool):
        text = str(value).upper()
    elif isinstance(value, int) and _DIGITS.fullmatch(form or ""):
        text = _as_digits(value, form)
    elif isinstance(value, datetime):
        text = value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    elif isinstance(value, date | time):
        text = value.isoformat()
    elif isinstance(value, str | int | float | timedelta):
        text = str(value)
    else:  # nothing, or a formula over several cells, which is an object
        text = str(getattr(value, "text", None) or "")
    return _SPACES.sub(" ", text).strip()


def _as_digits(value: int, form: str) -> str:
    """Return a number as a format such as ``000 000 000`` shows it."""
    form = form.replace('"', "").replace("\\", "")
    room = form.count("0")
    digits = f"{abs(value):0{room}d}"
    if len(digits) > room:
        return str(value)
    turn = iter(digits)
    shown = "".join(next(turn) if letter == "0" else letter for letter in form)
    return f"-{shown}" if value < 0 else shown


def _drawings(draft: Draft, package: Package) -> None:
    """Add what text boxes and charts say."""
    for name in sorted(package.xml):
        if _DRAWING.fullmatch(name):
            own = Draft(draft.bounds)
            Markup(own).write(parse(package.xml[name]))
            draft.left_out.update({what: count for what, count in own.left_out.items() if what != "images"})
            if own.lines:
                draft.add("[Drawing]")
            for line in own.lines:
                draft.add(line)
