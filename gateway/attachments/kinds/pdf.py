"""PDF: the text of each page, form fields, and what notes and links say.

A PDF places glyphs; where words begin and end is guessed. Text that was guessed wrong is read by a model all
the same and by no detector, so what does not look like words is refused.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from gateway.attachments.kinds.reading import Bounds, Document, Draft, Extract, Reason, Unfit

#: Glyphs that stand for no letter: control and private characters, and what pypdf writes for the unknown.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ud800-\udfff]")
_GLYPH_NAMES = re.compile(r"(?:/[A-Za-z]{1,4}[0-9]{1,4}){4}|\(cid:[0-9]+\)")
_WORD = re.compile(r"[^\W\d_]+")
#: Share of a page's letters that may be unreadable.
_STRAY = 0.02
#: Words from which their mean length says something. Between spaces, the documents of detectors/model/corpus
#: have 4.2 to 22 letters; with every third letter cut off from the next, 99 in 100 have fewer than 3.1.
#: Letters in a row are 3 to 6.2 there.
_WORDS, _SHORTEST, _LONGEST = 30, 3.4, 14.0
#: Crosses in the cells of a table are no words.
_CROSSES = frozenset({"x", "X"})
_FIELDS = {"/Tx", "/Ch"}


def read(content: bytes, bounds: Bounds) -> Extract:
    """Return the text of the pages. Properties, images, scripts and files inside are left out.

    Raises:
        Unfit: there is no text or text that cannot be trusted, too many pages, or the file is encrypted.
        Exception: whatever the library raises for a damaged file.

    """
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Unfit(Reason.ENCRYPTED)
    count = len(reader.pages)
    if count > bounds.pages:
        raise Unfit(Reason.TOO_LARGE, "pages")
    draft = Draft(bounds)
    for number, page in enumerate(reader.pages, 1):
        if number > bounds.pages:  # more than the file says that there are
            raise Unfit(Reason.TOO_LARGE, "pages")
        _write(draft, page, f"[Page {number}]" if count > 1 else "")
    fields = list(_fields(reader, draft))
    if draft.left_out["pages without text"] == count and not fields:
        raise Unfit(Reason.NO_TEXT)
    if fields:
        draft.add("")
        draft.add("[Form]")
    for field in fields:
        draft.add(field)
    _left_out(reader, draft)
    return draft.extract(Document.PDF, count)


def _write(draft: Draft, page: Any, heading: str) -> None:
    text = legible(page.extract_text())
    said = [text, *_annotations(page, draft)]
    draft.omit("images", _images(page))
    draft.omit("pages without text", not text.strip())
    draft.add("")
    if heading and any(part.strip() for part in said):
        draft.add(heading)
    for part in said:
        for line in part.splitlines():
            draft.add(line)


def legible(text: str) -> str:
    """Return the text of a page, without the glyphs that are no letters.

    Raises:
        Unfit: it does not look like words (`Reason.GARBLED`).

    """
    # One that stands alone is a bullet; within a word it may be half of a name.
    unreadable = sum(len(word) > 1 for word in text.split() for _ in _UNREADABLE.findall(word))
    if unreadable > _STRAY * len(text) + 1 or _GLYPH_NAMES.search(text):
        raise Unfit(Reason.GARBLED)
    letters = [sum(map(str.isalpha, word)) for word in text.split() if word not in _CROSSES]
    between = [count for count in letters if count]
    if len(between) >= _WORDS and sum(between) < _SHORTEST * len(between):
        raise Unfit(Reason.GARBLED)
    words = _WORD.findall(text)
    if len(text) > _WORDS * _LONGEST and sum(map(len, words)) > _LONGEST * len(words):
        raise Unfit(Reason.GARBLED)
    return _UNREADABLE.sub(" ", text)


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _annotations(page: Any, draft: Draft) -> Iterator[str]:
    """Yield what notes say and where links lead."""
    for reference in _resolved(page.get("/Annots")) or ():
        annotation = _resolved(reference)
        kind = annotation.get("/Subtype")
        action = _resolved(annotation.get("/A")) or {}
        if kind == "/FileAttachment":
            draft.omit("attached files")
        elif kind == "/Link" and action.get("/URI"):
            yield f"({_resolved(action['/URI'])})"
        elif kind not in ("/Link", "/Widget", "/Popup") and annotation.get("/Contents"):
            draft.omit("authors of comments", bool(annotation.get("/T")))
            yield f"[Comment] {legible(str(_resolved(annotation['/Contents'])))}"


def _images(page: Any) -> int:
    objects = _resolved((_resolved(page.get("/Resources")) or {}).get("/XObject")) or {}
    return sum(_resolved(value).get("/Subtype") == "/Image" for value in objects.values())


def _fields(reader: PdfReader, draft: Draft) -> Iterator[str]:
    """Yield the fields of a form that were filled in, with their names."""
    for name, field in (reader.get_fields() or {}).items():
        value = field.get("/V")
        if field.get("/FT") == "/Sig":
            draft.omit("signatures")
        elif field.get("/FT") in _FIELDS and value:
            values = value if isinstance(value, list) else [value]
            yield f"{field.get('/TU') or name}: {', '.join(legible(str(each)) for each in values)}"
        elif field.get("/FT") == "/Btn" and value and value != "/Off":
            yield f"{field.get('/TU') or name}: {str(value).lstrip('/')}"


def _left_out(reader: PdfReader, draft: Draft) -> None:
    draft.omit("document properties", bool(reader.metadata) or reader.xmp_metadata is not None)
    draft.omit("attached files", sum(1 for _ in reader.attachment_list))
    names = _resolved(_resolved(reader.root_object).get("/Names")) or {}
    draft.omit("scripts", "/JavaScript" in names or "/OpenAction" in reader.root_object)
    draft.omit("dynamic forms", "/XFA" in (_resolved(reader.root_object.get("/AcroForm")) or {}))
