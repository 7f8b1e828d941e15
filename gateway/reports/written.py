"""A document as CSV, JSON, Markdown, or a page that stands alone, to be read or printed."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from audit.export import BYTE_ORDER_MARK, guarded
from gateway.language import gettext, phrase
from gateway.reports.canadian import change, delimiter, number
from gateway.reports.document import Cell, Column, Document, Form

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|&~])")
_MARKERS = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


def as_json(document: Document) -> str:
    """Write everything, with dates as ISO 8601 has them and the names of columns in English."""
    tables = {
        table.key: [
            dict(zip((column.key for column in table.columns), map(_plain, row), strict=True))
            for row in table.rows
        ]
        for table in document.tables
    }
    sections = [
        {"title": each.title, "paragraphs": list(each.paragraphs), "items": list(each.items)}
        for each in document.sections
    ]
    whole = {
        "report": document.key,
        "title": document.title,
        "facts": dict(document.facts),
        **tables,
        **({"sections": sections} if sections else {}),
        "notes": list(document.notes),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_csv(document: Document) -> Iterator[str]:
    """Write one line for each row of each table, whose name stands first. No cell is taken for a formula.

    Cells end, and decimals begin, as a spreadsheet in the language of the document expects it.
    """
    columns = {column.key: column for column in chain.from_iterable(each.columns for each in document.tables)}
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter(document.language), lineterminator="\r\n")

    def take() -> str:
        written = line.getvalue()
        line.seek(0)
        line.truncate()
        return written

    writer.writerow([gettext(phrase("Table"), document.language), *(each.title for each in columns.values())])
    yield BYTE_ORDER_MARK + take()
    for table in document.tables:
        for row in table.rows:
            cells = dict(zip((column.key for column in table.columns), row, strict=True))
            told = (_flat(cells.get(key), document.language) for key in columns)
            writer.writerow([guarded(table.title), *told])
            yield take()


def as_html(document: Document) -> str:
    """Write a page without script, which fetches nothing."""
    return _page().render(
        document=document,
        nothing=gettext(phrase("None."), document.language),
        reserves=gettext(phrase("What to know of these figures"), document.language),
        show=lambda cell, column: _shown(cell, column, document.language),
    )


def as_markdown(document: Document) -> str:
    """Write the prose of a document; its tables have no place in it."""
    parts = [f"# {_escaped(document.title)}\n"]
    colon = ": " if document.language == "en" else "\N{NO-BREAK SPACE}: "
    parts += [f"- {_escaped(name)}{colon}{_escaped(value)}" for name, value in document.facts]
    for section in document.sections:
        parts.append(f"\n## {_escaped(section.title)}\n")
        parts += [f"{_escaped(text)}\n" for text in section.paragraphs]
        parts += [f"- {_escaped(item)}" for item in section.items]
    parts += ["", *(f"{_escaped(note)}\n" for note in document.notes)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is, on one line."""
    return _MARKERS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split("\n"))))


@cache
def _page() -> Template:
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html")


def _plain(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, date) else dict(cell) if isinstance(cell, dict) else cell


def _flat(cell: Cell, language: str) -> object:
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return guarded("; ".join(f"{name} = {count}" for name, count in cell.items()))
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(round(cell, 4)).replace(".", "." if language == "en" else ",")
    return guarded(cell)


def _shown(cell: Cell, column: Column, language: str) -> str | list[str]:
    """Write a cell for a reader; counts are several lines."""
    if cell is None:
        return "–"
    if isinstance(cell, dict):
        colon = ": " if language == "en" else "\N{NO-BREAK SPACE}: "
        return [f"{name}{colon}{number(count, language)}" for name, count in cell.items()]
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return change(cell, language) if column.form is Form.CHANGE else number(cell, language)
    return str(cell)
