"""The line above a file's text, which tells the model what it reads and what was left out."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from gateway.attachments.kinds.reading import Document, Extract

_CALLED: Mapping[Document, str] = {
    Document.TEXT: "text",
    Document.MARKDOWN: "Markdown",
    Document.CSV: "CSV table",
    Document.JSON: "JSON",
    Document.HTML: "web page (HTML)",
    Document.WORD: "Word document (DOCX)",
    Document.EXCEL: "Excel workbook (XLSX)",
    Document.POWERPOINT: "PowerPoint presentation (PPTX)",
    Document.PDF: "PDF",
}
#: What is told without a number.
_WHOLE = frozenset({"document properties", "data from outside", "scripts", "dynamic forms"})
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\[\]]+")
_LONGEST_NAME = 200
#: Where one word of a file's name ends and the next begins.
_SEAMS = re.compile(r"[_+]+|(?<=[^\W\d_A-ZÀ-Þ])(?=[A-ZÀ-Þ])")


def headed(extract: Extract, name: str) -> str:
    """Return the text of a file under its heading. The file's name is text like the rest, to be inspected."""
    told = f"[Attached file: {_CALLED[extract.document]}"
    if name := _in_words(name):
        told += f", {name}"
    lines = [told + "]"]
    if extract.left_out:
        parts = (what if what in _WHOLE else f"{what} ({count})" for what, count in extract.left_out)
        lines.append(f"[Left out of this file: {', '.join(parts)}]")
    return "\n".join((*lines, "", extract.text))


def _in_words(name: str) -> str:
    """Return a file's name with spaces between its words: in ``CV_GagnonLuc.docx`` nobody finds a name."""
    spaced = _SEAMS.sub(" ", _UNFIT.sub(" ", unquote(name[:_LONGEST_NAME], errors="ignore")))
    return " ".join(_UNFIT.sub(" ", spaced).split())
