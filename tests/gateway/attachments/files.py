"""Files as people send them, made by the libraries that read them; and hostile ones."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pptx
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from gateway.attachments.kinds.reading import Bounds

BOUNDS = Bounds(pages=500, cells=200_000, characters=2_000_000, unpacked=200 * 1024**2, ratio=200)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def saved(made) -> bytes:
    room = io.BytesIO()
    made.save(room)
    return room.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def excel(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def powerpoint(*titles: str) -> bytes:
    deck = pptx.Presentation()
    for title in titles:
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    return saved(deck)


def write_page(writer: PdfWriter, text: str) -> None:
    """Add a page of lines of text, set as one string each ("" for a page without text)."""
    page = writer.add_blank_page(612, 792)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    lines = [f"<{line.encode('cp1252').hex()}> Tj T*" for line in text.split("\n") if line]
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 14 TL 72 720 Td {' '.join(lines)} ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)


def pdf(*pages: str, **more) -> bytes:
    writer = PdfWriter()
    for text in pages:
        write_page(writer, text)
    if "password" in more:
        writer.encrypt(more["password"], algorithm="AES-256")
    if "attached" in more:
        writer.add_attachment("secret.txt", more["attached"])
    room = io.BytesIO()
    writer.write(room)
    return room.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes | None], *, method: int = ZIP_DEFLATED) -> bytes:
    """Return a package with some parts replaced, added, or (None) taken away."""
    room = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(room, "w", method) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return room.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
