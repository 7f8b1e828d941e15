"""Tells what a file is by its content, and reads it. What a caller says of it must agree."""

import re

from gateway.attachments.kinds import plain
from gateway.attachments.kinds.reading import Bounds, Document, Extract, Reason, Unfit

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Compound files of Office up to 2003; an encrypted package is in one too ([MS-OFFCRYPTO] 2.3.4.4).
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: A PDF may have something before its header, within the first kibibyte (ISO 32000-1, annex H).
_PDF, _PDF_WITHIN = b"%PDF-", 1024
#: What begins as none of the texts that are read here.
_OTHERS = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x1f\x8b",
    b"BZh",
    b"7z\xbc\xaf",
    b"Rar!",
    b"%!PS",
)
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)

_OFFICE = "application/vnd.openxmlformats-officedocument."
#: What media types say. One that is not here says nothing, and the content decides alone.
MEDIA = {
    "text/plain": Document.TEXT,
    "text/markdown": Document.MARKDOWN,
    "text/x-markdown": Document.MARKDOWN,
    "text/csv": Document.CSV,
    "application/csv": Document.CSV,
    "text/tab-separated-values": Document.CSV,
    "application/json": Document.JSON,
    "text/html": Document.HTML,
    "application/xhtml+xml": Document.HTML,
    "application/pdf": Document.PDF,
    f"{_OFFICE}wordprocessingml.document": Document.WORD,
    f"{_OFFICE}spreadsheetml.sheet": Document.EXCEL,
    f"{_OFFICE}presentationml.presentation": Document.POWERPOINT,
}
#: Media types that say nothing of a file's kind: what clients write when they do not know.
_SILENT = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/binary"})
#: Windows says that a CSV file is Excel's.
_CSV_ALSO = "application/vnd.ms-excel"
ENDINGS = {
    "txt": Document.TEXT,
    "md": Document.MARKDOWN,
    "markdown": Document.MARKDOWN,
    "csv": Document.CSV,
    "tsv": Document.CSV,
    "json": Document.JSON,
    "html": Document.HTML,
    "htm": Document.HTML,
    "pdf": Document.PDF,
    "docx": Document.WORD,
    "xlsx": Document.EXCEL,
    "pptx": Document.POWERPOINT,
}
_TEXTS = frozenset({Document.TEXT, Document.MARKDOWN, Document.CSV, Document.JSON, Document.HTML})


def read(content: bytes, media: str, ending: str, bounds: Bounds) -> Extract:
    """Return the text of a file. ``media`` is the media type that it is said to have, ``ending`` its name's.

    Raises:
        Unfit: it is not read, and why; never anything else.

    """
    try:
        return _read(content, _said(media, ending), bounds)
    except Unfit:
        raise
    except MemoryError:
        raise Unfit(Reason.TOO_LARGE, "memory") from None
    except Exception:  # noqa: BLE001 - whatever a library raises for a file that it cannot read
        raise Unfit(Reason.DAMAGED) from None


def _said(media: str, ending: str) -> Document | None:
    media = media.partition(";")[0].strip().lower()
    ending = ending.lower()
    if media in _SILENT:
        return ENDINGS.get(ending)
    if media == _CSV_ALSO and ending in ("csv", ""):
        return Document.CSV
    if media in MEDIA:
        return MEDIA[media]
    if media.startswith("text/"):
        return Document.TEXT  # source code and the like
    raise Unfit(Reason.UNSUPPORTED)


def _read(content: bytes, said: Document | None, bounds: Bounds) -> Extract:
    if not content:
        raise Unfit(Reason.NO_TEXT)
    # The libraries are slow to import, and a file needs one of them at most.
    if content.startswith(_ZIP):
        return _office(content, said, bounds)
    if _PDF in content[:_PDF_WITHIN]:
        _agree(said, Document.PDF)
        from gateway.attachments.kinds import pdf  # noqa: PLC0415

        return pdf.read(content, bounds)
    if content.startswith(_COMPOUND):
        raise Unfit(Reason.ENCRYPTED if _ENCRYPTED in content else Reason.UNSUPPORTED)
    if content.startswith(_OTHERS):
        raise Unfit(Reason.UNSUPPORTED)
    if said is not None and said not in _TEXTS:
        raise Unfit(Reason.MISMATCH)
    text = plain.decode(content)
    if said is Document.HTML or _HTML.match(text[:4096]):
        from gateway.attachments.kinds import html  # noqa: PLC0415

        return html.read(content, bounds)
    return plain.read(content, said or Document.TEXT, bounds)


def _office(content: bytes, said: Document | None, bounds: Bounds) -> Extract:
    from gateway.attachments.kinds.package import Package  # noqa: PLC0415

    package = Package(content, bounds)
    _agree(said, package.document)
    if package.document is Document.WORD:
        from gateway.attachments.kinds import word  # noqa: PLC0415

        return word.read(content, package, bounds)
    if package.document is Document.EXCEL:
        from gateway.attachments.kinds import excel  # noqa: PLC0415

        return excel.read(content, package, bounds)
    from gateway.attachments.kinds import powerpoint  # noqa: PLC0415

    return powerpoint.read(content, package, bounds)


def _agree(said: Document | None, found: Document) -> None:
    if said is not None and said is not found:
        raise Unfit(Reason.MISMATCH)
